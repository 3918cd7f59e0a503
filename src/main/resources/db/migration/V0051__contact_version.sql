-- A version that every change of the row raises, whoever makes it: what an ETag names and If-Match asks for. By a trigger,
-- because a statement that forgot it would let two writers overwrite each other unseen.
ALTER TABLE contact ADD COLUMN IF NOT EXISTS version int NOT NULL DEFAULT 0;
CREATE FUNCTION raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version = OLD.version THEN NEW.version := OLD.version + 1; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_version BEFORE UPDATE ON contact FOR EACH ROW EXECUTE FUNCTION raise_version();
-- The list for programs: the newest first.
CREATE INDEX contact_newest ON contact (tenant_id, created_at DESC, id DESC);
