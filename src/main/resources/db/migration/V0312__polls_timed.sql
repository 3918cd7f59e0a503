-- For how many days a poll is open counts from its publication: what was written long before its time is open as long as it says.
ALTER TABLE poll ADD COLUMN days int CHECK (days BETWEEN 1 AND 366);

-- What is asked with a post that is published is open from now on; of any other the end is not known yet.
CREATE FUNCTION poll_timed() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  NEW.closes_at := (SELECT greatest(p.published_at, portal_now()) + make_interval(hours => 24 * NEW.days) FROM post p
                     WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.post_id AND p.state = 'published');
  RETURN NEW;
END $$;
CREATE TRIGGER timed BEFORE INSERT OR UPDATE OF days ON poll FOR EACH ROW WHEN (NEW.days IS NOT NULL) EXECUTE FUNCTION poll_timed();

CREATE FUNCTION poll_begun() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  UPDATE poll q SET closes_at = NEW.published_at + make_interval(hours => 24 * q.days)
   WHERE q.tenant_id = NEW.tenant_id AND q.post_id = NEW.id AND q.days IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER poll_begun AFTER UPDATE OF state ON post FOR EACH ROW
  WHEN (NEW.state = 'published' AND OLD.state IN ('draft', 'scheduled', 'waiting')) EXECUTE FUNCTION poll_begun();
