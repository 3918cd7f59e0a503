-- Branding is drafted, looked at and published (docs/adr/0022). The columns of `branding` are what was published last: the
-- pages read these and nothing else. `draft` is what the business works on, null where that is what is published; each
-- change of either takes the next `revision`, which whoever changes it must have seen.
ALTER TABLE branding
  ADD COLUMN color_background text NOT NULL DEFAULT '' CHECK (color_background ~ '^(#[0-9a-f]{6})?$'),
  ADD COLUMN color_text       text NOT NULL DEFAULT '' CHECK (color_text ~ '^(#[0-9a-f]{6})?$'),
  ADD COLUMN imprint_url      text NOT NULL DEFAULT '',
  ADD COLUMN theme_mode       text NOT NULL DEFAULT 'auto' CHECK (theme_mode IN ('auto', 'light', 'dark')),
  ADD COLUMN radius           text NOT NULL DEFAULT 'medium' CHECK (radius IN ('none', 'small', 'medium', 'large')),
  ADD COLUMN font             text NOT NULL DEFAULT 'figtree' CHECK (font IN ('figtree', 'outfit', 'source-serif')),
  ADD COLUMN focal_x          int NOT NULL DEFAULT 50 CHECK (focal_x BETWEEN 0 AND 100),
  ADD COLUMN focal_y          int NOT NULL DEFAULT 50 CHECK (focal_y BETWEEN 0 AND 100),
  ADD COLUMN custom_css       text NOT NULL DEFAULT '' CHECK (octet_length(custom_css) <= 51200),
  ADD COLUMN logo_dark_id     uuid,
  ADD COLUMN favicon_id       uuid,
  ADD COLUMN revision         int NOT NULL DEFAULT 0,
  ADD COLUMN draft            jsonb,
  ADD COLUMN draft_at         timestamptz,
  ADD COLUMN draft_by         text NOT NULL DEFAULT '',
  ADD FOREIGN KEY (tenant_id, logo_dark_id) REFERENCES media_object (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, favicon_id) REFERENCES media_object (tenant_id, id);

-- The newest twenty that were published, whole, so that going back is one statement and needs no other row.
CREATE TABLE branding_version (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  number       int NOT NULL,
  brand        jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT portal_now(),
  -- as they were called then
  published_by text NOT NULL DEFAULT '',
  -- the version that was gone back to, null for a draft that was published
  of_number    int,
  PRIMARY KEY (tenant_id, number)
);
CALL wall('branding_version');
CALL nobody('branding_version', 'how the portal looked');

-- The icon is one more picture of the business's own. The rules are read and widened, since others may widen them too.
DO $$
DECLARE rule record;
BEGIN
  FOR rule IN SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint
               WHERE conrelid = 'media_object'::regclass
                 AND conname IN ('media_object_purpose_check', 'media_object_owner_check') LOOP
    EXECUTE format('ALTER TABLE media_object DROP CONSTRAINT %I', rule.conname);
    EXECUTE format('ALTER TABLE media_object ADD CONSTRAINT %I %s', rule.conname,
                   replace(rule.text, '''login_image''::text', '''login_image''::text, ''favicon''::text'));
  END LOOP;
END $$;
