-- What a person chose where it differs from a type's default.
CREATE TABLE notification_choice (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  channel    text NOT NULL CHECK (channel IN ('app', 'mail')),
  pace       text NOT NULL CHECK (pace IN ('instant', 'daily', 'weekly', 'off')),
  changed_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, contact_id, type, channel),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (channel = 'mail' OR pace IN ('instant', 'off'))
);
CALL wall('notification_choice');
CALL catalogue('notification_choice', 'contact_id', 'contact', exported => true, erasure => 'delete');

-- Hours of the person's own day in which no mail arrives that can wait; from 22:00 to 07:00 goes over midnight.
CREATE TABLE quiet_hours (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  begins     time NOT NULL,
  ends       time NOT NULL,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (begins <> ends)
);
CALL wall('quiet_hours');
CALL catalogue('quiet_hours', 'contact_id', 'contact', exported => true, erasure => 'delete');

-- What the business decided about a type where it differs: nobody gets it, or nobody may change how they get it.
CREATE TABLE notification_rule (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  rule       text NOT NULL CHECK (rule IN ('off', 'locked')),
  changed_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, type)
);
CALL wall('notification_rule');
CALL nobody('notification_rule', 'which messages the business sends');

-- The business' own words for a mail, version by version; the newest counts, and an empty text is the product's.
CREATE TABLE mail_wording (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  language   text NOT NULL CHECK (char_length(language) BETWEEN 2 AND 20),
  version    int NOT NULL CHECK (version > 0),
  subject    text NOT NULL DEFAULT '' CHECK (char_length(subject) <= 200),
  intro      text NOT NULL DEFAULT '' CHECK (char_length(intro) <= 4000),
  closing    text NOT NULL DEFAULT '' CHECK (char_length(closing) <= 4000),
  author     uuid,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, type, language, version)
);
CALL wall('mail_wording');
REVOKE UPDATE, DELETE ON mail_wording FROM portal_app;
CALL nobody('mail_wording', 'texts of the business');

-- Browsers and systems an account was seen with: a new one is told to its owner.
CREATE TABLE known_device (
  tenant_id  uuid NOT NULL,
  account_id uuid NOT NULL,
  agent      text NOT NULL CHECK (char_length(agent) <= 100),
  first_seen timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, account_id, agent),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CALL wall('known_device');
CALL catalogue('known_device', 'account_id', 'account', exported => true, erasure => 'delete');
