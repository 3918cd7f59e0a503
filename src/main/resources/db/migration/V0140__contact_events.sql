-- What happened to each contact, made of facts by a reader of the fact log (contacts.ContactTimeline) and shown by pages of
-- the business: one row for one fact under the fact's own id, so that a fact that is read again changes nothing. A row
-- lives as long as its fact was meant to.
CREATE TABLE contact_event (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  contact_id uuid NOT NULL,
  at         timestamptz NOT NULL,
  kind       text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 60),
  object     text NOT NULL,
  object_id  uuid NOT NULL,
  actor_kind text NOT NULL,
  actor_id   uuid,
  data       jsonb NOT NULL DEFAULT '{}',
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_event_page ON contact_event (tenant_id, contact_id, at DESC, id DESC);
CREATE INDEX contact_event_expiry ON contact_event (expires_at);
CALL wall('contact_event');
CALL gate('contact_event', 'SELECT, DELETE');
-- The facts themselves are exported: a second copy would tell a person nothing more.
CALL catalogue('contact_event', 'contact_id', 'contact', false, 'delete');

-- Facts whose time is over, but none that one of the readers has still to read; and what was made of those before.
CREATE OR REPLACE FUNCTION sys_sweep_facts(batch int, readers text[]) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'fact';
  DELETE FROM fact f WHERE (f.tenant_id, f.id) IN
    (SELECT x.tenant_id, x.id FROM fact x
      WHERE x.expires_at < portal_now() AND x.seq IS NOT NULL
        AND NOT EXISTS (SELECT FROM unnest(readers) AS r (name)
                          LEFT JOIN fact_cursor c ON c.tenant_id = x.tenant_id AND c.reader = r.name
                         WHERE coalesce(c.seq, 0) < x.seq)
      LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'contact_event';
  DELETE FROM contact_event e WHERE (e.tenant_id, e.id) IN
    (SELECT x.tenant_id, x.id FROM contact_event x WHERE x.expires_at < portal_now() LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
