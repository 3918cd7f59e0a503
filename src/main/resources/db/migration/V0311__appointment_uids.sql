-- A UID names an entry for good (RFC 5545, section 3.8.4.7): a calendar that has saved an appointment under one knows what is saved
-- later, such as that it was called off, by it alone. Those of before keep theirs, so that nobody has them twice; all others are
-- named by their id, without a host (RFC 7986, section 5.3).
ALTER TABLE appointment ADD COLUMN calendar_uid text CHECK (char_length(calendar_uid) <= 200);
-- The owner of forced tables reads nothing of them.
ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY;
ALTER TABLE appointment NO FORCE ROW LEVEL SECURITY;
UPDATE appointment a SET calendar_uid = a.id || '@' || t.slug || '.atrium' FROM tenant t WHERE t.tenant_id = a.tenant_id;
ALTER TABLE appointment FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
