-- When two contacts become one, their rows move table by table: a channel's member may for a moment be nobody's membership.
ALTER TABLE channel_member ALTER CONSTRAINT channel_member_tenant_id_group_id_contact_id_fkey DEFERRABLE INITIALLY DEFERRED;
