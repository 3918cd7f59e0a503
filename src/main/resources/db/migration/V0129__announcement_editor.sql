-- Announcements are written in the console: a draft has no time, a scheduled one a time to come.
ALTER TABLE announcement
  ALTER COLUMN published_at DROP NOT NULL,
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT portal_now();
