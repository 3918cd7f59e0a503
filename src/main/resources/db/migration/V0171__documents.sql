-- Files that the business keeps with a contact, and shows them while it wants to.
CREATE TABLE document (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  contact_id    uuid NOT NULL,
  media_id      uuid NOT NULL,
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  type          text NOT NULL,
  size          bigint NOT NULL CHECK (size >= 0),
  -- who of staff put it there, by name: they may leave
  author        text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  -- since when the client finds it among their files; null: they do not
  shared_at     timestamptz,
  expires_at    timestamptz,
  seen_at       timestamptz,
  downloaded_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, media_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object (tenant_id, id) ON DELETE CASCADE,
  CHECK (shared_at IS NOT NULL OR expires_at IS NULL)
);
CREATE INDEX document_contact ON document (tenant_id, contact_id, created_at DESC, id DESC);
CALL wall('document');
CALL catalogue('document', 'contact_id', 'contact', true, 'delete');

-- Whether the client finds it now.
CREATE FUNCTION document_shown(d document) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT d.shared_at IS NOT NULL AND (d.expires_at IS NULL OR d.expires_at > portal_now())
$$;

-- A file is worth keeping as long as its document: whatever ends the one (a button, an erasure, a merge) ends the other.
CREATE FUNCTION document_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  -- The row goes at once, since the file's name may tell of the person; its bytes with the next sweep.
  DELETE FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON document FOR EACH ROW EXECUTE FUNCTION document_gone();

-- Whether a file that is another's is shown to an account now. Asked again whenever its bytes are, so that what is no longer
-- shared is closed at once. Later features that show files widen this one function.
CREATE FUNCTION media_shown(of_tenant uuid, object uuid, viewer uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM document d JOIN account a ON a.tenant_id = d.tenant_id AND a.contact_id = d.contact_id
                  WHERE d.tenant_id = of_tenant AND d.media_id = object AND a.id = viewer AND document_shown(d));
END $$;
