-- An announcement may end by itself, and whoever has read it may put it away where the business lets them.
ALTER TABLE announcement
  ADD COLUMN ends_at     timestamptz,
  ADD COLUMN dismissable boolean NOT NULL DEFAULT true;

CREATE TABLE announcement_dismissal (
  tenant_id       uuid NOT NULL,
  contact_id      uuid NOT NULL,
  announcement_id uuid NOT NULL,
  at              timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, contact_id, announcement_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, announcement_id) REFERENCES announcement (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX announcement_dismissal_of ON announcement_dismissal (tenant_id, announcement_id);
CALL wall('announcement_dismissal');
CALL catalogue('announcement_dismissal', 'contact_id', 'contact', true, 'delete');
