-- When two contacts become one, so does whom they follow and who follows them; nobody follows themselves, or across a block of either.
-- Where both together follow more than one may, all stay, and nobody is added.
ALTER FUNCTION contact_absorb(uuid, uuid) RENAME TO contact_absorb_talk;
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
BEGIN
  DELETE FROM portal.person_follow f WHERE f.tenant_id = here AND (f.contact_id, f.followed_id) IN ((kept, gone), (gone, kept));
  RETURN QUERY SELECT * FROM portal.contact_absorb_talk(kept, gone);
  DELETE FROM portal.person_follow f
   WHERE f.tenant_id = here AND kept IN (f.contact_id, f.followed_id) AND portal.blocked_between(here, f.contact_id, f.followed_id);
END $$;
