-- How often each reaction was given, so that a page reads one row and not one for everybody who pressed a button.
ALTER TABLE post ADD reacted jsonb NOT NULL DEFAULT '{}';
ALTER TABLE comment ADD reacted jsonb NOT NULL DEFAULT '{}';
CREATE INDEX comment_removed ON comment (removed_at) WHERE removed_at IS NOT NULL;

CREATE FUNCTION reacted_more(counts jsonb, word text, step int) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN coalesce((counts ->> word)::int, 0) + step > 0
              THEN jsonb_set(counts, ARRAY[word], to_jsonb(coalesce((counts ->> word)::int, 0) + step))
              ELSE counts - word END
$$;

-- Figures follow the rows, whatever takes these away: a person who is erased takes their reactions out of every figure.
CREATE FUNCTION reaction_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE one reaction := coalesce(NEW, OLD);
BEGIN
  IF one.object_id = one.post_id THEN
    UPDATE post p SET
           reactions = p.reactions + (CASE TG_OP WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END),
           reacted = CASE TG_OP WHEN 'INSERT' THEN reacted_more(p.reacted, NEW.word, 1)
                                WHEN 'DELETE' THEN reacted_more(p.reacted, OLD.word, -1)
                                ELSE reacted_more(reacted_more(p.reacted, OLD.word, -1), NEW.word, 1) END
     WHERE p.tenant_id = one.tenant_id AND p.id = one.post_id;
  ELSE
    UPDATE comment c SET
           reactions = c.reactions + (CASE TG_OP WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END),
           reacted = CASE TG_OP WHEN 'INSERT' THEN reacted_more(c.reacted, NEW.word, 1)
                                WHEN 'DELETE' THEN reacted_more(c.reacted, OLD.word, -1)
                                ELSE reacted_more(reacted_more(c.reacted, OLD.word, -1), NEW.word, 1) END
     WHERE c.tenant_id = one.tenant_id AND c.id = one.object_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF word ON reaction FOR EACH ROW EXECUTE FUNCTION reaction_counted();

-- A comment that was taken back counts no more and answers nothing; one that is gone for good takes along what hung on it.
CREATE FUNCTION comment_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE step int := (CASE WHEN TG_OP <> 'DELETE' AND NEW.removed_at IS NULL THEN 1 ELSE 0 END)
                  - (CASE WHEN TG_OP <> 'INSERT' AND OLD.removed_at IS NULL THEN 1 ELSE 0 END);
BEGIN
  IF step <> 0 THEN
    UPDATE post p SET comments = p.comments + step,
                      answer_id = CASE WHEN step < 0 AND p.answer_id = OLD.id THEN NULL ELSE p.answer_id END
     WHERE p.tenant_id = coalesce(NEW.tenant_id, OLD.tenant_id) AND p.id = coalesce(NEW.post_id, OLD.post_id);
  END IF;
  IF TG_OP = 'DELETE' THEN
    DELETE FROM reaction r WHERE r.tenant_id = OLD.tenant_id AND r.object_id = OLD.id AND r.post_id = OLD.post_id;
    DELETE FROM mention m WHERE m.tenant_id = OLD.tenant_id AND m.object_id = OLD.id AND m.post_id = OLD.post_id;
    DELETE FROM revision v WHERE v.tenant_id = OLD.tenant_id AND v.object_id = OLD.id AND v.post_id = OLD.post_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF removed_at ON comment FOR EACH ROW EXECUTE FUNCTION comment_counted();

-- The poll's row is locked before its options', so that two who choose several at once never wait for one another.
CREATE FUNCTION poll_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE one poll_vote := coalesce(NEW, OLD); was int[] := '{}'; is_now int[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN was := OLD.options; END IF;
  IF TG_OP <> 'DELETE' THEN is_now := NEW.options; END IF;
  UPDATE poll p SET voters = p.voters + (CASE TG_OP WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END)
   WHERE p.tenant_id = one.tenant_id AND p.post_id = one.post_id;
  UPDATE poll_option o SET votes = o.votes + (CASE WHEN o.number = ANY (is_now) THEN 1 ELSE 0 END)
                                           - (CASE WHEN o.number = ANY (was) THEN 1 ELSE 0 END)
   WHERE o.tenant_id = one.tenant_id AND o.post_id = one.post_id
     AND (o.number = ANY (is_now)) <> (o.number = ANY (was));
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF options ON poll_vote FOR EACH ROW EXECUTE FUNCTION poll_counted();

-- Who called everyone of a group: once a day, whoever does it. One row for all; everybody's own reading says whether it is new.
CREATE TABLE everyone_call (
  tenant_id uuid NOT NULL,
  group_id  uuid NOT NULL,
  day       date NOT NULL,
  post_id   uuid NOT NULL,
  object_id uuid NOT NULL,
  at        timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, group_id, day),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX everyone_call_post ON everyone_call (tenant_id, post_id);
CALL wall('everyone_call');
CALL nobody('everyone_call', 'that a group was called together, by a post whose author its row names');

-- What is deleted across tenants moves the figures above, in the rights of whoever deletes.
GRANT UPDATE ON post TO portal_sys;
CALL gate('comment', 'SELECT, UPDATE, DELETE');
CALL gate('reaction', 'SELECT, DELETE');
CALL gate('mention', 'SELECT, DELETE');
CALL gate('revision', 'SELECT, DELETE');
CALL gate('poll', 'SELECT, UPDATE');
CALL gate('poll_option', 'SELECT, UPDATE');

-- A comment that was taken back can be brought back for thirty days; then it goes, unless others replied to it: then its
-- words go, and its place stays.
CREATE FUNCTION sys_sweep_comments(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'comment';
  WITH old AS (
    SELECT c.tenant_id, c.id,
           EXISTS (SELECT FROM comment r WHERE r.tenant_id = c.tenant_id AND r.post_id = c.post_id AND r.parent_id = c.id) AS answered
      FROM comment c WHERE c.removed_at < portal_now() - interval '30 days' AND c.body <> '-' ORDER BY c.removed_at LIMIT batch),
  blank AS (
    UPDATE comment c SET body = '-', version = c.version + 1 FROM old o
     WHERE o.answered AND c.tenant_id = o.tenant_id AND c.id = o.id RETURNING 1),
  swept AS (
    DELETE FROM comment c USING old o WHERE NOT o.answered AND c.tenant_id = o.tenant_id AND c.id = o.id RETURNING 1)
  SELECT (SELECT count(*) FROM blank) + (SELECT count(*) FROM swept) INTO gone;
  RETURN NEXT;
END $$;
CALL doors();
