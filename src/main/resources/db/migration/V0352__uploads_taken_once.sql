-- An upload becomes a file of one thing: a post, a message, or work that is handed in. Which one stands in its own row, so that of any
-- number of things that want it at once the first has it, whatever tables they lie in.
ALTER TABLE media_object
  ADD COLUMN taken_for text CHECK (taken_for IN ('post', 'message', 'hand-in')),
  ADD COLUMN taken_by  uuid,
  ADD CHECK ((taken_for IS NULL) = (taken_by IS NULL));

-- The owner of forced tables reads nothing of them.
ALTER TABLE media_object NO FORCE ROW LEVEL SECURITY;
ALTER TABLE post_attachment NO FORCE ROW LEVEL SECURITY;
ALTER TABLE message_file NO FORCE ROW LEVEL SECURITY;
ALTER TABLE hand_in_file NO FORCE ROW LEVEL SECURITY;
UPDATE media_object o SET taken_for = 'hand-in', taken_by = f.hand_in_id FROM hand_in_file f WHERE f.tenant_id = o.tenant_id AND f.media_id = o.id;
UPDATE media_object o SET taken_for = 'message', taken_by = f.message_id FROM message_file f WHERE f.tenant_id = o.tenant_id AND f.media_id = o.id;
UPDATE media_object o SET taken_for = 'post', taken_by = f.post_id FROM post_attachment f WHERE f.tenant_id = o.tenant_id AND f.media_id = o.id;
ALTER TABLE hand_in_file FORCE ROW LEVEL SECURITY;
ALTER TABLE message_file FORCE ROW LEVEL SECURITY;
ALTER TABLE post_attachment FORCE ROW LEVEL SECURITY;
ALTER TABLE media_object FORCE ROW LEVEL SECURITY;

-- Takes ready uploads of whoever brought them, each for this one thing; one that it has already is given again, one that anything else has
-- is not. They are held in the order of their ids, so that two who take the same ones never wait for one another.
CREATE FUNCTION media_take(t uuid, uploads uuid[], account uuid, staff uuid, what text, thing uuid)
RETURNS TABLE (media_id uuid, name text, type text, size bigint) LANGUAGE sql VOLATILE AS $$
  WITH free AS (
    SELECT o.id FROM media_object o
     WHERE o.tenant_id = t AND o.id = ANY (uploads) AND o.purpose = 'file' AND o.state = 'ready'
       AND (o.account_id = account OR o.staff_id = staff)
       AND (o.taken_by IS NULL OR o.taken_for = what AND o.taken_by = thing)
     ORDER BY o.id FOR UPDATE)
  UPDATE media_object o SET taken_for = what, taken_by = thing FROM free
   WHERE o.tenant_id = t AND o.id = free.id AND (o.taken_by IS NULL OR o.taken_for = what AND o.taken_by = thing)
  RETURNING o.id, o.name, o.type, o.size
$$;

-- Where the work of two contacts becomes one, so does what has its files.
CREATE FUNCTION hand_in_file_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  UPDATE media_object o SET taken_by = NEW.hand_in_id
   WHERE o.tenant_id = NEW.tenant_id AND o.id = NEW.media_id AND o.taken_for = 'hand-in';
  RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER UPDATE OF hand_in_id ON hand_in_file FOR EACH ROW
  WHEN (OLD.hand_in_id IS DISTINCT FROM NEW.hand_in_id) EXECUTE FUNCTION hand_in_file_moved();
