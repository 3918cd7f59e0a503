package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is typed into a form reaches one recipient and no header. */
class MailInjectionTest {
    private static final String VICTIM = "victim@example.com";
    private static final String EVIL = "thief@evil.example";
    private static final List<String> BREAKS = List.of(
            "\r\n", "\n", "\r", "\0", "\r\n ", "\u2028", "\u2029", "\u0085", "%0d%0a", "%0a", "\\r\\n", "\u560d\u560a");
    private static SmtpSink sink;
    private static Portal portal;

    @BeforeAll
    static void start() {
        sink = SmtpSink.open(0);
        var settings = Proof.raised();
        settings.put("mail.port", Integer.toString(sink.port()));
        portal = Portal.start(settings);
        portal.account(Portal.ACME, "Vic Tim", VICTIM);
    }

    @AfterAll
    static void stop() {
        portal.close();
        sink.close();
    }

    @Test
    void no_variant_of_an_address_reaches_a_second_recipient() {
        var bodies = bodies();
        int sent = 0;
        for (var path : List.of("/login/code", "/forgot", "/signup", "/login")) {
            for (var body : bodies) {
                var rest = path.equals("/signup") ? "&full_name=Vic&password=a-quiet-place-9" : "&password=x-y-z-1234";
                var answer =
                        portal.at(Portal.ACME).send("POST", path, body + rest, "application/x-www-form-urlencoded");
                assertTrue(answer.status() < 500, path + " " + body + ": " + answer.status());
                sent++;
            }
            for (var type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x")) {
                var json = "{\"email\":\"" + VICTIM + "\",\"email\":\"" + EVIL + "\",\"email\":[\"" + VICTIM + "\",\""
                        + EVIL + "\"]}";
                assertTrue(portal.at(Portal.ACME).send("POST", path, json, type).status() < 500);
                sent++;
            }
        }
        portal.at(Portal.ACME).post("/login/code", Forms.email(VICTIM)).expect(303);
        int mails = (int) portal.count("SELECT count(*) FROM mail_outbox");
        var letters = sink.await(mails, 60);
        var foreign = letters.stream()
                .flatMap(letter -> letter.commands().stream())
                .filter(line -> line.startsWith("RCPT") && !line.equals("RCPT TO:<" + VICTIM + ">"))
                .collect(Collectors.toSet());
        long crowded = letters.stream()
                .filter(letter -> letter.commands().stream()
                                .filter(line -> line.startsWith("RCPT"))
                                .count()
                        != 1)
                .count();
        Proof.print(
                "recipient-injection",
                sent,
                foreign.size() + crowded,
                "0",
                "variants",
                bodies.size(),
                "mails",
                letters.size(),
                "other_recipients",
                foreign.size(),
                "mails_with_several",
                crowded);
        assertTrue(sent >= 1200, "only " + sent);
        assertEquals(Set.of(), foreign);
        assertEquals(0, crowded);
        assertEquals(mails, letters.size());
    }

    private static List<String> bodies() {
        var typed = new ArrayList<String>();
        for (var gap : BREAKS) {
            for (var lead : List.of("", "To: ", "Cc: ", "Bcc: ", "RCPT TO:<", "bcc:")) {
                typed.add(VICTIM + gap + lead + EVIL);
                typed.add(EVIL + gap + lead + VICTIM);
            }
        }
        for (var gap : List.of(
                ",", ";", " ", "|", "\t", ", ", "; ", "%2c", "%20", "/", "\\", "&", "+", "\u00a0", "\u200b", "\uff0c",
                "\uff1b", ">,<", "><")) {
            typed.add(VICTIM + gap + EVIL);
            typed.add(EVIL + gap + VICTIM);
            typed.add("<" + VICTIM + ">" + gap + "<" + EVIL + ">");
            typed.add("\"" + VICTIM + "\"" + gap + EVIL);
        }
        for (var form : List.of(
                "Vic <%s>",
                "%s (Vic)",
                "\"%s\" <" + EVIL + ">",
                "<%s>",
                "Vic <" + EVIL + "> <%s>",
                EVIL + " <%s>",
                "%s <" + EVIL + ">",
                "@evil.example:%s",
                "<@evil.example:%s>",
                "%s%%" + EVIL,
                "mailto:%s",
                "mailto:%s?bcc=" + EVIL,
                "group: %s, " + EVIL + ";",
                "%s@evil.example",
                "thief%%%s",
                "thief!%s",
                "\"thief@evil.example \"%s",
                "%s?cc=" + EVIL,
                "%s#" + EVIL,
                "%s\\@evil.example",
                "[\"%s\",\"" + EVIL + "\"]",
                "{\"a\":\"%s\"}",
                "%s\u0000",
                "\u202e%s",
                "%s\uff20evil.example",
                "=?utf-8?q?%s?=",
                "%s\u3002evil.example")) {
            typed.add(form.replace("%%", "%").replace("%s", VICTIM));
        }
        var bodies = typed.stream()
                .map(text -> "email=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .collect(Collectors.toCollection(ArrayList::new));
        for (var name : List.of(
                "email",
                "email[]",
                "email[0]",
                "email[1]",
                "Email",
                "EMAIL",
                "email%00",
                "email.",
                "email%5B%5D",
                "to",
                "cc",
                "bcc",
                "email_confirm",
                "username",
                "next",
                "nonce")) {
            bodies.add("email=" + VICTIM + "&" + name + "=" + EVIL);
            bodies.add(name + "=" + EVIL + "&email=" + VICTIM);
            bodies.add("email=" + VICTIM + ";" + name + "=" + EVIL);
        }
        for (var raw : List.of(
                "email=%ff%fe" + VICTIM,
                "email=" + VICTIM + "%00" + EVIL,
                "email",
                "email=",
                "=" + EVIL,
                "email=" + VICTIM + "%",
                "email=%zz",
                "email=" + "a".repeat(300) + "@example.com",
                "&&&email=" + VICTIM + "&&email=" + EVIL)) {
            bodies.add(raw);
        }
        return bodies;
    }

    @Test
    void no_name_adds_a_header_or_a_command() {
        var names = new ArrayList<String>();
        for (var gap : BREAKS) {
            for (var line : List.of(
                    "Bcc: " + EVIL,
                    "To: " + EVIL,
                    "Subject: x",
                    "X-Evil: 1",
                    ".",
                    "RCPT TO:<" + EVIL + ">",
                    "From: " + EVIL,
                    "\r\n<b>body</b>")) {
                names.add("Vic" + gap + line);
                names.add(gap + line);
            }
        }
        names.addAll(List.of(
                "x <" + EVIL + ">",
                "a\"b",
                "a\\",
                "(",
                ")",
                ":-)",
                "<",
                ">",
                "=?utf-8?q?=0d=0aBcc:?=",
                "caf\u00e9 \ud83c\udf0a",
                "a,b",
                "a;b:c@d"));
        int before = sink.accepted().size();
        int signups = 0;
        for (var name : names) {
            if (portal.at(Portal.ACME)
                            .post("/signup", Forms.signup(name, "name" + signups + "@example.com", "a-quiet-place-9"))
                            .status()
                    == 303) signups++;
        }
        int tenants = 0;
        for (var name : names) {
            var cut = (name.replace("\0", "") + "x");
            cut = cut.substring(0, Math.min(60, cut.length()));
            portal.execute(
                    "UPDATE branding SET portal_name = ?, support_email = ? WHERE tenant_id = ?",
                    cut,
                    "help@example.com" + name.replace("\0", ""),
                    portal.tenantId(Portal.GLOBEX));
            portal.execute("UPDATE contact SET full_name = ? WHERE email = ?", cut, VICTIM);
            portal.house()
                    .vertx()
                    .eventBus()
                    .publish("tenant.changed", portal.tenantId(Portal.GLOBEX).toString());
            Portal.pause(5);
            portal.at(Portal.GLOBEX)
                    .post("/login/code", Forms.email("tenant" + tenants++ + "@example.com"))
                    .expect(303);
        }
        var letters =
                sink.await(before + signups + tenants, 60).stream().skip(before).toList();
        var known = Set.of(
                "MIME-Version",
                "Message-ID",
                "Date",
                "Subject",
                "From",
                "To",
                "Content-Type",
                "Auto-Submitted",
                "Reply-To");
        var strange = new TreeSet<String>();
        int repeated = 0;
        for (var letter : letters) {
            var seen = new HashSet<String>();
            for (var header : letter.headers()) {
                var name = header.replaceAll("(?s):.*", "");
                if (!known.contains(name)) strange.add(header);
                if (!seen.add(name)) repeated++;
            }
            assertEquals(3, letter.commands().size(), letter.commands()::toString);
            assertTrue(!letter.commands().toString().contains("evil"), letter.commands()::toString);
        }
        Proof.print(
                "header-injection",
                signups + tenants,
                strange.size() + repeated,
                "0",
                "names",
                names.size(),
                "sign_ups",
                signups,
                "tenant_names",
                tenants,
                "mails",
                letters.size());
        assertEquals(signups + tenants, letters.size());
        assertEquals(Set.of(), strange);
        assertEquals(0, repeated);
    }
}
