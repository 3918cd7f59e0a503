-- Which languages clients may choose from; empty for every one that the portal speaks, so that a new one appears by itself.
ALTER TABLE tenant_settings
  ADD COLUMN languages text[] NOT NULL DEFAULT '{}'
    CHECK (cardinality(languages) <= 40 AND array_position(languages, NULL) IS NULL),
  -- Who chose nothing is spoken to in the portal's own language: it cannot be one that nobody may choose.
  ADD CONSTRAINT tenant_settings_language_offered CHECK (languages = '{}' OR language = ANY (languages));
