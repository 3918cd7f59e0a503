-- Groups of clients, their channels, and who belongs where. A membership is a contact's; staff of the business moderate every
-- group and speak in it under their own name, without a membership.
CREATE TABLE community_group (
  tenant_id     uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id            uuid NOT NULL,
  slug          text COLLATE "C" NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{1,58}[a-z0-9])$'),
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  description   text NOT NULL DEFAULT '' CHECK (char_length(description) <= 2000),
  -- public: anybody joins; private: anybody asks; secret: known to its members and whoever is invited
  visibility    text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'private', 'secret')),
  price_kind    text NOT NULL DEFAULT 'none' CHECK (price_kind IN ('none', 'one_time', 'recurring')),
  price_minor   bigint CHECK (price_minor > 0),
  currency      char(3),
  -- branding inside the tenant's: an accent, and a picture over the group's pages
  accent        text NOT NULL DEFAULT '' CHECK (accent ~ '^(#[0-9a-f]{6})?$'),
  cover_id      uuid,
  icon          text NOT NULL DEFAULT '' CHECK (char_length(icon) <= 16),
  -- who may invite others: every member, or those who run the group
  inviting      text NOT NULL DEFAULT 'admins' CHECK (inviting IN ('members', 'admins')),
  -- the posts of a new member wait for a moderator until this many were let through; 0: none waits
  first_posts   int NOT NULL DEFAULT 0 CHECK (first_posts BETWEEN 0 AND 10),
  chatting      boolean NOT NULL DEFAULT true,
  points_on     boolean NOT NULL DEFAULT true,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived')),
  -- active members, kept by a trigger
  members       int NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  archived_at   timestamptz,
  version       int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, slug),
  CHECK ((price_kind = 'none') = (price_minor IS NULL) AND (price_minor IS NULL) = (currency IS NULL)),
  CHECK ((status = 'archived') = (archived_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, cover_id) REFERENCES media_object (tenant_id, id) ON DELETE SET NULL (cover_id)
);
CREATE INDEX community_group_cover ON community_group (tenant_id, cover_id) WHERE cover_id IS NOT NULL;
CALL wall('community_group');
CALL nobody('community_group', 'groups of the business');

CREATE TABLE membership (
  tenant_id    uuid NOT NULL,
  group_id     uuid NOT NULL,
  contact_id   uuid NOT NULL,
  role         text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'moderator', 'member')),
  -- a ban stays a row: whoever is banned does not come in again
  status       text NOT NULL DEFAULT 'active' CHECK (status IN ('requested', 'active', 'banned')),
  -- what somebody who asks to come in says
  note         text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
  reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 300),
  muted_until  timestamptz,
  -- which posts of the group are told: all, where one is named, none
  notify       text NOT NULL DEFAULT 'named' CHECK (notify IN ('all', 'named', 'none')),
  on_board     boolean NOT NULL DEFAULT true,
  -- posts that a moderator let through, where the first ones wait
  passed       int NOT NULL DEFAULT 0,
  requested_at timestamptz NOT NULL DEFAULT portal_now(),
  joined_at    timestamptz,
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, group_id, contact_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (status = 'active' OR role = 'member'),
  CHECK ((status = 'active') = (joined_at IS NOT NULL))
);
CREATE UNIQUE INDEX membership_owner ON membership (tenant_id, group_id) WHERE role = 'owner';
CREATE INDEX membership_contact ON membership (tenant_id, contact_id, status);
CREATE INDEX membership_list ON membership (tenant_id, group_id, status, joined_at DESC, contact_id);
CALL wall('membership');
CALL catalogue('membership', 'contact_id', 'contact', true, 'delete');

CREATE FUNCTION membership_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE step int := (CASE WHEN TG_OP <> 'DELETE' AND NEW.status = 'active' THEN 1 ELSE 0 END)
                  - (CASE WHEN TG_OP <> 'INSERT' AND OLD.status = 'active' THEN 1 ELSE 0 END);
BEGIN
  IF step <> 0 THEN
    UPDATE community_group g SET members = g.members + step
     WHERE g.tenant_id = coalesce(NEW.tenant_id, OLD.tenant_id) AND g.id = coalesce(NEW.group_id, OLD.group_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF status ON membership FOR EACH ROW EXECUTE FUNCTION membership_counted();

CREATE TABLE channel (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  group_id    uuid NOT NULL,
  type        text NOT NULL DEFAULT 'discussion' CHECK (type IN ('discussion', 'announcement', 'chat', 'questions')),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
  name_key    text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
  description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 140),
  icon        text NOT NULL DEFAULT '' CHECK (char_length(icon) <= 16),
  position    int NOT NULL DEFAULT 0,
  -- seen by its own members alone, by the group's owner for the sake of moderation, and by staff
  private     boolean NOT NULL DEFAULT false,
  post_policy text NOT NULL DEFAULT 'all' CHECK (post_policy IN ('all', 'admins', 'managers')),
  archived_at timestamptz,
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  version     int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  -- so that what lies in a channel can say its group, and say it truly
  UNIQUE (tenant_id, group_id, id),
  UNIQUE (tenant_id, group_id, name_key),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX channel_group ON channel (tenant_id, group_id, position, id);
CALL wall('channel');
CALL nobody('channel', 'places of a group');

-- Who belongs to a private channel, and who runs a channel.
CREATE TABLE channel_member (
  tenant_id  uuid NOT NULL,
  group_id   uuid NOT NULL,
  channel_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  manager    boolean NOT NULL DEFAULT false,
  added_at   timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, channel_id, contact_id),
  FOREIGN KEY (tenant_id, group_id, channel_id) REFERENCES channel (tenant_id, group_id, id) ON DELETE CASCADE,
  -- whoever leaves the group leaves its channels
  FOREIGN KEY (tenant_id, group_id, contact_id) REFERENCES membership (tenant_id, group_id, contact_id) ON DELETE CASCADE
);
CREATE INDEX channel_member_contact ON channel_member (tenant_id, contact_id);
CREATE INDEX channel_member_membership ON channel_member (tenant_id, group_id, contact_id);
CALL wall('channel_member');
CALL catalogue('channel_member', 'contact_id', 'contact', true, 'delete');

-- When somebody last looked at a channel: what came later is unread.
CREATE TABLE channel_read (
  tenant_id  uuid NOT NULL,
  channel_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  read_at    timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, channel_id, contact_id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX channel_read_contact ON channel_read (tenant_id, contact_id);
CALL wall('channel_read');
CALL catalogue('channel_read', 'contact_id', 'contact', true, 'delete');

-- What a contact is in a group: owner, admin, moderator or member; null where they are not in it.
CREATE FUNCTION group_role(t uuid, g uuid, c uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT m.role FROM membership m WHERE m.tenant_id = t AND m.group_id = g AND m.contact_id = c AND m.status = 'active'
$$;

-- The one answer to "may this contact see that channel?", for pages, API, feeds, search and mentions alike.
CREATE FUNCTION channel_seen(ch channel, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m
                  WHERE m.tenant_id = ch.tenant_id AND m.group_id = ch.group_id AND m.contact_id = c AND m.status = 'active'
                    AND (NOT ch.private OR m.role = 'owner'
                      OR EXISTS (SELECT FROM channel_member x
                                  WHERE x.tenant_id = ch.tenant_id AND x.channel_id = ch.id AND x.contact_id = c)))
$$;

-- And to "may they begin a post there?": not where they are muted, the group or channel is archived, or the policy keeps them out.
CREATE FUNCTION channel_open(ch channel, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ch.archived_at IS NULL AND EXISTS (
    SELECT FROM membership m JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.status = 'active'
      LEFT JOIN channel_member x ON x.tenant_id = ch.tenant_id AND x.channel_id = ch.id AND x.contact_id = c
     WHERE m.tenant_id = ch.tenant_id AND m.group_id = ch.group_id AND m.contact_id = c AND m.status = 'active'
       AND coalesce(m.muted_until <= portal_now(), true)
       AND (NOT ch.private OR m.role = 'owner' OR x.contact_id IS NOT NULL)
       AND CASE ch.post_policy
             WHEN 'all' THEN true
             WHEN 'admins' THEN m.role IN ('owner', 'admin')
             ELSE m.role IN ('owner', 'admin') AND NOT ch.private OR coalesce(x.manager, false) END)
$$;

-- Whether a group's existence is known to somebody: its members, and everybody where it is not secret.
CREATE FUNCTION group_known(g community_group, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM membership m
                            WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = c AND m.status = 'banned')
              THEN false
              ELSE g.visibility <> 'secret' OR EXISTS (SELECT FROM membership m
                            WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = c) END
$$;

-- What Communities holds for a contact: a group they are in, or one they could come into.
CREATE FUNCTION holds_communities(t uuid, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM community_group g WHERE g.tenant_id = t AND g.status = 'active' AND group_known(g, c))
$$;
