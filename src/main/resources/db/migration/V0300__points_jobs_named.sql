-- Two kinds of work were named alike: one congratulates a member, the other counts the badges beside the names of a group.
UPDATE job SET kind = 'points.congratulate' WHERE kind = 'points.level';
UPDATE job SET kind = 'points.badges' WHERE kind = 'points.levels';

CREATE OR REPLACE FUNCTION points_look(t uuid, g uuid, c uuid) RETURNS void LANGUAGE sql SET search_path = portal, pg_temp AS $$
  INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload)
  SELECT t, gen_random_uuid(), 'points.congratulate', g || ':' || c, portal_now() + interval '10 seconds', portal_now() + interval '10 seconds', '{}'
   WHERE EXISTS (SELECT FROM membership m JOIN community_group o ON o.tenant_id = m.tenant_id AND o.id = m.group_id AND o.points_on
                  WHERE m.tenant_id = t AND m.group_id = g AND m.contact_id = c AND m.status = 'active')
  ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO NOTHING
$$;
