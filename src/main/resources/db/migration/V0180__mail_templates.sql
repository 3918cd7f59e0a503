-- A business writes whole mails now: subject, HTML and text, of which an empty text follows from the HTML. The introductions
-- and closings of before were parts of a mail that no longer has such parts; what stood in subjects is kept.
ALTER TABLE mail_wording RENAME TO mail_template;
ALTER TABLE mail_template
  DROP COLUMN intro,
  DROP COLUMN closing,
  ADD COLUMN html text NOT NULL DEFAULT '' CHECK (char_length(html) <= 60000),
  ADD COLUMN text text NOT NULL DEFAULT '' CHECK (char_length(text) <= 20000);
UPDATE data_catalogue SET table_name = 'mail_template' WHERE table_name = 'mail_wording';
-- The twenty newest versions are kept.
GRANT DELETE ON mail_template TO portal_app;
