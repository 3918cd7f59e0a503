package dev.atrium.communities.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.webhooks.Hooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Meetings of a group, from the invitation to the calendar. */
class EventsTest {
    private static final String EVENTS = "/api/v1/groups/makers/events";
    private static final int CROWD = 50;
    private static Portal portal;
    private static UUID tenant;
    private static UUID group;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;
    private static UUID benId;
    private static Visitor cleo;
    private static UUID cleoId;
    private static Visitor stranger;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(CROWD + 10);
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                tenant,
                group);
        anaId = person("ana", "owner");
        benId = person("ben", "member");
        cleoId = person("cleo", "member");
        person("stranger", "");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
        cleo = portal.as(Portal.ACME, "cleo@example.com");
        stranger = portal.as(Portal.ACME, "stranger@example.com");
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID person(String name, String role) {
        var account = portal.account(Portal.ACME, name, name + "@example.com");
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        if (!role.isEmpty()) join(contact, role);
        return contact;
    }

    private static void join(UUID contact, String role) {
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at) VALUES (?, ?, ?, ?, 'active', now())",
                tenant,
                group,
                contact,
                role);
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS);
    }

    private static JsonObject wish(String title, Instant starts) {
        return new JsonObject()
                .put("title", title)
                .put("starts_at", starts.toString())
                .put("ends_at", starts.plusSeconds(5400).toString())
                .put("time_zone", "Europe/Lisbon")
                .put("link", "https://meet.example.com/" + title.replace(' ', '-'));
    }

    private static String make(JsonObject wish) {
        return ana.json("POST", EVENTS, wish.encode()).expect(201).json().getString("id");
    }

    private static Answer answer(Visitor who, String event, String word) {
        return who.json(
                "PUT",
                EVENTS + "/" + event + "/answer",
                new JsonObject().put("answer", word).encode());
    }

    private static List<String> titles(Answer list) {
        var found = new ArrayList<String>();
        list.expect(200).json().getJsonArray("items").forEach(one -> found.add(((JsonObject) one).getString("title")));
        return found;
    }

    private static void until(BooleanSupplier there) {
        for (int i = 0; i < 200 && !there.getAsBoolean(); i++) Portal.pause(50);
        assertTrue(there.getAsBoolean());
    }

    private static long told(UUID contact, String type) {
        return portal.count("SELECT count(*) FROM notification WHERE contact_id = ? AND type = ?", contact, type);
    }

    @Test
    void members_find_it_answer_and_see_the_link_once_they_have_a_place() {
        var id = make(wish("Portrait evening", inDays(3)));
        assertTrue(titles(ben.get(EVENTS)).contains("Portrait evening"));
        stranger.get(EVENTS).expect(404);
        stranger.get("/groups/makers/events/" + id).expect(404);
        answer(stranger, id, "yes").expect(404);
        assertEquals(null, ben.get(EVENTS + "/" + id).json().getString("link"));
        ben.get("/groups/makers/events/" + id).expect(200).expectText("Portrait evening");
        assertFalse(ben.get("/groups/makers/events/" + id).body().contains("meet.example.com"));

        ben.post("/groups/makers/events/" + id + "/answer", Map.of("answer", "yes"))
                .expect(303);
        assertTrue(ben.get("/groups/makers/events/" + id).body().contains("https://meet.example.com/Portrait-evening"));
        var seen = ben.get(EVENTS + "/" + id).json();
        assertEquals("https://meet.example.com/Portrait-evening", seen.getString("link"));
        assertEquals("yes", seen.getJsonObject("mine").getString("answer"));
        assertEquals(1, seen.getInteger("going"));
        answer(ben, id, "yes").expect(200);
        assertEquals(1, answer(ben, id, "yes").json().getInteger("going"), "said twice it is one");
        assertEquals(1, answer(cleo, id, "maybe").json().getInteger("maybe"));
        assertEquals(0, answer(ben, id, "no").json().getInteger("going"));
        answer(ben, id, "perhaps").expect(422);
        until(() -> told(benId, "event.new") >= 1);
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM notification WHERE contact_id = ? AND about_id = ?",
                        anaId,
                        UUID.fromString(id)),
                "whoever invites knows");
    }

    @Test
    void only_who_runs_the_group_invites_changes_and_calls_off() {
        ben.json("POST", EVENTS, wish("Mine", inDays(3)).encode()).expect(404);
        ben.get("/groups/makers/events/new").expect(404);
        var id = make(wish("Hers", inDays(3)));
        ben.get("/groups/makers/events/" + id + "/edit").expect(404);
        ben.get("/groups/makers/events/" + id + "/people").expect(404);
        ben.post("/groups/makers/events/" + id + "/cancel", Map.of()).expect(404);
        ben.json("POST", EVENTS + "/" + id + "/cancel", "{}").expect(404);
        ana.get("/groups/makers/events/" + id + "/edit").expect(200);
        ana.get("/groups/makers/events/" + id + "/people").expect(200);
        answer(ben, id, "yes").expect(200);
        ana.json("POST", EVENTS + "/" + id + "/cancel", "{\"reason\":\"Flooded.\"}")
                .expect(200);
        until(() -> told(benId, "event.cancelled") >= 1);
        answer(cleo, id, "yes").expect(409);
        ana.json("POST", EVENTS + "/" + id + "/cancel", "{}").expect(409);
        ben.get("/groups/makers/events/" + id).expect(200).expectText("Flooded.");
    }

    @Test
    void of_fifty_at_once_ten_get_in_and_the_line_moves_up_one_by_one() {
        var crowd = new ArrayList<Visitor>();
        var ids = new HashMap<Integer, UUID>();
        for (int i = 0; i < CROWD; i++) {
            ids.put(i, person("crowd" + i, "member"));
            crowd.add(portal.as(Portal.ACME, "crowd" + i + "@example.com"));
        }
        var id = make(wish("Ten chairs", inDays(4)).put("capacity", 10));
        var answers = Race.of(
                CROWD, i -> answer(crowd.get(i), id, "yes").expect(200).json().getJsonObject("mine"));
        long in = answers.stream()
                .filter(mine -> mine.getString("answer").equals("yes"))
                .count();
        assertEquals(10, in);
        assertEquals(
                40,
                answers.stream()
                        .map(mine -> mine.getInteger("place"))
                        .filter(p -> p != null)
                        .distinct()
                        .count(),
                "forty waited, each at a place of their own when they asked");
        var event = UUID.fromString(id);
        assertEquals(List.of(List.of(10, 40)), counts(event));

        // Five who are in leave at once, while five who wait give up.
        var going = contacts(event, "NOT waiting");
        var waiting = contacts(event, "waiting");
        Race.of(10, i -> {
            var who = i < 5 ? going.get(i) : waiting.get(i);
            int n = ids.entrySet().stream()
                    .filter(e -> e.getValue().equals(who))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            return answer(crowd.get(n), id, "no").expect(200).status();
        });
        assertEquals(List.of(List.of(10, 30)), counts(event));
        var first = new ArrayList<>(waiting);
        first.removeAll(waiting.subList(5, 10));
        assertEquals(
                5,
                contacts(event, "NOT waiting").stream()
                        .filter(first.subList(0, 5)::contains)
                        .count(),
                "those first in line");
        assertEquals(
                5, portal.count("SELECT count(*) FROM fact WHERE object_id = ? AND kind = 'event.promoted'", event));
        assertTrue(told(first.getFirst(), "event.promoted") == 1);

        // Somebody who is in leaves the group, somebody is banned: no answer of theirs, and the next get their places.
        var leaving = contacts(event, "NOT waiting");
        portal.execute("DELETE FROM membership WHERE contact_id = ?", leaving.getFirst());
        portal.execute(
                "UPDATE membership SET status = 'banned', joined_at = NULL WHERE contact_id = ?", leaving.get(1));
        until(() -> counts(event).equals(List.of(List.of(10, 28))));

        // More places: as many get in.
        var now = ana.get(EVENTS + "/" + id);
        var whole = wish("Ten chairs", Instant.parse(now.json().getString("starts_at")))
                .put("capacity", 13);
        ana.header("If-Match", now.header("ETag"))
                .json("PUT", EVENTS + "/" + id, whole.encode())
                .expect(200);
        assertEquals(List.of(List.of(13, 25)), counts(event));
        var fewer = ana.header("If-Match", "*")
                .json("PUT", EVENTS + "/" + id, whole.put("capacity", 9).encode());
        fewer.expect(422).expectText("capacity");
        assertEquals(
                portal.query(
                        "SELECT (SELECT count(*)::int FROM event_answer WHERE event_id = ? AND answer = 'yes' AND NOT waiting)",
                        event),
                portal.query("SELECT going FROM event WHERE id = ?", event));
    }

    private static List<List<Object>> counts(UUID event) {
        return portal.query("SELECT going, waiting FROM event WHERE id = ?", event);
    }

    private static List<UUID> contacts(UUID event, String which) {
        return portal
                .query(
                        "SELECT contact_id FROM event_answer WHERE event_id = ? AND answer = 'yes' AND " + which
                                + " ORDER BY turn, contact_id",
                        event)
                .stream()
                .map(row -> (UUID) row.getFirst())
                .toList();
    }

    @Test
    void without_a_line_a_full_meeting_says_so() {
        var id = make(wish("Two chairs", inDays(5)).put("capacity", 1).put("waiting_list", false));
        answer(ben, id, "yes").expect(200);
        answer(cleo, id, "yes").expect(409).expectText("event-full");
        cleo.post("/groups/makers/events/" + id + "/answer", Map.of("answer", "yes"))
                .expect(409);
        answer(cleo, id, "maybe").expect(200);
    }

    @Test
    void a_series_is_as_many_meetings_and_changes_from_one_on() {
        var starts = Instant.parse("2027-03-18T18:00:00Z");
        var wish = wish("Weekly", starts)
                .put(
                        "repeats",
                        new JsonObject()
                                .put("every", "week")
                                .put("times", 4)
                                .put("skips", new JsonArray().add("2027-03-25")));
        var id = make(wish);
        make(wish.copy().put("id", id));
        var times = portal.query(
                "SELECT starts_at::text FROM event WHERE series_id = ? ORDER BY starts_at", UUID.fromString(id));
        assertEquals(3, times.size(), "made once, without the day that is skipped");
        var all = portal.query("SELECT id FROM event WHERE series_id = ? ORDER BY starts_at", UUID.fromString(id));
        var second = all.get(1).getFirst().toString();
        var whole = wish("Weekly, later", Instant.parse("2027-04-01T18:30:00Z")).put("following", true);
        ana.header("If-Match", "*")
                .json("PUT", EVENTS + "/" + second, whole.encode())
                .expect(200);
        assertEquals(
                List.of("2027-03-18 18:00:00+00", "2027-04-01 18:30:00+00", "2027-04-08 18:30:00+00"),
                portal
                        .query(
                                "SELECT (starts_at AT TIME ZONE 'UTC')::text || '+00' FROM event WHERE series_id = ? ORDER BY starts_at",
                                UUID.fromString(id))
                        .stream()
                        .map(List::getFirst)
                        .toList());
        ana.json("POST", EVENTS + "/" + second + "/cancel", "{\"following\":true}")
                .expect(200);
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM event WHERE series_id = ? AND state = 'cancelled'", UUID.fromString(id)));
        ana.json(
                        "POST",
                        EVENTS,
                        wish("Never", starts)
                                .put("repeats", new JsonObject().put("every", "week"))
                                .encode())
                .expect(422);
        ana.header("If-Match", "\"0\"")
                .json("PUT", EVENTS + "/" + id, whole.encode())
                .expect(412);
    }

    @Test
    void the_form_makes_a_series_in_the_zone_that_was_chosen() {
        var form = new HashMap<>(Map.of(
                "title",
                "By form",
                "starts",
                "2027-03-24T18:00",
                "ends",
                "2027-03-24T19:00",
                "zone",
                "Europe/Lisbon",
                "repeat",
                "week",
                "step",
                "1",
                "ends_by",
                "times",
                "times",
                "2",
                "queueing",
                "yes"));
        form.put("nonce", UUID.randomUUID().toString());
        var made = ana.post("/groups/makers/events/new", form).expect(303).location();
        assertEquals(
                made, ana.post("/groups/makers/events/new", form).expect(303).location());
        assertEquals(
                List.of("18:00", "17:00"),
                portal
                        .query(
                                "SELECT to_char(starts_at AT TIME ZONE 'UTC', 'HH24:MI') FROM event WHERE title = 'By form' ORDER BY starts_at")
                        .stream()
                        .map(List::getFirst)
                        .toList());
        form.put("nonce", UUID.randomUUID().toString());
        form.put("ends", "2027-03-24T17:00");
        form.put("link", "javascript:alert(1)");
        ana.post("/groups/makers/events/new", form).expect(422).expectText("By form");
        ana.get("/groups/makers/events").expect(200);
        ana.get("/groups/makers/events?when=past").expect(200);
    }

    @Test
    void a_calendar_reads_by_a_secret_address_until_it_ends() {
        var id = make(wish("In the calendar", inDays(6)));
        answer(cleo, id, "yes").expect(200);
        var page =
                cleo.post("/communities/events/calendar", Map.of()).expect(200).body();
        var path = page.replaceAll("(?s).*(/calendar/[A-Za-z0-9_-]{43}\\.ics).*", "$1");
        var anybody = portal.at(Portal.ACME);
        var ics = anybody.get(path).expect(200);
        assertTrue(ics.header("Content-Type").startsWith("text/calendar"));
        assertEquals("no-referrer", ics.header("Referrer-Policy"));
        assertTrue(ics.body().contains("SUMMARY:In the calendar\r\n"), ics.body());
        assertTrue(ics.body().replace("\r\n ", "").contains("https://meet.example.com/In-the-calendar"));
        cleo.get("/groups/makers/events/" + id + "/calendar").expect(200).expectText("SUMMARY:In the calendar");
        portal.at(Portal.GLOBEX).get(path).expect(404);
        assertFalse(cleo.get("/communities/events").body().contains(path), "shown once");
        // Whoever leaves the group has none of its meetings in their calendar; whoever cannot sign in has none at all.
        portal.execute("DELETE FROM membership WHERE contact_id = ?", cleoId);
        assertFalse(anybody.get(path).expect(200).body().contains("In the calendar"));
        join(cleoId, "member");
        portal.execute("UPDATE account SET status = 'disabled' WHERE contact_id = ?", cleoId);
        anybody.get(path).expect(404);
        portal.execute("UPDATE account SET status = 'active' WHERE contact_id = ?", cleoId);
        var again = portal.as(Portal.ACME, "cleo@example.com");
        var newer = again.post("/communities/events/calendar", Map.of())
                .body()
                .replaceAll("(?s).*(/calendar/[A-Za-z0-9_-]{43}\\.ics).*", "$1");
        anybody.get(path).expect(404);
        anybody.get(newer).expect(200);
        again.post("/communities/events/calendar/end", Map.of()).expect(303);
        anybody.get(newer).expect(404);
        anybody.get("/calendar/nothing.ics").expect(404);
        cleo = again;
    }

    @Test
    void a_private_channels_meeting_is_for_those_who_see_the_channel() {
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, 'Board', true)",
                tenant,
                channel,
                group);
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, true), (?, ?, ?, ?, false)",
                tenant,
                group,
                channel,
                anaId,
                tenant,
                group,
                channel,
                benId);
        var id = make(wish("Board meeting", inDays(7)).put("channel", channel.toString()));
        assertTrue(titles(ben.get(EVENTS + "?limit=100")).contains("Board meeting"));
        assertFalse(titles(cleo.get(EVENTS + "?limit=100")).contains("Board meeting"));
        answer(cleo, id, "yes").expect(404);
        answer(ben, id, "yes").expect(200);
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM feed_event e JOIN feed f ON f.id = e.feed_id WHERE e.object_id = ? AND f.kind = 'channel'",
                        UUID.fromString(id)));
        portal.execute("DELETE FROM channel_member WHERE contact_id = ?", benId);
        assertEquals(0, portal.count("SELECT going FROM event WHERE id = ?", UUID.fromString(id)));
        ben.get(EVENTS + "/" + id).expect(404);
    }

    @Test
    void who_does_not_see_where_a_meeting_moved_hears_nothing_more_of_it() {
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, 'Few', true)",
                tenant,
                channel,
                group);
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, true), (?, ?, ?, ?, false)",
                tenant,
                group,
                channel,
                anaId,
                tenant,
                group,
                channel,
                cleoId);
        var starts = inDays(9);
        var wish = wish("Among few", starts).put("capacity", 1).put("waiting_list", true);
        var id = make(wish);
        var first = person("gone-first", "member");
        answer(portal.as(Portal.ACME, "gone-first@example.com"), id, "yes").expect(200);
        answer(ben, id, "yes").expect(200);
        answer(cleo, id, "yes").expect(200);
        ana.header("If-Match", "*")
                .json(
                        "PUT",
                        EVENTS + "/" + id,
                        wish.put("channel", channel.toString())
                                .put("place", "Behind the door")
                                .encode())
                .expect(200);
        var told =
                "SELECT count(*) FROM notification WHERE type IN ('event.changed', 'event.promoted') AND contact_id = ? AND about_id = ?::uuid";
        until(() -> portal.count(told, cleoId, id) == 1);
        portal.execute("DELETE FROM membership WHERE contact_id = ?", first);
        until(() -> portal.count(told, cleoId, id) == 2);
        assertEquals(0, portal.count(told, benId, id));
        assertEquals(0, portal.count(told, first, id));
    }

    @Test
    void staff_invite_in_the_name_of_the_business_and_see_who_answered() {
        var staff = portal.asStaff("olivia@staff.example");
        var root = "/t/acme/communities/" + group + "/events";
        var made = staff.post(
                        root + "/new",
                        Map.of(
                                "title",
                                "From the team",
                                "starts",
                                "2027-05-05T10:00",
                                "ends",
                                "2027-05-05T11:00",
                                "zone",
                                "Europe/Berlin",
                                "step",
                                "1"))
                .expect(303)
                .location();
        staff.get(root).expect(200).expectText("From the team");
        var id = made.substring(made.lastIndexOf('/') + 1);
        answer(ben, id, "maybe").expect(200);
        staff.get(made).expect(200).expectText("ben");
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM job WHERE kind = 'event.answers' AND key = ?", id),
                "the team hears in a while");
        var form = Map.of(
                "title",
                "From the whole team",
                "starts",
                "2027-05-06T10:00",
                "ends",
                "2027-05-06T11:00",
                "zone",
                "Europe/Berlin",
                "version",
                "1");
        staff.post(made, form).expect(303);
        staff.post(made, form).expect(409);
        until(() -> told(benId, "event.changed") >= 1);
        assertEquals(
                List.of("2027-05-05 08:00:00", "2027-05-06 07:00:00"),
                portal
                        .query(
                                "SELECT (due_at AT TIME ZONE 'UTC')::text FROM job WHERE kind IN ('event.day', 'event.hour') AND key = ? ORDER BY due_at",
                                id)
                        .stream()
                        .map(List::getFirst)
                        .toList());
        staff.post(made + "/cancel", Map.of("reason", "Strike")).expect(303);
        assertEquals(
                0, portal.count("SELECT count(*) FROM job WHERE kind IN ('event.day', 'event.hour') AND key = ?", id));
    }

    private static Answer places(String event, String act, UUID person, String note) {
        return ana.post(
                "/groups/makers/events/" + event + "/people/" + act, Map.of("person", person.toString(), "note", note));
    }

    @Test
    void a_host_cancels_the_place_of_one_and_the_next_in_line_gets_it() {
        var id = make(wish("One chair", inDays(6)).put("capacity", 1));
        answer(ben, id, "yes").expect(200);
        answer(cleo, id, "yes").expect(200);
        long before = told(cleoId, "event.promoted");
        ana.get("/groups/makers/events/" + id + "/people").expect(200).expectText("Cancel their place");
        ben.post("/groups/makers/events/" + id + "/people/cancel", Map.of("person", cleoId.toString()))
                .expect(404);
        places(id, "cancel", benId, "x".repeat(501)).expect(422);
        places(id, "cancel", benId, "The room is small.").expect(303);
        places(id, "cancel", benId, "").expect(409);
        assertEquals(List.of(cleoId), contacts(UUID.fromString(id), "NOT waiting"));
        assertEquals(before + 1, told(cleoId, "event.promoted"));
        ben.get("/notifications").expect(200).expectText("The room is small.");
        ben.get("/groups/makers/events/" + id).expect(200).expectText("The host has cancelled your place");
        answer(ben, id, "yes").expect(409).expectText("event-put-out");
        places(id, "allow", benId, "").expect(303);
        answer(ben, id, "yes").expect(200);
        assertEquals(
                2L,
                portal.count(
                        "SELECT count(*) FROM audit WHERE object_id = ? AND action LIKE 'event.place-%'",
                        UUID.fromString(id)));
    }

    @Test
    void however_often_a_place_is_cancelled_at_once_one_place_goes_to_one() {
        var id = make(wish("Two at once", inDays(6)).put("capacity", 1));
        var event = UUID.fromString(id);
        answer(ben, id, "yes").expect(200);
        answer(cleo, id, "yes").expect(200);
        answer(ana, id, "yes").expect(200);
        var statuses = Race.of(
                8,
                i -> i < 4
                        ? places(id, "cancel", benId, "").status()
                        : answer(ben, id, i % 2 == 0 ? "no" : "yes").status());
        assertTrue(statuses.stream().allMatch(status -> status < 500), statuses.toString());
        assertEquals(1L, portal.count("SELECT going FROM event WHERE id = ?", event));
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM event_answer WHERE event_id = ? AND answer = 'yes' AND NOT waiting",
                        event));
    }

    @Test
    void from_one_on_a_series_takes_place_by_another_rule_and_what_stays_keeps_its_answers() {
        var wish = wish("By rule", Instant.parse("2027-05-03T16:00:00Z"))
                .put("repeats", new JsonObject().put("every", "week").put("times", 6));
        var series = UUID.fromString(make(wish));
        var all = portal.query("SELECT id FROM event WHERE series_id = ? ORDER BY starts_at", series);
        var third = all.get(2).getFirst().toString();
        var fourth = all.get(3).getFirst().toString();
        var fifth = all.get(4).getFirst().toString();
        answer(ben, fourth, "yes").expect(200);
        answer(ben, fifth, "yes").expect(200);
        ana.get("/groups/makers/events/" + third + "/edit").expect(200).expectText("takes place as often as this");
        var form = new HashMap<String, String>();
        form.put("nonce", UUID.randomUUID().toString());
        form.put("version", "1");
        form.put("title", "Every other week");
        form.put("starts", "2027-05-17T18:00");
        form.put("ends", "2027-05-17T19:30");
        form.put("zone", "Europe/Lisbon");
        form.put("queueing", "yes");
        form.put("repeat", "week");
        form.put("step", "2");
        form.put("monthly", "day");
        form.put("ends_by", "times");
        form.put("times", "3");
        form.put("rule", "yes");
        ana.post("/groups/makers/events/" + third + "/edit", form).expect(303);
        assertEquals(
                2L,
                portal.count("SELECT count(*) FROM event WHERE series_id = ? AND state = 'open'", series),
                "before");
        assertEquals(
                List.of("2027-05-17", "2027-05-31", "2027-06-14"),
                portal
                        .query(
                                "SELECT (starts_at AT TIME ZONE 'UTC')::date::text FROM event WHERE title = 'Every other week' AND state = 'open' ORDER BY starts_at")
                        .stream()
                        .map(List::getFirst)
                        .toList());
        assertEquals(
                List.of(List.of("open", 1)), portal.query("SELECT state, going FROM event WHERE id = ?::uuid", fifth));
        assertEquals(List.of(List.of("cancelled")), portal.query("SELECT state FROM event WHERE id = ?::uuid", fourth));
        until(() -> told(benId, "event.cancelled") >= 1);
        assertEquals(
                0L,
                portal.count(
                        "SELECT count(*) FROM event WHERE id = ?::uuid",
                        all.get(5).getFirst().toString()));
    }

    @Test
    void a_month_shows_what_takes_place_on_each_of_its_days() {
        make(wish("In August", Instant.parse("2027-08-12T16:00:00Z")));
        ben.get("/groups/makers/events?month=2027-08")
                .expect(200)
                .expectText("In August")
                .expectText("2027-09");
        assertFalse(ben.get("/groups/makers/events?month=2027-09")
                .expect(200)
                .body()
                .contains("In August"));
        ben.get("/groups/makers/events?month=nonsense").expect(200);
        stranger.get("/groups/makers/events?month=2027-08").expect(404);
        var staff = portal.asStaff("olivia@staff.example");
        var desk = "/t/acme/communities/" + group + "/events";
        staff.get(desk + "?month=2027-08").expect(200).expectText("In August").expectText("2027-09");
        assertFalse(staff.get(desk + "?month=2027-09").expect(200).body().contains("In August"));
        staff.get(desk + "?month=nonsense").expect(200).expectText("data-month=");
        staff.get("/t/acme/communities/" + UUID.randomUUID() + "/events?month=2027-08")
                .expect(404);
    }

    private static List<String> days(Answer series) {
        var found = new ArrayList<String>();
        series.expect(200).json().getJsonArray("items").forEach(one -> {
            var event = (JsonObject) one;
            found.add(event.getString("starts_at").substring(0, 10) + " " + event.getString("state"));
        });
        return found;
    }

    @Test
    void a_program_reads_the_rule_of_a_series_gives_it_another_and_ends_it() {
        var rule = new JsonObject()
                .put("every", "week")
                .put("days", new JsonArray().add("2"))
                .put("times", 4);
        var wish = wish("By program", Instant.parse("2027-09-06T16:00:00Z")).put("repeats", rule);
        var id = make(wish);
        var series = ben.get(EVENTS + "/" + id + "/series").expect(200).json();
        assertEquals(id, series.getString("id"));
        var said = series.getJsonObject("repeats");
        rule.forEach(part -> assertEquals(part.getValue(), said.getValue(part.getKey()), part.getKey()));
        assertEquals(
                List.of("2027-09-06 open", "2027-09-07 open", "2027-09-13 open", "2027-09-14 open"),
                days(ben.get(EVENTS + "/" + id + "/series")));
        var second = series.getJsonArray("items").getJsonObject(1).getString("id");
        var fourth = series.getJsonArray("items").getJsonObject(3).getString("id");
        answer(ben, fourth, "yes").expect(200);
        var whole = wish("By another rule", Instant.parse("2027-09-07T16:00:00Z"))
                .put("repeats", new JsonObject().put("every", "week").put("until", "2027-09-21"));
        ana.header("If-Match", "\"1\"")
                .json("PUT", EVENTS + "/" + second, whole.encode())
                .expect(200);
        assertEquals(
                List.of("2027-09-07 open", "2027-09-14 open", "2027-09-21 open"),
                days(ben.get(EVENTS + "/" + second + "/series")));
        assertEquals(List.of("2027-09-06 open"), days(ben.get(EVENTS + "/" + id + "/series")), "what came before");
        assertEquals(
                "yes",
                ben.get(EVENTS + "/" + fourth).json().getJsonObject("mine").getString("answer"));
        ben.json("POST", EVENTS + "/" + fourth + "/series/cancel", "{}").expect(404);
        ana.json("POST", EVENTS + "/" + fourth + "/series/cancel", "{\"reason\":\"Rain\"}")
                .expect(200);
        assertEquals(
                List.of("2027-09-07 cancelled", "2027-09-14 cancelled", "2027-09-21 cancelled"),
                days(ben.get(EVENTS + "/" + second + "/series")));
        ana.json("POST", EVENTS + "/" + fourth + "/series/cancel", "{}").expect(409);
        until(() -> portal.count(
                        "SELECT count(*) FROM notification WHERE contact_id = ? AND type = 'event.cancelled' AND about_id = ?::uuid",
                        benId,
                        fourth)
                == 1);
        var once = make(wish("Once", Instant.parse("2027-09-08T16:00:00Z")));
        ben.get(EVENTS + "/" + once + "/series").expect(404);
        ana.json("POST", EVENTS + "/" + once + "/series/cancel", "{}").expect(404);
        ana.header("If-Match", "\"1\"")
                .json("PUT", EVENTS + "/" + once, whole.encode())
                .expect(422);
    }

    @Test
    void a_program_of_the_business_does_the_same() {
        var program = new Hooks(portal).program(Portal.ACME, "groups:read groups:write");
        var root = "/api/v1/business/groups/" + group + "/events";
        var wish = wish("Of the business", Instant.parse("2027-10-14T16:00:00Z"))
                .put(
                        "repeats",
                        new JsonObject()
                                .put("every", "month")
                                .put("same_weekday", true)
                                .put("times", 3)
                                .put("skips", new JsonArray().add("2027-11-11")));
        var id = program.json("POST", root, wish.encode()).expect(201).json().getString("id");
        assertEquals(List.of("2027-10-14 open", "2027-12-09 open"), days(program.get(root + "/" + id + "/series")));
        var rule = program.get(root + "/" + id + "/series").json().getJsonObject("repeats");
        assertTrue(rule.getBoolean("same_weekday"));
        assertEquals(new JsonArray().add("2027-11-11"), rule.getJsonArray("skips"));
        var whole = wish("Of the business", Instant.parse("2027-10-14T17:00:00Z"))
                .put("repeats", new JsonObject().put("every", "month").put("times", 2));
        program.header("If-Match", "*")
                .json("PUT", root + "/" + id, whole.encode())
                .expect(200);
        assertEquals(List.of("2027-10-14 open", "2027-11-14 open"), days(program.get(root + "/" + id + "/series")));
        assertEquals(
                List.of("2027-10-14 cancelled", "2027-11-14 cancelled"),
                days(program.json("POST", root + "/" + id + "/series/cancel", "{}")));
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'event.cancelled' AND data->>'title' = 'Of the business'"),
                "each is told");
    }

    @Test
    void who_runs_one_channel_calls_off_nothing_that_moved_to_another() {
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, group_id, id, name, private) VALUES (?, ?, ?, 'Elsewhere', true)",
                tenant,
                group,
                channel);
        var id = make(wish("Moves away", Instant.parse("2027-11-02T16:00:00Z"))
                .put("repeats", new JsonObject().put("every", "week").put("times", 3)));
        portal.execute(
                "UPDATE event SET channel_id = ? WHERE series_id = ?::uuid AND starts_at > '2027-11-15'", channel, id);
        ana.json("POST", EVENTS + "/" + id + "/series/cancel", "{}").expect(200);
        ana.json("POST", EVENTS + "/" + id + "/series/cancel", "{}").expect(409);
        assertEquals(
                List.of(List.of("cancelled"), List.of("cancelled"), List.of("open")),
                portal.query("SELECT state FROM event WHERE series_id = ?::uuid ORDER BY starts_at", id));
    }

    @Test
    void who_comes_to_several_of_a_series_hears_once_of_a_change_to_all() {
        var id = make(wish("Moves on", Instant.parse("2028-01-04T16:00:00Z"))
                .put("repeats", new JsonObject().put("every", "week").put("times", 4)));
        var items = ben.get(EVENTS + "/" + id + "/series").expect(200).json().getJsonArray("items");
        for (int i = 1; i < 4; i++)
            answer(ben, items.getJsonObject(i).getString("id"), "yes").expect(200);
        var last = items.getJsonObject(3).getString("id");
        answer(cleo, last, "maybe").expect(200);
        ana.header("If-Match", "*")
                .json(
                        "PUT",
                        EVENTS + "/" + id,
                        wish("Moves on", Instant.parse("2028-01-04T18:00:00Z"))
                                .put("following", true)
                                .encode())
                .expect(200);
        var told =
                "SELECT count(*) FROM notification WHERE type = 'event.changed' AND contact_id = ? AND about_id = ?::uuid";
        until(() -> portal.count(told, cleoId, last) == 1);
        assertEquals(1, portal.count(told, benId, items.getJsonObject(1).getString("id")));
        assertEquals(0, portal.count(told, benId, last));
    }
}
