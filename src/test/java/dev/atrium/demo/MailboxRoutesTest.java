package dev.atrium.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mailbox over real HTTP: the page, the mail in its frame, and the JSON. */
class MailboxRoutesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Mailbox mailbox = Mailbox.open(0);
    private final Letters letters = new Letters(mailbox);
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void listen() {
        port = vertx.createHttpServer()
                .requestHandler(MailboxRoutes.router(vertx, mailbox))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    @AfterEach
    void close() {
        client.close();
        vertx.close().await();
        mailbox.close();
    }

    @Test
    void scripts_get_the_newest_first_with_exactly_the_promised_fields() throws Exception {
        letters.plain("ana@client.example", "one", "first");
        letters.plain("ben@client.example", "two", "second");
        letters.rich("ana@client.example", "three", "third", "<b>third</b>");
        var answer = get("/api/messages?to=ANA%40client.example");
        assertEquals("application/json", header(answer, "Content-Type"));
        var messages = new JsonArray(answer.body());
        assertEquals(2, messages.size());
        assertEquals("three", messages.getJsonObject(0).getString("subject"));
        assertEquals("first", messages.getJsonObject(1).getString("text").strip());
        assertEquals(
                Set.of("id", "to", "from", "subject", "receivedAt", "text", "html"),
                messages.getJsonObject(0).fieldNames());
        assertEquals(3, new JsonArray(get("/api/messages").body()).size());
    }

    @Test
    void a_plus_that_nobody_escaped_still_finds_its_mails() throws Exception {
        letters.plain("ana+x@client.example", "one", "first");
        assertEquals(
                1, new JsonArray(get("/api/messages?to=ana+x@client.example").body()).size());
        assertEquals(
                1, new JsonArray(get("/api/messages?to=ana%2Bx@client.example").body()).size());
    }

    @Test
    void delete_empties_and_so_does_the_button() throws Exception {
        letters.plain("ana@client.example", "one", "first");
        assertEquals(204, send("DELETE", "/api/messages").statusCode());
        assertEquals("[]", get("/api/messages").body());
        letters.plain("ana@client.example", "two", "second");
        var answer = send("POST", "/empty");
        assertEquals(303, answer.statusCode());
        assertEquals("/", header(answer, "Location"));
        assertEquals("[]", get("/api/messages").body());
    }

    @Test
    void another_site_cannot_empty_it() throws Exception {
        letters.plain("ana@client.example", "one", "first");
        assertEquals(403, send("POST", "/empty", "Sec-Fetch-Site", "same-site").statusCode());
        assertEquals(
                403,
                send("DELETE", "/api/messages", "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals(1, mailbox.messages(Optional.empty()).size());
    }

    @Test
    void the_page_shows_hostile_mails_as_letters_and_allows_no_inline_script() throws Exception {
        letters.plain("ana@client.example", "<script>alert(1)</script>", "<img src=x onerror=alert(2)>");
        var page = get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("&lt;script&gt;alert(1)"));
        assertFalse(page.body().contains("<script>"));
        assertFalse(page.body().contains("<img"));
        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; style-src 'self'; script-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
    }

    @Test
    void a_mail_is_framed_without_scripts_network_or_our_origin_and_its_links_open_outside() throws Exception {
        letters.rich(
                "ana@client.example",
                "s",
                "text",
                "<html><head><title>t</title></head><a href='http://x.example/'>in</a></html>");
        var id = mailbox.messages(Optional.empty()).getFirst().id();
        assertTrue(get("/m/" + id).body().contains("<iframe src=\"/m/" + id + "/html\""));
        assertTrue(get("/m/" + id + "?view=text").body().contains(">text"));
        var frame = get("/m/" + id + "/html");
        assertTrue(frame.body().startsWith("<html><head><base target=\"_blank\"><title>"), frame.body());
        var policy = header(frame, "Content-Security-Policy");
        assertTrue(
                policy.startsWith(
                        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:;"),
                policy);
        assertFalse(policy.contains("allow-scripts") || policy.contains("allow-same-origin"), policy);
    }

    @Test
    void a_page_that_did_not_change_is_not_sent_again() throws Exception {
        letters.plain("ana@client.example", "one", "first");
        var tag = header(get("/"), "ETag");
        assertEquals(304, send("GET", "/", "If-None-Match", tag).statusCode());
        letters.plain("ana@client.example", "two", "second");
        assertEquals(200, send("GET", "/", "If-None-Match", tag).statusCode());
    }

    @Test
    void a_mail_that_is_gone_says_so() throws Exception {
        assertEquals(404, get("/m/nothing/html").statusCode());
        var answer = get("/m/nothing");
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().contains("This mail is gone"));
    }

    @Test
    void everything_that_the_page_names_is_there() throws Exception {
        for (var path : List.of("/mailbox.css", "/mailbox.js", "/favicon.svg")) {
            assertTrue(get("/").body().contains("\"" + path + "\""), path);
            assertEquals(200, get(path).statusCode(), path);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
