-- App permissions: an app that has nothing for a person may hide from them, its icon is the business's choice, and beside the
-- apps stand links, pages of the business's own and pages of others in a frame.
ALTER TABLE app_switch
  -- null: as the app itself has it
  ADD COLUMN hide_when_empty boolean,
  ADD COLUMN icon            text NOT NULL DEFAULT '' CHECK (icon ~ '^[a-z0-9-]{0,40}$');

ALTER TABLE nav_item
  ADD COLUMN kind      text NOT NULL DEFAULT 'link' CHECK (kind IN ('link', 'page', 'embed')),
  ADD COLUMN body      text NOT NULL DEFAULT '' CHECK (char_length(body) <= 20000),
  ADD COLUMN embed_url text NOT NULL DEFAULT '' CHECK (embed_url = '' OR embed_url ~ '^https://' AND char_length(embed_url) <= 500),
  ADD COLUMN signed    boolean NOT NULL DEFAULT false,
  ADD CHECK (kind <> 'page' OR body <> ''),
  ADD CHECK (kind <> 'embed' OR embed_url <> '');

-- Where a sign-in without a target ends: a path, an app or a page of the business's own, and where else if that is not for the
-- person.
ALTER TABLE tenant_settings
  DROP CONSTRAINT tenant_settings_landing_check,
  ADD CONSTRAINT tenant_settings_landing_check CHECK (landing ~ '^(/([^/\\].*)?|app:[a-z-]{1,40}|item:[0-9a-f-]{36})$'),
  ADD COLUMN landing_fallback text[] NOT NULL DEFAULT '{}' CHECK (cardinality(landing_fallback) <= 3),
  -- whether clients end their subscriptions themselves: a switch of its own beside the app
  ADD COLUMN cancel_subscriptions boolean NOT NULL DEFAULT true,
  -- beside those of the house, whose pages may stand in a frame
  ADD COLUMN embed_hosts text[] NOT NULL DEFAULT '{}' CHECK (cardinality(embed_hosts) <= 20);

-- The apps that hold nothing for a contact. A feature says what it holds by a function holds_<app>(tenant, contact) in its own
-- migration; an app without one is never empty.
CREATE FUNCTION apps_empty(t uuid, c uuid) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE f record; holds boolean; empty text[] := '{}';
BEGIN
  FOR f IN SELECT replace(substr(p.proname, 7), '_', '-') AS app, p.oid::regproc AS fn FROM pg_proc p
            WHERE p.pronamespace = 'portal'::regnamespace AND p.proname LIKE 'holds\_%' ORDER BY 1 LIMIT 50 LOOP
    EXECUTE format('SELECT %s($1, $2)', f.fn) INTO holds USING t, c;
    IF NOT coalesce(holds, false) THEN empty := empty || f.app; END IF;
  END LOOP;
  RETURN empty;
END $$;
