-- What people say in channels. A post is a contact's or somebody's of staff; author_name is what stands there once the person
-- is gone.
CREATE TABLE post (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  group_id     uuid NOT NULL,
  channel_id   uuid NOT NULL,
  author_id    uuid,
  staff_id     uuid,
  author_name  text NOT NULL CHECK (char_length(author_name) <= 200),
  title        text NOT NULL DEFAULT '' CHECK (char_length(title) <= 140),
  body         text NOT NULL DEFAULT '' CHECK (char_length(body) <= 20000),
  -- waiting: for a moderator
  state        text NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'scheduled', 'waiting', 'published', 'removed')),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  publish_at   timestamptz,
  published_at timestamptz,
  edited_at    timestamptz,
  pinned_at    timestamptz,
  removed_at   timestamptz,
  -- author, moderator or staff
  removed_by   text NOT NULL DEFAULT '' CHECK (removed_by IN ('', 'author', 'moderator', 'staff')),
  comments     int NOT NULL DEFAULT 0,
  reactions    int NOT NULL DEFAULT 0,
  -- the comment that answers the question
  answer_id    uuid,
  version      int NOT NULL DEFAULT 1,
  words        tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'B')) STORED,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, group_id, channel_id) REFERENCES channel (tenant_id, group_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, author_id) REFERENCES contact (tenant_id, id) ON DELETE SET NULL (author_id),
  CHECK ((state = 'scheduled') = (publish_at IS NOT NULL AND published_at IS NULL AND removed_at IS NULL)),
  CHECK (state <> 'published' OR published_at IS NOT NULL),
  CHECK ((state = 'removed') = (removed_at IS NOT NULL) AND (state = 'removed') = (removed_by <> ''))
);
CREATE INDEX post_channel ON post (tenant_id, channel_id, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX post_group ON post (tenant_id, group_id, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX post_author ON post (tenant_id, author_id, created_at DESC, id DESC) WHERE author_id IS NOT NULL;
CREATE INDEX post_waiting ON post (tenant_id, group_id, created_at, id) WHERE state = 'waiting';
CREATE INDEX post_pinned ON post (tenant_id, channel_id, pinned_at DESC) WHERE pinned_at IS NOT NULL;
CREATE INDEX post_words ON post USING gin (words);
CALL wall('post');
CALL catalogue('post', 'author_id', 'contact', true, 'anonymise',
  blanks => '{"author_id": null, "author_name": ""}', reason => 'others answered; the business chooses whether what was written goes too');

CREATE TABLE comment (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  post_id     uuid NOT NULL,
  -- the comment that this one replies to; a reply has no replies of its own
  parent_id   uuid,
  author_id   uuid,
  staff_id    uuid,
  author_name text NOT NULL CHECK (char_length(author_name) <= 200),
  body        text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 8000),
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  edited_at   timestamptz,
  removed_at  timestamptz,
  removed_by  text NOT NULL DEFAULT '' CHECK (removed_by IN ('', 'author', 'moderator', 'staff')),
  reactions   int NOT NULL DEFAULT 0,
  version     int NOT NULL DEFAULT 1,
  words       tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, post_id, id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, post_id, parent_id) REFERENCES comment (tenant_id, post_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, author_id) REFERENCES contact (tenant_id, id) ON DELETE SET NULL (author_id),
  CHECK ((removed_at IS NOT NULL) = (removed_by <> ''))
);
CREATE INDEX comment_post ON comment (tenant_id, post_id, created_at, id);
CREATE INDEX comment_parent ON comment (tenant_id, post_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_author ON comment (tenant_id, author_id, created_at DESC, id DESC) WHERE author_id IS NOT NULL;
CREATE INDEX comment_words ON comment USING gin (words);
CALL wall('comment');
CALL catalogue('comment', 'author_id', 'contact', true, 'anonymise',
  blanks => '{"author_id": null, "author_name": ""}', reason => 'others answered; the business chooses whether what was written goes too');

ALTER TABLE post ADD FOREIGN KEY (tenant_id, id, answer_id) REFERENCES comment (tenant_id, post_id, id) ON DELETE SET NULL (answer_id);
CREATE INDEX post_answer ON post (tenant_id, id, answer_id) WHERE answer_id IS NOT NULL;

-- What a post or comment said before it was changed, the newest 20.
CREATE TABLE revision (
  tenant_id  uuid NOT NULL,
  object_id  uuid NOT NULL,
  number     int NOT NULL,
  post_id    uuid NOT NULL,
  title      text NOT NULL DEFAULT '',
  body       text NOT NULL,
  until      timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, object_id, number),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX revision_post ON revision (tenant_id, post_id);
CALL wall('revision');
CALL nobody('revision', 'earlier words of a post, whose author its row names');

CREATE TABLE post_attachment (
  tenant_id uuid NOT NULL,
  post_id   uuid NOT NULL,
  position  int NOT NULL CHECK (position BETWEEN 1 AND 10),
  media_id  uuid NOT NULL,
  name      text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  type      text NOT NULL,
  size      bigint NOT NULL CHECK (size >= 0),
  PRIMARY KEY (tenant_id, post_id, position),
  UNIQUE (tenant_id, media_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object (tenant_id, id) ON DELETE CASCADE
);
CALL wall('post_attachment');
CALL nobody('post_attachment', 'files of a post, whose author its row names');

-- One of a person on each thing; another one takes its place.
CREATE TABLE reaction (
  tenant_id  uuid NOT NULL,
  object_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  post_id    uuid NOT NULL,
  word       text NOT NULL CHECK (word IN ('like', 'love', 'laugh', 'wow', 'sad', 'celebrate')),
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, object_id, contact_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX reaction_post ON reaction (tenant_id, post_id);
CREATE INDEX reaction_contact ON reaction (tenant_id, contact_id, at DESC);
CALL wall('reaction');
CALL catalogue('reaction', 'contact_id', 'contact', true, 'delete');

-- Who a post or comment names, resolved when it was written.
CREATE TABLE mention (
  tenant_id  uuid NOT NULL,
  object_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  post_id    uuid NOT NULL,
  PRIMARY KEY (tenant_id, object_id, contact_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX mention_post ON mention (tenant_id, post_id);
CREATE INDEX mention_contact ON mention (tenant_id, contact_id);
CALL wall('mention');
CALL catalogue('mention', 'contact_id', 'contact', true, 'delete');

CREATE TABLE poll (
  tenant_id uuid NOT NULL,
  post_id   uuid NOT NULL,
  multiple  boolean NOT NULL DEFAULT false,
  -- nobody, staff included, sees who voted for what
  anonymous boolean NOT NULL DEFAULT true,
  closes_at timestamptz,
  voters    int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, post_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE
);
CALL wall('poll');
CALL nobody('poll', 'a question of a post');

CREATE TABLE poll_option (
  tenant_id uuid NOT NULL,
  post_id   uuid NOT NULL,
  number    int NOT NULL CHECK (number BETWEEN 1 AND 10),
  label     text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 120),
  votes     int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, post_id, number),
  FOREIGN KEY (tenant_id, post_id) REFERENCES poll (tenant_id, post_id) ON DELETE CASCADE
);
CALL wall('poll_option');
CALL nobody('poll_option', 'answers to choose from');

CREATE TABLE poll_vote (
  tenant_id  uuid NOT NULL,
  post_id    uuid NOT NULL,
  contact_id uuid NOT NULL,
  options    int[] NOT NULL CHECK (cardinality(options) BETWEEN 1 AND 10),
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, post_id, contact_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES poll (tenant_id, post_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX poll_vote_contact ON poll_vote (tenant_id, contact_id);
CALL wall('poll_vote');
CALL catalogue('poll_vote', 'contact_id', 'contact', true, 'delete');

-- Who follows a post or wants to hear no more of it, where that differs from what follows from having written in it.
CREATE TABLE post_follow (
  tenant_id  uuid NOT NULL,
  post_id    uuid NOT NULL,
  contact_id uuid NOT NULL,
  state      text NOT NULL CHECK (state IN ('following', 'muted')),
  PRIMARY KEY (tenant_id, post_id, contact_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX post_follow_contact ON post_follow (tenant_id, contact_id);
CALL wall('post_follow');
CALL catalogue('post_follow', 'contact_id', 'contact', true, 'delete');
