-- Meetings of a group. A repeated one is as many rows as it takes place: each has its own answers, places, reminders and end,
-- and each begins when the clock on the wall of its zone says so, whatever summer time does.
CREATE TABLE event_series (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  group_id   uuid NOT NULL,
  every      text NOT NULL CHECK (every IN ('week', 'month')),
  step       int NOT NULL DEFAULT 1 CHECK (step BETWEEN 1 AND 12),
  -- of a weekly one the days of the week, Monday is 1
  days       int[] NOT NULL DEFAULT '{}' CHECK (cardinality(days) <= 7),
  -- of a monthly one: the second Tuesday instead of the tenth
  by_weekday boolean NOT NULL DEFAULT false,
  times      int CHECK (times BETWEEN 2 AND 104),
  until      date,
  -- days on which it does not take place
  skips      date[] NOT NULL DEFAULT '{}' CHECK (cardinality(skips) <= 50),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  CHECK (num_nonnulls(times, until) = 1)
);
CREATE INDEX event_series_group ON event_series (tenant_id, group_id);
CALL wall('event_series');
CALL nobody('event_series', 'how often something takes place');

CREATE TABLE event (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  group_id     uuid NOT NULL,
  -- for whoever sees this channel; null: for everybody of the group
  channel_id   uuid,
  series_id    uuid,
  -- whoever invites: a contact, or somebody of staff, who invites in the name of the business
  host_id      uuid,
  staff_id     uuid,
  host_name    text NOT NULL DEFAULT '' CHECK (char_length(host_name) <= 200),
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 140),
  body         text NOT NULL DEFAULT '' CHECK (char_length(body) <= 5000),
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  zone         text NOT NULL CHECK (char_length(zone) BETWEEN 1 AND 64),
  place        text NOT NULL DEFAULT '' CHECK (char_length(place) <= 300),
  -- where it takes place online: for whoever has a place
  link         text NOT NULL DEFAULT '' CHECK (char_length(link) <= 1000),
  replay       text NOT NULL DEFAULT '' CHECK (char_length(replay) <= 1000),
  -- null: as many as want to
  capacity     int CHECK (capacity BETWEEN 1 AND 100000),
  queueing     boolean NOT NULL DEFAULT true,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled')),
  reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 500),
  -- answers by kind, kept by a trigger
  going        int NOT NULL DEFAULT 0,
  maybe        int NOT NULL DEFAULT 0,
  waiting      int NOT NULL DEFAULT 0,
  -- the last number drawn for the line of those who wait
  turns        int NOT NULL DEFAULT 0,
  -- answers that the host has not been told of
  unheard      int NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  changed_at   timestamptz NOT NULL DEFAULT portal_now(),
  cancelled_at timestamptz,
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, group_id, channel_id) REFERENCES channel (tenant_id, group_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, series_id) REFERENCES event_series (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, host_id) REFERENCES contact (tenant_id, id) ON DELETE SET NULL (host_id),
  CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '14 days'),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  -- the last word, should everything before it err
  CHECK (capacity IS NULL OR going <= capacity),
  CHECK (going >= 0 AND maybe >= 0 AND waiting >= 0)
);
CREATE INDEX event_group ON event (tenant_id, group_id, starts_at, id);
CREATE INDEX event_channel ON event (tenant_id, group_id, channel_id) WHERE channel_id IS NOT NULL;
CREATE INDEX event_series_events ON event (tenant_id, series_id, starts_at, id) WHERE series_id IS NOT NULL;
CREATE INDEX event_host ON event (tenant_id, host_id) WHERE host_id IS NOT NULL;
CALL wall('event');
CALL catalogue('event', 'host_id', 'contact', true, 'anonymise',
  blanks => '{"host_id": null, "host_name": ""}', reason => 'others are invited and have answered');

-- What somebody answered. Whoever changes one holds the event's row first, so that places are given out one by one.
CREATE TABLE event_answer (
  tenant_id   uuid NOT NULL,
  event_id    uuid NOT NULL,
  contact_id  uuid NOT NULL,
  answer      text NOT NULL CHECK (answer IN ('yes', 'maybe', 'no')),
  -- wants to come and has no place yet; turn is their number in the line
  waiting     boolean NOT NULL DEFAULT false,
  turn        int,
  answered_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, event_id, contact_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES event (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (NOT waiting OR answer = 'yes'),
  CHECK (waiting = (turn IS NOT NULL))
);
CREATE UNIQUE INDEX event_answer_turn ON event_answer (tenant_id, event_id, turn) WHERE waiting;
CREATE INDEX event_answer_contact ON event_answer (tenant_id, contact_id, event_id);
CALL wall('event_answer');
CALL catalogue('event_answer', 'contact_id', 'contact', true, 'delete');

CREATE FUNCTION event_answered() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  a event_answer; b event_answer; queue int;
BEGIN
  IF TG_OP <> 'INSERT' THEN a := OLD; END IF;
  IF TG_OP <> 'DELETE' THEN b := NEW; END IF;
  UPDATE event e
     SET going = e.going + coalesce(b.answer = 'yes' AND NOT b.waiting, false)::int - coalesce(a.answer = 'yes' AND NOT a.waiting, false)::int,
         maybe = e.maybe + coalesce(b.answer = 'maybe', false)::int - coalesce(a.answer = 'maybe', false)::int,
         waiting = e.waiting + coalesce(b.waiting, false)::int - coalesce(a.waiting, false)::int
   WHERE e.tenant_id = coalesce(b.tenant_id, a.tenant_id) AND e.id = coalesce(b.event_id, a.event_id)
  RETURNING e.waiting INTO queue;
  -- Whoever leaves the group or is erased frees a place without a word: somebody gives it to the next in line.
  IF TG_OP = 'DELETE' AND queue > 0 AND a.answer = 'yes' AND NOT a.waiting THEN
    INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload)
    VALUES (a.tenant_id, gen_random_uuid(), 'event.places', a.event_id::text, portal_now(), portal_now(), '{}')
    ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO UPDATE
       SET due_at = excluded.due_at, wanted_at = excluded.wanted_at, attempts = 0, again = job.leased_until IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER answered AFTER INSERT OR UPDATE OR DELETE ON event_answer FOR EACH ROW EXECUTE FUNCTION event_answered();

-- Whoever is no longer of the group comes to none of its meetings; what is over stays what it was.
CREATE FUNCTION event_left() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.status = 'active' OR OLD.status <> 'active') THEN RETURN NULL; END IF;
  -- in one order, so that two who leave at a time do not wait for each other
  PERFORM FROM event e JOIN event_answer a ON a.tenant_id = e.tenant_id AND a.event_id = e.id AND a.contact_id = OLD.contact_id
    WHERE e.tenant_id = OLD.tenant_id AND e.group_id = OLD.group_id AND e.ends_at > portal_now() ORDER BY e.id FOR UPDATE OF e;
  DELETE FROM event_answer a USING event e
   WHERE e.tenant_id = OLD.tenant_id AND e.group_id = OLD.group_id AND e.ends_at > portal_now()
     AND a.tenant_id = e.tenant_id AND a.event_id = e.id AND a.contact_id = OLD.contact_id;
  RETURN NULL;
END $$;
CREATE TRIGGER meetings AFTER UPDATE OF status OR DELETE ON membership FOR EACH ROW EXECUTE FUNCTION event_left();

-- The same of a private channel's meetings; its group's owner keeps seeing them.
CREATE FUNCTION event_channel_left() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM event e JOIN event_answer a ON a.tenant_id = e.tenant_id AND a.event_id = e.id AND a.contact_id = OLD.contact_id
    WHERE e.tenant_id = OLD.tenant_id AND e.channel_id = OLD.channel_id AND e.ends_at > portal_now() ORDER BY e.id FOR UPDATE OF e;
  DELETE FROM event_answer a USING event e, channel c
   WHERE e.tenant_id = OLD.tenant_id AND e.group_id = OLD.group_id AND e.channel_id = OLD.channel_id AND e.ends_at > portal_now()
     AND c.tenant_id = e.tenant_id AND c.id = e.channel_id AND NOT channel_seen(c, OLD.contact_id)
     AND a.tenant_id = e.tenant_id AND a.event_id = e.id AND a.contact_id = OLD.contact_id;
  RETURN NULL;
END $$;
CREATE TRIGGER meetings AFTER DELETE ON channel_member FOR EACH ROW EXECUTE FUNCTION event_channel_left();

-- The one answer to "may this contact see that meeting?".
CREATE FUNCTION event_seen(e event, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN e.channel_id IS NULL THEN group_role(e.tenant_id, e.group_id, c) IS NOT NULL
              ELSE EXISTS (SELECT FROM channel ch WHERE ch.tenant_id = e.tenant_id AND ch.id = e.channel_id AND channel_seen(ch, c)) END
$$;
