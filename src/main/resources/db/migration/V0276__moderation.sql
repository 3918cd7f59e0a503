-- What somebody shows to those who moderate: a post, a comment, or a member. One of a person and thing; a thing's are decided
-- together. Without a reporter: the list of words did it.
CREATE TABLE report (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  group_id    uuid NOT NULL,
  -- the post, or the one that the comment answers
  post_id     uuid,
  comment_id  uuid,
  person_id   uuid,
  object_id   uuid GENERATED ALWAYS AS (coalesce(comment_id, post_id, person_id)) STORED,
  reporter_id uuid,
  reason      text NOT NULL CHECK (reason IN ('spam', 'abuse', 'off-topic', 'illegal', 'other', 'words')),
  note        text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
  at          timestamptz NOT NULL DEFAULT portal_now(),
  decided_at  timestamptz,
  outcome     text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'kept', 'removed', 'muted', 'banned')),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, group_id, object_id, reporter_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, post_id, comment_id) REFERENCES comment (tenant_id, post_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, person_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, reporter_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK ((person_id IS NULL) = (post_id IS NOT NULL) AND (comment_id IS NULL OR post_id IS NOT NULL)),
  CHECK ((decided_at IS NULL) = (outcome = '')),
  CHECK (reporter_id IS NOT NULL OR reason = 'words')
);
CREATE UNIQUE INDEX report_words ON report (tenant_id, group_id, object_id) WHERE reporter_id IS NULL AND decided_at IS NULL;
CREATE INDEX report_open ON report (tenant_id, group_id, at) WHERE decided_at IS NULL;
CREATE INDEX report_post ON report (tenant_id, post_id) WHERE post_id IS NOT NULL;
CREATE INDEX report_comment ON report (tenant_id, post_id, comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX report_person ON report (tenant_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX report_reporter ON report (tenant_id, reporter_id) WHERE reporter_id IS NOT NULL;
CALL wall('report');
CALL catalogue('report', 'reporter_id', 'contact', true, 'delete');

-- Words that are not said in a group, or in none of the business (group_id null): what says one waits for a moderator, or is refused.
CREATE TABLE word_rule (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id        uuid NOT NULL,
  group_id  uuid,
  word      text NOT NULL CHECK (char_length(word) BETWEEN 1 AND 60),
  folded    text COLLATE "C" NOT NULL CHECK (folded <> ''),
  -- written without blanks between words, as Chinese, Japanese and Thai are: found anywhere
  anywhere  boolean NOT NULL,
  act       text NOT NULL CHECK (act IN ('hold', 'refuse')),
  PRIMARY KEY (tenant_id, id),
  UNIQUE NULLS NOT DISTINCT (tenant_id, group_id, folded),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE
);
CALL wall('word_rule');
CALL nobody('word_rule', 'words that are not said in groups');

-- A text as words are compared: compatibility letters as what they stand for (UAX 15), without marks and invisible characters,
-- small, each run of what is no letter or digit as one blank. Says the same whatever the locale of the server.
CREATE FUNCTION words_fold(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE t text := lower(normalize(said, NFKD) COLLATE "C");
BEGIN
  IF octet_length(t) > char_length(t) THEN
    t := regexp_replace(t, '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]', '', 'g');
    t := translate(t, 'ÐØÞĐĦŁŊŦƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍøłđðħŧıςґ',
                      'doþdhlŋtɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏгғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭolddhtiσг');
    t := replace(replace(replace(replace(replace(replace(replace(t, 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th');
    t := regexp_replace(t, '[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02c2-\u02df\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0970\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3007-\u3020\u3030\u30fb\U0001f000-\U0001faff]+', ' ', 'g');
  END IF;
  RETURN btrim(regexp_replace(t, '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+', ' ', 'g'));
END $$;

-- What the lists of a group and of the business say to a text: '', 'hold' or 'refuse'.
CREATE FUNCTION words_say(t uuid, g uuid, said text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE folded_text text; found_any boolean; refused boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM word_rule w WHERE w.tenant_id = t AND (w.group_id IS NULL OR w.group_id = g)) THEN RETURN ''; END IF;
  folded_text := ' ' || words_fold(said) || ' ';
  SELECT count(*) > 0, coalesce(bool_or(w.act = 'refuse'), false) INTO found_any, refused FROM word_rule w
   WHERE w.tenant_id = t AND (w.group_id IS NULL OR w.group_id = g)
     AND strpos(folded_text COLLATE "C", CASE WHEN w.anywhere THEN w.folded ELSE ' ' || w.folded || ' ' END) > 0;
  RETURN CASE WHEN refused THEN 'refuse' WHEN found_any THEN 'hold' ELSE '' END;
END $$;

-- Word to those who moderate a group, at most one in ten minutes: the job says how much waits by then.
CREATE FUNCTION moderation_tell(t uuid, g uuid) RETURNS void LANGUAGE sql SET search_path = portal, pg_temp AS $$
  INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload)
  VALUES (t, gen_random_uuid(), 'moderation.tell', g::text, portal_now() + interval '1 minute', portal_now() + interval '1 minute', '{}')
  ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO NOTHING
$$;

-- Staff, and those who run or moderate a group, say what they like. What a moderator let through stays as it is; an edit that
-- brings in what would have been held is refused, since what stands there is read already.
CREATE FUNCTION post_watched() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE says text;
BEGIN
  IF NOT EXISTS (SELECT FROM membership m WHERE m.tenant_id = NEW.tenant_id AND m.group_id = NEW.group_id
                    AND m.contact_id = NEW.author_id AND m.role = 'member') THEN RETURN NEW; END IF;
  says := words_say(NEW.tenant_id, NEW.group_id, NEW.title || E'\n' || NEW.body);
  IF says = '' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'published' THEN
      IF words_say(OLD.tenant_id, OLD.group_id, OLD.title || E'\n' || OLD.body) <> '' THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'words-refused' USING ERRCODE = 'AT001';
    END IF;
  ELSIF says = 'refuse' THEN
    RAISE EXCEPTION 'words-refused' USING ERRCODE = 'AT001';
  END IF;
  IF NEW.state = 'published' THEN
    NEW.state := 'waiting';
    NEW.published_at := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER watched_insert BEFORE INSERT ON post FOR EACH ROW
  WHEN (NEW.author_id IS NOT NULL AND NEW.state IN ('published', 'waiting', 'scheduled')) EXECUTE FUNCTION post_watched();
CREATE TRIGGER watched_update BEFORE UPDATE ON post FOR EACH ROW
  WHEN (NEW.author_id IS NOT NULL AND NEW.state = 'published'
    AND (OLD.state IN ('draft', 'scheduled') OR OLD.state = 'published' AND (NEW.title <> OLD.title OR NEW.body <> OLD.body)))
  EXECUTE FUNCTION post_watched();

CREATE FUNCTION post_waits() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM moderation_tell(NEW.tenant_id, NEW.group_id);
  RETURN NULL;
END $$;
CREATE TRIGGER waits_insert AFTER INSERT ON post FOR EACH ROW WHEN (NEW.state = 'waiting') EXECUTE FUNCTION post_waits();
CREATE TRIGGER waits_update AFTER UPDATE OF state ON post FOR EACH ROW
  WHEN (NEW.state = 'waiting' AND OLD.state <> 'waiting') EXECUTE FUNCTION post_waits();

-- A conversation does not stop for a word: a comment that says one to be held stands there, and before a moderator at once.
CREATE FUNCTION comment_watched() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE says text; g uuid;
BEGIN
  SELECT p.group_id INTO g FROM post p JOIN membership m ON m.tenant_id = p.tenant_id AND m.group_id = p.group_id
     AND m.contact_id = NEW.author_id AND m.role = 'member'
   WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.post_id;
  IF g IS NULL THEN RETURN NULL; END IF;
  says := words_say(NEW.tenant_id, g, NEW.body);
  IF says = 'refuse' THEN RAISE EXCEPTION 'words-refused' USING ERRCODE = 'AT001'; END IF;
  IF says = 'hold' THEN
    INSERT INTO report (tenant_id, id, group_id, post_id, comment_id, reason)
    VALUES (NEW.tenant_id, gen_random_uuid(), g, NEW.post_id, NEW.id, 'words') ON CONFLICT DO NOTHING;
    PERFORM moderation_tell(NEW.tenant_id, g);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER watched_insert AFTER INSERT ON comment FOR EACH ROW WHEN (NEW.author_id IS NOT NULL) EXECUTE FUNCTION comment_watched();
CREATE TRIGGER watched_update AFTER UPDATE OF body ON comment FOR EACH ROW
  WHEN (NEW.author_id IS NOT NULL AND NEW.removed_at IS NULL AND NEW.body <> OLD.body) EXECUTE FUNCTION comment_watched();

-- Who decides about a thing: whoever moderates the channel it stands in; about a member, whoever moderates the group.
CREATE FUNCTION report_moderated(r report, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN r.person_id IS NOT NULL THEN coalesce(group_role(r.tenant_id, r.group_id, c) IN ('owner', 'admin', 'moderator'), false)
              ELSE EXISTS (SELECT FROM post p JOIN channel ch ON ch.tenant_id = p.tenant_id AND ch.id = p.channel_id
                            WHERE p.tenant_id = r.tenant_id AND p.id = r.post_id AND channel_moderated(ch, c)) END
$$;
CALL doors();
