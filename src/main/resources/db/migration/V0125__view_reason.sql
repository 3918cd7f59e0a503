-- Why somebody of staff looks: asked before, read by the client afterwards.
ALTER TABLE view_handoff ADD COLUMN reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 200);
ALTER TABLE view_session ADD COLUMN reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 200);
