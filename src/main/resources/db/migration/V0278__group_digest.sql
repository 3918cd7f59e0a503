-- Who wants what happened in a group in one mail, once a day, a week, two weeks or a month. No row: no mail. Whoever leaves hears no more.
CREATE TABLE group_digest (
  tenant_id  uuid NOT NULL,
  group_id   uuid NOT NULL,
  contact_id uuid NOT NULL,
  pace       text NOT NULL CHECK (pace IN ('daily', 'weekly', 'biweekly', 'monthly')),
  -- up to when they were told
  told_at    timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, group_id, contact_id),
  FOREIGN KEY (tenant_id, group_id, contact_id) REFERENCES membership (tenant_id, group_id, contact_id) ON DELETE CASCADE
);
CREATE INDEX group_digest_contact ON group_digest (tenant_id, contact_id);
CALL wall('group_digest');
CALL catalogue('group_digest', 'contact_id', 'contact', true, 'delete');
CALL doors();
