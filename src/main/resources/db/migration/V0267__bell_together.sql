-- What happens again and again to one thing before anybody looks is one line of the bell, the newest again, and says how often.
ALTER TABLE notification ADD times int NOT NULL DEFAULT 1 CHECK (times > 0);
ALTER TABLE notification ADD together boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX notification_together ON notification (tenant_id, contact_id, type, about_id)
  WHERE together AND read_at IS NULL AND about_id IS NOT NULL;
