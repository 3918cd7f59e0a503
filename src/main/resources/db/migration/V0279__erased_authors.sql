-- When an author is erased, what others have read stays under no name; what nobody has read, or nobody reads any more, goes:
-- drafts, what waits or is to appear, what was taken back, and what a text said before it was changed.
CREATE FUNCTION post_author_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  IF NEW.state = 'published' THEN
    DELETE FROM revision v WHERE v.tenant_id = NEW.tenant_id AND v.object_id = NEW.id;
  ELSE
    DELETE FROM post p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER author_gone AFTER UPDATE OF author_id ON post FOR EACH ROW
  WHEN (OLD.author_id IS NOT NULL AND NEW.author_id IS NULL) EXECUTE FUNCTION post_author_gone();

-- A comment that was taken back and that others replied to keeps its place without its words, as when its thirty days are over.
CREATE FUNCTION comment_author_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM revision v WHERE v.tenant_id = NEW.tenant_id AND v.object_id = NEW.id;
  IF NEW.removed_at IS NULL THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM comment r WHERE r.tenant_id = NEW.tenant_id AND r.post_id = NEW.post_id AND r.parent_id = NEW.id) THEN
    UPDATE comment c SET body = '-', version = c.version + 1 WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id AND c.body <> '-';
  ELSE
    DELETE FROM comment c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER author_gone AFTER UPDATE OF author_id ON comment FOR EACH ROW
  WHEN (OLD.author_id IS NOT NULL AND NEW.author_id IS NULL) EXECUTE FUNCTION comment_author_gone();
