package dev.atrium.communities.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said about posts: who may, and that the figures are right whatever happens at once. */
class TalkTest {
    private static final int MANY = 50;
    private static Agora agora;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;
    private static UUID benId;
    private static Visitor stranger;
    private static final List<Visitor> CROWD = new ArrayList<>();

    @BeforeAll
    static void start() {
        agora = new Agora(Map.of("limits.posts-per-minute", "200"));
        anaId = agora.person("Ana", "owner");
        benId = agora.person("Ben", "member");
        agora.person("Stranger", "");
        ana = agora.as("Ana");
        ben = agora.as("Ben");
        stranger = agora.as("Stranger");
        for (int i = 0; i < MANY; i++) {
            agora.person("Crowd" + i, "member");
            CROWD.add(agora.as("Crowd" + i));
        }
    }

    @AfterAll
    static void stop() {
        agora.close();
    }

    private static String api(UUID post, String rest) {
        return "/api/v1/posts/" + post + rest;
    }

    private static Answer say(Visitor who, UUID post, UUID parent, String text) {
        var json = new JsonObject().put("body", text);
        if (parent != null) json.put("parent", parent.toString());
        return who.json("POST", api(post, "/comments"), json.encode());
    }

    private static Answer delete(Visitor who, String path) {
        return who.send("DELETE", path, null, null);
    }

    private static UUID id(Answer made) {
        return UUID.fromString(made.expect(201).json().getString("id"));
    }

    private static long number(String sql, Object... values) {
        return ((Number) agora.portal.query(sql, values).getFirst().getFirst()).longValue();
    }

    @Test
    void comments_are_for_those_who_see_the_post_and_stand_in_two_levels() {
        var post = Agora.post(ana, agora.open, "What do you think?");
        var first = id(say(ben, post, null, "I **like** it"));
        var reply = id(say(ana, post, first, "Thank you"));
        var deeper = say(ben, post, reply, "You are welcome").expect(201);
        assertEquals(first.toString(), deeper.json().getString("parent"), "a reply to a reply stands beside it");
        assertEquals(3, ana.get(api(post, "")).expect(200).json().getInteger("comments"));
        var list = ben.get(api(post, "/comments?limit=2")).expect(200).json();
        assertEquals(2, list.getJsonArray("items").size());
        assertEquals(
                "You are welcome",
                ben.get(list.getString("next"))
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("body"));
        stranger.get(api(post, "/comments")).expect(404);
        say(stranger, post, null, "Let me").expect(404);
        say(ben, post, null, "  ").expect(422);
        say(ben, post, null, "x".repeat(8_001)).expect(422);
        say(ben, post, UUID.randomUUID(), "To whom?").expect(409);

        var secret = Agora.post(ana, agora.closed, "For the board");
        say(ben, secret, null, "Hello?").expect(404);
        ben.get(api(secret, "/comments")).expect(404);
        ben.json("PUT", api(secret, "/reactions"), "{\"word\":\"like\"}").expect(404);
        ben.json("PUT", api(secret, "/follow"), "{\"state\":\"following\"}").expect(404);

        agora.portal.execute(
                "UPDATE membership SET muted_until = now() + interval '1 hour' WHERE contact_id = ?", benId);
        say(ben, post, null, "Hm").expect(403);
        ben.json("PUT", api(post, "/reactions"), "{\"word\":\"like\"}").expect(403);
        agora.portal.execute("UPDATE membership SET muted_until = NULL WHERE contact_id = ?", benId);
        assertEquals(
                List.of("comment.added", "comment.added", "comment.added"),
                agora.portal.query("SELECT e.kind FROM feed_event e WHERE e.feed_id = ? ORDER BY e.seq", post).stream()
                        .map(List::getFirst)
                        .toList());
    }

    @Test
    void a_comment_is_changed_by_its_author_alone_and_comes_back_after_it_was_removed() {
        var post = Agora.post(ana, agora.open, "Read this");
        var comment = id(say(ben, post, null, "First words"));
        var one = api(post, "/comments/" + comment);
        ana.json("PATCH", one, "{\"body\":\"Not mine\",\"version\":1}").expect(404);
        assertEquals(
                "Better words",
                ben.json("PATCH", one, "{\"body\":\"Better words\",\"version\":1}")
                        .expect(200)
                        .json()
                        .getString("body"));
        ben.json("PATCH", one, "{\"body\":\"Late\",\"version\":1}").expect(409);
        ben.json("PUT", one + "/reactions", "{\"word\":\"love\"}").expect(204);
        assertEquals(1, number("SELECT count(*) FROM revision WHERE object_id = ?", comment));
        delete(stranger, one).expect(404);
        delete(ana, one).expect(204);
        ben.get(one).expect(404);
        assertEquals(0, number("SELECT comments FROM post WHERE id = ?", post));
        assertEquals(1, number("SELECT count(*) FROM audit WHERE object_id = ?", comment));
        // What a moderator removed its author does not bring back.
        var race = id(say(ben, post, null, "Twice gone?"));
        var answers =
                Race.of(10, n -> delete(ben, api(post, "/comments/" + race)).status());
        assertEquals(1, answers.stream().filter(status -> status == 204).count(), answers::toString);
        assertEquals(0, number("SELECT comments FROM post WHERE id = ?", post));
    }

    @Test
    void figures_are_exact_whoever_comments_reacts_and_votes_at_once() {
        var post = Agora.post(ana, agora.open, "Count me");
        var comment = id(say(ana, post, null, "And me"));
        ana.json("PUT", api(post, "/poll"), "{\"options\":[\"Red\",\"Green\",\"Blue\"],\"multiple\":true}")
                .expect(200);
        var statuses = Race.of(MANY * 4, n -> {
            var who = CROWD.get(n % MANY);
            return switch (n / MANY) {
                case 0 -> say(who, post, null, "No. " + n).status();
                case 1 ->
                    who.json("PUT", api(post, "/reactions"), "{\"word\":\"like\"}")
                            .status();
                case 2 ->
                    who.json("PUT", api(post, "/comments/" + comment + "/reactions"), "{\"word\":\"wow\"}")
                            .status();
                default ->
                    who.json(
                                    "PUT",
                                    api(post, "/poll/vote"),
                                    n % 2 == 0 ? "{\"options\":[3,1]}" : "{\"options\":[1,2,3]}")
                            .status();
            };
        });
        assertTrue(statuses.stream().allMatch(status -> status < 300), statuses::toString);
        assertEquals(MANY + 1, number("SELECT comments FROM post WHERE id = ?", post));
        assertEquals(MANY, number("SELECT reactions FROM post WHERE id = ?", post));
        assertEquals(MANY, number("SELECT (reacted ->> 'like')::int FROM post WHERE id = ?", post));
        assertEquals(MANY, number("SELECT reactions FROM comment WHERE id = ?", comment));
        assertEquals(MANY, number("SELECT voters FROM poll WHERE post_id = ?", post));
        assertEquals(MANY / 2, number("SELECT votes FROM poll_option WHERE post_id = ? AND number = 2", post));
        assertEquals(MANY, number("SELECT votes FROM poll_option WHERE post_id = ? AND number = 3", post));
        // Everybody changes their mind at once, and one presses the same button over and over.
        var again = Race.of(MANY * 3, n -> {
            var who = CROWD.get(n % MANY);
            return switch (n / MANY) {
                case 0 ->
                    who.json("PUT", api(post, "/reactions"), "{\"word\":\"sad\"}")
                            .status();
                case 1 ->
                    who.json("PUT", api(post, "/poll/vote"), "{\"options\":[2]}")
                            .status();
                default ->
                    ben.json("PUT", api(post, "/reactions"), "{\"word\":\"love\"}")
                            .status();
            };
        });
        assertTrue(again.stream().allMatch(status -> status < 300), again::toString);
        assertEquals(MANY + 1, number("SELECT reactions FROM post WHERE id = ?", post));
        assertEquals(MANY, number("SELECT (reacted ->> 'sad')::int FROM post WHERE id = ?", post));
        assertEquals(1, number("SELECT (reacted ->> 'love')::int FROM post WHERE id = ?", post));
        assertEquals(0, number("SELECT count(*) FROM post WHERE id = ? AND jsonb_exists(reacted, 'like')", post));
        assertEquals(MANY, number("SELECT votes FROM poll_option WHERE post_id = ? AND number = 2", post));
        assertEquals(0, number("SELECT votes FROM poll_option WHERE post_id = ? AND number = 1", post));
        // Whoever is erased is in no figure.
        agora.portal.execute("DELETE FROM contact WHERE email = 'crowd7@example.com'");
        assertEquals(MANY, number("SELECT reactions FROM post WHERE id = ?", post));
        assertEquals(MANY - 1, number("SELECT voters FROM poll WHERE post_id = ?", post));
        assertEquals(MANY - 1, number("SELECT votes FROM poll_option WHERE post_id = ? AND number = 2", post));
        CROWD.set(7, ben);
    }

    @Test
    void results_are_for_those_who_voted_until_the_poll_is_closed() {
        var post = Agora.post(ana, agora.open, "When?");
        ben.json("PUT", api(post, "/poll"), "{\"options\":[\"Now\",\"Later\"]}").expect(404);
        ana.json("PUT", api(post, "/poll"), "{\"options\":[\"Now\"]}").expect(422);
        ana.json("PUT", api(post, "/poll"), "{\"options\":[\"Now\",\"now \"]}").expect(422);
        ana.json("PUT", api(post, "/poll"), "{\"options\":[\"Now\",\"Later\"],\"anonymous\":false}")
                .expect(200);
        ana.json("PUT", api(post, "/poll/vote"), "{\"options\":[1,2]}").expect(422);
        ana.json("PUT", api(post, "/poll/vote"), "{\"options\":[7]}").expect(422);
        stranger.json("PUT", api(post, "/poll/vote"), "{\"options\":[1]}").expect(404);
        assertTrue(ana.json("PUT", api(post, "/poll/vote"), "{\"options\":[1]}")
                .expect(200)
                .json()
                .getBoolean("results"));
        var unseen = ben.get(api(post, "/poll")).expect(200).json();
        assertEquals(1, unseen.getInteger("voters"));
        assertEquals(null, unseen.getJsonArray("options").getJsonObject(0).getValue("votes"));
        assertEquals(
                new JsonArray(),
                ben.get(api(post, "/poll/votes")).expect(200).json().getJsonArray("items"));
        ana.json("PUT", api(post, "/poll"), "{\"options\":[\"Never\",\"Ever\"]}")
                .expect(409);
        ben.json("POST", api(post, "/poll/close"), "{}").expect(404);
        ana.json("POST", api(post, "/poll/close"), "{}").expect(200);
        var results = ben.get(api(post, "/poll")).expect(200).json();
        assertEquals(1, results.getJsonArray("options").getJsonObject(0).getInteger("votes"));
        assertEquals(
                1,
                ben.get(api(post, "/poll/votes"))
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        ben.json("PUT", api(post, "/poll/vote"), "{\"options\":[2]}").expect(409);
    }

    @Test
    void the_asker_marks_what_answers_a_question_and_removing_it_takes_the_mark_away() {
        var plain = Agora.post(ben, agora.open, "No question");
        var said = id(say(ana, plain, null, "No answer"));
        ben.json("PUT", api(plain, "/answer"), "{\"comment\":\"" + said + "\"}").expect(404);
        var post = Agora.post(ben, agora.questions, "How?");
        var answer = id(say(ana, post, null, "Like this"));
        CROWD.getFirst()
                .json("PUT", api(post, "/answer"), "{\"comment\":\"" + answer + "\"}")
                .expect(404);
        ben.json("PUT", api(post, "/answer"), "{\"comment\":\"" + said + "\"}").expect(404);
        ben.json("PUT", api(post, "/answer"), "{\"comment\":\"" + answer + "\"}")
                .expect(204);
        ben.json("PUT", api(post, "/answer"), "{\"comment\":\"" + answer + "\"}")
                .expect(204);
        assertTrue(ana.get(api(post, "/comments/" + answer)).expect(200).json().getBoolean("answer"));
        assertEquals(
                answer.toString(), ana.get(api(post, "")).expect(200).json().getString("answer"));
        delete(ana, api(post, "/comments/" + answer)).expect(204);
        assertEquals(null, ana.get(api(post, "")).expect(200).json().getString("answer"));
    }
}
