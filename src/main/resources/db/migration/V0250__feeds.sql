-- Live feeds: what happened in one place, in order and without a hole. The row is locked by whoever adds to it, so that number
-- n + 1 is never seen before number n (docs/adr/0028-feeds.md).
CREATE TABLE feed (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id        uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('group', 'channel', 'thread', 'me')),
  -- the newest number
  seq       bigint NOT NULL DEFAULT 0,
  -- up to here events were swept; whoever has seen less begins anew
  swept     bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  CHECK (swept <= seq)
);
CALL wall('feed');
CALL gate('feed', 'SELECT, UPDATE');
CALL nobody('feed', 'how many events a feed has had');

-- Ids alone: what an event shows is read when it is told, so that what was removed or erased since is not told again.
CREATE TABLE feed_event (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  feed_id   uuid NOT NULL,
  seq       bigint NOT NULL,
  kind      text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 60),
  at        timestamptz NOT NULL DEFAULT portal_now(),
  -- what it happened to, and whose it is: a post and its channel, a comment and its post
  object_id uuid NOT NULL,
  place_id  uuid,
  PRIMARY KEY (tenant_id, feed_id, seq)
);
CREATE INDEX feed_event_age ON feed_event (at);
CALL wall('feed_event');
CALL gate('feed_event', 'SELECT, DELETE');
CALL nobody('feed_event', 'ids of what happened in a feed; what they name is catalogued where it lies');

-- A feed takes its events along.
CREATE FUNCTION feed_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM feed_event e WHERE e.tenant_id = OLD.tenant_id AND e.feed_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON feed FOR EACH ROW EXECUTE FUNCTION feed_gone();

-- Events older than thirty days, and those beyond a hundred thousand of a feed. The feed's row first: a reader that began
-- before sees either the events or the mark that they are gone.
CREATE FUNCTION sys_sweep_feeds(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE old record; n bigint;
BEGIN
  what := 'feed_event'; gone := 0;
  FOR old IN
    SELECT x.tenant_id, x.feed_id, max(x.seq) AS upto FROM (
      SELECT e.tenant_id, e.feed_id, e.seq FROM feed_event e WHERE e.at < portal_now() - interval '30 days' ORDER BY e.at LIMIT batch) x
     GROUP BY 1, 2
    UNION
    SELECT f.tenant_id, f.id, f.seq - 100000 FROM feed f WHERE f.seq - f.swept > 101000
  LOOP
    UPDATE feed f SET swept = greatest(f.swept, least(old.upto, f.swept + batch)) WHERE f.tenant_id = old.tenant_id AND f.id = old.feed_id;
    DELETE FROM feed_event e USING feed f
     WHERE f.tenant_id = old.tenant_id AND f.id = old.feed_id AND e.tenant_id = f.tenant_id AND e.feed_id = f.id AND e.seq <= f.swept;
    GET DIAGNOSTICS n = ROW_COUNT;
    gone := gone + n;
  END LOOP;
  RETURN NEXT;
END $$;

-- Where feeds of any tenants stand: what a node asks now and then, so that a lost hint is noticed.
CREATE FUNCTION sys_feed_heads(tenants uuid[], feeds uuid[]) RETURNS TABLE (tenant_id uuid, id uuid, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT f.tenant_id, f.id, f.seq FROM unnest(tenants, feeds) AS x (tenant, feed)
    JOIN feed f ON f.tenant_id = x.tenant AND f.id = x.feed
$$;

CALL doors();
