-- The icon that an item has where nobody chose one is among those that can be chosen.
ALTER TABLE nav_item ALTER COLUMN icon SET DEFAULT 'external-link';
UPDATE nav_item SET icon = 'external-link' WHERE icon = 'link';
