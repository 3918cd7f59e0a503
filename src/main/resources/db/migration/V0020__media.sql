-- Files: what was uploaded, what was made of it, what is under way, and how much a tenant keeps. The bytes lie behind the
-- storage door under a random key; nothing of a person or of a file's name reaches a path.

CREATE TABLE storage_quota (
  tenant_id uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  used      bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
  -- null: the installation's default
  allowed   bigint CHECK (allowed >= 0)
);
CALL wall('storage_quota');
CALL gate('storage_quota', 'SELECT, UPDATE');
CALL nobody('storage_quota', 'how much the business keeps');

CREATE TABLE media_object (
  tenant_id   uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id          uuid NOT NULL,
  -- whose it is: a client's account or a person of staff
  account_id  uuid,
  staff_id    uuid,
  purpose     text NOT NULL CHECK (purpose IN ('file', 'avatar')),
  -- who sees the pictures made of it: its owner, or every client of the tenant
  seen_by     text NOT NULL DEFAULT 'owner' CHECK (seen_by IN ('owner', 'clients')),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  -- found out from the bytes; empty while they are coming
  type        text NOT NULL DEFAULT '',
  size        bigint NOT NULL CHECK (size >= 0),
  sha256      bytea,
  storage_key text NOT NULL,
  state       text NOT NULL DEFAULT 'uploading' CHECK (state IN ('uploading', 'ready', 'removed')),
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  changed_at  timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE,
  CHECK (num_nonnulls(account_id, staff_id) = 1),
  CHECK (state <> 'ready' OR (sha256 IS NOT NULL AND type <> ''))
);
CREATE INDEX media_object_account ON media_object (tenant_id, account_id, created_at DESC, id DESC);
CREATE INDEX media_object_gone ON media_object (changed_at) WHERE state = 'removed';
CALL wall('media_object');
CALL gate('media_object', 'SELECT, DELETE');
CALL catalogue('media_object', 'account_id', 'account', true, 'delete', withheld => '{sha256,storage_key}',
  reason => 'the bytes follow the row: a trigger buries their key, and the sweeper deletes them');

-- A picture as it is served: drawn anew, so that nothing of the upload but its pixels is left.
CREATE TABLE media_variant (
  tenant_id uuid NOT NULL,
  object_id uuid NOT NULL,
  side      int NOT NULL CHECK (side >= 0),
  type      text NOT NULL,
  size      bigint NOT NULL,
  width     int NOT NULL,
  height    int NOT NULL,
  etag      text NOT NULL,
  PRIMARY KEY (tenant_id, object_id, side),
  FOREIGN KEY (tenant_id, object_id) REFERENCES media_object (tenant_id, id) ON DELETE CASCADE
);
CALL wall('media_variant');
CALL nobody('media_variant', 'goes with its object');

-- An upload under way has its object's id. What `received` says lies on the disk; whatever lies behind it is cut off.
CREATE TABLE upload (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  received     bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
  -- who appends just now: a fence, so that a request that was overtaken cannot say how far it came
  writer       uuid,
  leased_until timestamptz,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, id) REFERENCES media_object (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX upload_expiry ON upload (expires_at);
CALL wall('upload');
CALL gate('upload', 'SELECT');
CALL nobody('upload', 'goes with its object');

-- Keys of bytes whose row is gone: deleted from the storage by the sweeper, which then forgets them. No reference to
-- tenant, since the files of a deleted tenant must be deleted too.
CREATE TABLE media_grave (
  tenant_id   uuid NOT NULL,
  storage_key text NOT NULL,
  buried_at   timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, storage_key)
);
CALL wall('media_grave');
CALL gate('media_grave', 'SELECT, INSERT, DELETE');
CALL nobody('media_grave', 'random keys of bytes that are to be deleted');

-- Whatever ends an object (abort, delete, expiry, erasure of its owner) gives its bytes back, once.
CREATE FUNCTION media_released() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  IF OLD.state <> 'removed' THEN
    UPDATE storage_quota q SET used = greatest(0, q.used - OLD.size) WHERE q.tenant_id = OLD.tenant_id;
  END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO media_grave (tenant_id, storage_key) VALUES (OLD.tenant_id, OLD.storage_key) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER released AFTER DELETE ON media_object FOR EACH ROW EXECUTE FUNCTION media_released();
CREATE TRIGGER removed AFTER UPDATE OF state ON media_object FOR EACH ROW
  WHEN (OLD.state <> 'removed' AND NEW.state = 'removed') EXECUTE FUNCTION media_released();

-- Housekeeping over all tenants: uploads that expired and objects that were removed lose their rows; then the keys to delete.
CREATE FUNCTION sys_media_sweep(batch int) RETURNS TABLE (tenant_id uuid, storage_key text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM media_object o WHERE o.state = 'uploading' AND (o.tenant_id, o.id) IN
    (SELECT u.tenant_id, u.id FROM upload u WHERE u.expires_at < portal_now() LIMIT batch);
  DELETE FROM media_object o WHERE (o.tenant_id, o.id) IN
    (SELECT x.tenant_id, x.id FROM media_object x WHERE x.state = 'removed' LIMIT batch);
  RETURN QUERY SELECT g.tenant_id, g.storage_key FROM media_grave g ORDER BY g.buried_at LIMIT batch;
END $$;
CREATE FUNCTION sys_media_deleted(keys text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  DELETE FROM media_grave g WHERE g.storage_key = ANY (keys);
$$;
-- Which of these ids are of uploads under way: the staged files of all others are left over.
CREATE FUNCTION sys_uploads_living(ids uuid[]) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT u.id FROM upload u WHERE u.id = ANY (ids)
$$;
CALL doors();

-- account.avatar holds the id of a media object from now on; pictures of before stay readable in their own table.
-- Forced row-level security holds the owner as well, who would otherwise update no row and say nothing.
ALTER TABLE account NO FORCE ROW LEVEL SECURITY;
UPDATE account SET avatar = 'old-' || avatar WHERE avatar <> '';
ALTER TABLE account FORCE ROW LEVEL SECURITY;
