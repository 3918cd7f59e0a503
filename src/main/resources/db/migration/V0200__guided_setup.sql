-- How far a business has come with setting up its portal, and the starter template that it began with.
CREATE TABLE portal_setup (
  tenant_id    uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  -- steps that somebody ticked off or left out; what the portal itself shows as done needs no line here
  done         text[] NOT NULL DEFAULT '{}',
  skipped      text[] NOT NULL DEFAULT '{}',
  dismissed_at timestamptz,
  starter      text NOT NULL DEFAULT '' CHECK (char_length(starter) <= 40),
  applied_at   timestamptz,
  -- what the template replaced and what it made, by part: enough to take it back
  made         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(made) = 'object'),
  CHECK ((starter = '') = (applied_at IS NULL))
);
CALL wall('portal_setup');
CALL nobody('portal_setup', 'how far the business has come with its portal');
