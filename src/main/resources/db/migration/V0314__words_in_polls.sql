-- What is not said in a group is no answer of a poll either. As with comments, what would be held stands there, and before a moderator
-- at once.
CREATE FUNCTION poll_option_watched() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE says text; g uuid;
BEGIN
  SELECT p.group_id INTO g FROM post p JOIN membership m ON m.tenant_id = p.tenant_id AND m.group_id = p.group_id
     AND m.contact_id = p.author_id AND m.role = 'member'
   WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.post_id;
  IF g IS NULL THEN RETURN NULL; END IF;
  says := words_say(NEW.tenant_id, g, NEW.label);
  IF says = 'refuse' THEN RAISE EXCEPTION 'words-refused' USING ERRCODE = 'AT001'; END IF;
  IF says = 'hold' THEN
    INSERT INTO report (tenant_id, id, group_id, post_id, reason)
    VALUES (NEW.tenant_id, gen_random_uuid(), g, NEW.post_id, 'words') ON CONFLICT DO NOTHING;
    PERFORM moderation_tell(NEW.tenant_id, g);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER watched_insert AFTER INSERT ON poll_option FOR EACH ROW EXECUTE FUNCTION poll_option_watched();
