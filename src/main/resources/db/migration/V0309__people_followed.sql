-- Whom somebody follows: what these people write comes first in the mails of groups that both are in. It gives no right to anything;
-- whoever shares no group with them any more keeps the row and hears nothing by it.
CREATE TABLE person_follow (
  tenant_id   uuid NOT NULL,
  contact_id  uuid NOT NULL,
  followed_id uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, contact_id, followed_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, followed_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (contact_id <> followed_id)
);
CREATE INDEX person_follow_of ON person_follow (tenant_id, followed_id);
CALL wall('person_follow');
CALL catalogue('person_follow', 'contact_id', 'contact', true, 'delete');

-- The one answer to "may this contact begin to follow that one?": they share a group, the other has an account, and neither has
-- blocked the other.
CREATE FUNCTION follow_open(t uuid, me uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN me <> other
     AND EXISTS (SELECT FROM account a WHERE a.tenant_id = t AND a.contact_id = other AND a.status = 'active')
     AND share_group(t, me, other)
     AND NOT blocked_between(t, me, other);
END $$;

-- One person follows at most 500, however many they begin to follow at once: whoever follows holds their own contact, so that each
-- counts what the one before left. Who blocks holds both, so that no block is overlooked. All take the contacts in the order of
-- their ids first, as a merge does.
CREATE FUNCTION person_follow_held() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM contact c WHERE c.tenant_id = NEW.tenant_id AND c.id IN (NEW.contact_id, NEW.followed_id) ORDER BY c.id FOR KEY SHARE;
  PERFORM FROM contact c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.contact_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM person_follow f
              WHERE f.tenant_id = NEW.tenant_id AND f.contact_id = NEW.contact_id AND f.followed_id = NEW.followed_id)
     OR blocked_between(NEW.tenant_id, NEW.contact_id, NEW.followed_id) THEN
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM person_follow f WHERE f.tenant_id = NEW.tenant_id AND f.contact_id = NEW.contact_id) >= 500 THEN
    RAISE EXCEPTION 'follows-many' USING ERRCODE = 'AT001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE INSERT ON person_follow FOR EACH ROW EXECUTE FUNCTION person_follow_held();

-- A block ends it both ways.
CREATE FUNCTION chat_block_parts() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM contact c WHERE c.tenant_id = NEW.tenant_id AND c.id IN (NEW.contact_id, NEW.blocked_id) ORDER BY c.id FOR NO KEY UPDATE;
  DELETE FROM person_follow f
   WHERE f.tenant_id = NEW.tenant_id AND (f.contact_id, f.followed_id) IN ((NEW.contact_id, NEW.blocked_id), (NEW.blocked_id, NEW.contact_id));
  RETURN NULL;
END $$;
CREATE TRIGGER parts AFTER INSERT ON chat_block FOR EACH ROW EXECUTE FUNCTION chat_block_parts();

-- Nobody follows somebody who was erased: their contact stays without a name (V0170).
CREATE FUNCTION contact_unfollowed() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  IF NEW.email = (SELECT d.blanks ->> 'email' FROM data_catalogue d WHERE d.table_name = 'contact') THEN
    DELETE FROM person_follow f WHERE f.tenant_id = NEW.tenant_id AND f.followed_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER unfollowed AFTER UPDATE OF email ON contact FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION contact_unfollowed();
