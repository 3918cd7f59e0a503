-- Why staff had somebody erased, in one of the house's own words, so that what is kept as proof holds no names.
ALTER TABLE erasure ADD COLUMN reason text NOT NULL DEFAULT ''
  CHECK (reason IN ('', 'asked', 'ended', 'mistake', 'duty'));
