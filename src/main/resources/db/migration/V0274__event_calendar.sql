-- The address under which a person's calendar reads what they come to. Whoever has the address reads it, so it is long, made by
-- them, and gone when they say so.
CREATE TABLE event_calendar (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  made_at    timestamptz NOT NULL DEFAULT portal_now(),
  -- when a calendar last asked, to the hour
  read_at    timestamptz,
  PRIMARY KEY (tenant_id, contact_id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CALL wall('event_calendar');
CALL catalogue('event_calendar', 'contact_id', 'contact', true, 'delete', withheld => '{token_hash}');
