-- What somebody of the business has begun to write, and what waits for its time.
CREATE INDEX post_staff_drafts ON post (tenant_id, staff_id, created_at DESC, id DESC)
 WHERE staff_id IS NOT NULL AND state IN ('draft', 'scheduled');
