-- What other members may see of a person and how they may reach them, where it differs from what everybody begins with.
CREATE TABLE social_settings (
  tenant_id       uuid NOT NULL,
  contact_id      uuid NOT NULL,
  profile_for     text NOT NULL DEFAULT 'groups' CHECK (profile_for IN ('members', 'groups', 'nobody')),
  messages_from   text NOT NULL DEFAULT 'groups' CHECK (messages_from IN ('groups', 'staff', 'nobody')),
  show_online     boolean NOT NULL DEFAULT true,
  mail_mentions   boolean NOT NULL DEFAULT true,
  version         int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CALL wall('social_settings');
CALL catalogue('social_settings', 'contact_id', 'contact', exported => true, erasure => 'delete');

-- When the password was last set, so that its owner sees how old it is; null where nobody noted it.
ALTER TABLE account ADD COLUMN password_set_at timestamptz;
