package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every declared type, those of later features included. */
class TypesTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| [^|]+ \\| [^|]+ \\| ([A-Za-z]+) \\|$");

    private static final List<String> BREAKS = List.of(
            "\r\nBcc: thief@evil.example",
            "\nX-Evil: 1",
            "\r\rTo: x",
            "\0",
            "\u2028Bcc: y",
            "\u0085Bcc: z",
            "\u202eevil");

    private static Portal portal;
    private static Notifications notifications;
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        notifications = portal.house().notifications();
        tenant = portal.house()
                .hosts()
                .tenant(portal.tenantId(Portal.ACME))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Letter.Written write(NotificationType type, Locale language, OwnTemplate own) {
        return notifications.sample(tenant, type, language, own);
    }

    private static List<Locale> languages() {
        return portal.house().web().messages().languages();
    }

    @Test
    void every_type_has_its_words_and_is_written_in_every_language() {
        var lacking = new ArrayList<String>();
        int written = 0;
        for (var type : notifications.types().all()) {
            for (var key : NotificationTypes.keys(type)) {
                if (!portal.house().web().messages().has(key)) lacking.add(key);
            }
            if (!type.has(Channel.MAIL)) continue;
            var texts = new ArrayList<String>();
            for (var language : languages()) {
                var mail = write(type, language, OwnTemplate.none(language.toLanguageTag()));
                for (var part : List.of(mail.subject(), mail.html(), mail.text())) {
                    if (part.isBlank() || part.matches("(?s).*(\\{\\{|\\{[0-9]}).*"))
                        lacking.add(type.key() + ": " + part);
                }
                assertTrue(mail.html().contains("lang=\"" + language.toLanguageTag() + "\""), type.key());
                texts.add(mail.text());
                written++;
            }
            assertEquals(
                    texts.size(), texts.stream().distinct().count(), type.key() + " says the same in two languages");
        }
        System.out.println("notification types: " + written + " mails written, " + lacking.size() + " lack something");
        assertEquals(List.of(), lacking);
        assertTrue(written >= 2 * 8);
    }

    /** The catalogue of types, in which later features have theirs already. */
    @Test
    void every_declared_type_stands_in_the_catalogue_and_nothing_else_is_called_sent() throws IOException {
        var declared = notifications.types().all().stream()
                .map(NotificationType::key)
                .collect(Collectors.toCollection(TreeSet::new));
        var catalogue = new TreeMap<String, String>();
        var rows = ROW.matcher(Files.readString(Path.of("docs/notifications.md")));
        while (rows.find()) {
            assertFalse(catalogue.containsKey(rows.group(1)), rows.group(1) + " stands there twice");
            catalogue.put(rows.group(1), rows.group(2));
        }
        var sent = catalogue.entrySet().stream()
                .filter(row -> row.getValue().equals("sent"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(declared, sent, "docs/notifications.md");
        for (var key : catalogue.keySet()) {
            var type = NotificationType.of(key);
            assertTrue(Area.of(type) != Area.MORE, key + " belongs to an area");
        }
        assertTrue(catalogue.size() - sent.size() >= 25, "the seed list");
        assertTrue(catalogue.size() >= 129, "a type of the seed list becomes sent and never goes: " + catalogue.size());
    }

    @Test
    void every_type_is_listed_among_the_choices_or_says_why_there_is_none() {
        portal.account(Portal.ACME, "Lily List", "list@example.com");
        var page = portal.as(Portal.ACME, "list@example.com")
                .get("/account/notifications")
                .expect(200)
                .body();
        portal.staff("Olga Owner", "types-owner@staff.example", "owner", Portal.ACME);
        var console = portal.asStaff("types-owner@staff.example")
                .get("/t/acme/notifications")
                .expect(200)
                .body();
        for (var type : notifications.types().all()) {
            var title = portal.house().web().messages().get(Locale.ENGLISH, Family.TYPE.key(type.key()));
            boolean client = type.reader() == NotificationType.Reader.CLIENT;
            // What staff are told is no choice of a client: it stands with the business's rules alone.
            assertEquals(client, page.contains("<strong>" + title + "</strong>"), title);
            assertEquals(client && type.duty().choice(), page.contains("name=\"" + type.key() + ":mail\""), type.key());
            assertTrue(console.contains(title) && console.contains("/t/acme/notifications/" + type.key()), title);
        }
    }

    /** Whoever it is for: what can be done without says how it is ended, and the way works; what guards the account says nothing. */
    @Test
    void every_mail_that_is_neither_security_nor_legal_can_be_ended_from_itself() {
        var account = portal.account(Portal.ACME, "Enid End", "enid@example.com");
        portal.staff("Edda End", "edda@staff.example", "owner", Portal.ACME);
        int ended = 0;
        int guarding = 0;
        for (var type : notifications.types().all()) {
            if (!type.has(Channel.MAIL)) continue;
            for (var reader : NotificationType.Reader.values()) {
                if (!type.reads(reader)) continue;
                boolean staff = reader == NotificationType.Reader.STAFF;
                var mail = mailed(type, reader, staff ? staffId() : contactOf(account));
                var headers =
                        new Envelope(mail, null).message("portal@example.com").getHeaders();
                boolean expected = type.duty().dispensable();
                var what = type.key() + " to " + reader;
                assertEquals(expected, headers.contains("List-Unsubscribe"), what);
                assertEquals(expected, headers.contains("List-Unsubscribe-Post"), what);
                assertEquals(
                        expected,
                        mail.text().contains(mail.unsubscribe())
                                && !mail.unsubscribe().isEmpty(),
                        what);
                assertEquals(expected, mail.html().contains("/unsubscribe/"), what);
                if (!expected) {
                    guarding++;
                    continue;
                }
                var link = "/unsubscribe/" + mail.unsubscribe().replaceAll(".*/", "");
                var program = staff ? portal.atConsole() : portal.at(Portal.ACME);
                program.header("Sec-Fetch-Site", "cross-site")
                        .post(link, Map.of("List-Unsubscribe", "One-Click"))
                        .expect(200)
                        .expectText("You are unsubscribed");
                ended++;
            }
        }
        System.out.println("{\"proof\":\"one-click\",\"ended\":" + ended + ",\"guarding\":" + guarding + "}");
        assertTrue(ended >= 16 && guarding >= 20, ended + " and " + guarding);
    }

    private static UUID staffId() {
        return (UUID) portal.query("SELECT id FROM staff WHERE email = 'edda@staff.example'")
                .getFirst()
                .getFirst();
    }

    private static UUID contactOf(UUID account) {
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    /** The mail that a person gets, as it lies in the outbox. */
    private static Outgoing mailed(NotificationType type, NotificationType.Reader reader, UUID person) {
        portal.house()
                .db()
                .write(
                        Scope.job(tenant.id(), "test"),
                        tx -> new ChoiceStore(tx)
                                .reader(reader, person, type)
                                .compose(to -> notifications.mail(
                                        tx,
                                        tenant,
                                        to.orElseThrow(),
                                        Notice.of(type, new Recipient.Contact(person), type.samples()),
                                        List.of(),
                                        Digests.sampleOf(type, notifications, tenant, Locale.ENGLISH))))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var row = portal.query(
                        "SELECT recipient, html, text, unsubscribe FROM mail_outbox WHERE kind = ? ORDER BY id DESC LIMIT 1",
                        type.key())
                .getFirst();
        return new Outgoing(
                Ids.next(),
                type.key(),
                (String) row.get(0),
                "Acme Studio",
                "",
                "Subject",
                (String) row.get(1),
                (String) row.get(2),
                false,
                "<1@example.com>",
                (String) row.get(3),
                1);
    }

    @Test
    void what_nobody_may_switch_off_and_word_to_the_team_never_waits_for_tomorrow() {
        for (var type : notifications.types().all()) {
            boolean guards =
                    type.duty() == NotificationType.Duty.SECURITY || type.duty() == NotificationType.Duty.LEGAL;
            assertEquals(guards || type.permission() != null, type.urgent(), type.key());
        }
    }

    @Test
    void no_value_of_a_variable_opens_a_second_header() {
        int tried = 0;
        for (var type : notifications.types().all()) {
            for (var broken : BREAKS) {
                var subject = new StringBuilder();
                Map<String, Object> values = new HashMap<>(type.samples());
                type.variables().forEach(v -> {
                    if (v.kind() == Variable.Kind.TEXT || v.kind() == Variable.Kind.SECRET) {
                        values.put(v.name(), "a" + broken);
                        subject.append(" {{").append(v.name()).append("}}");
                    }
                });
                var wording = new OwnTemplate("en", 1, "Hello" + subject, "", "");
                var letter = new Letter(
                        tenant,
                        type,
                        Locale.ENGLISH,
                        ZoneId.of("UTC"),
                        wording,
                        values,
                        "",
                        Exit.NONE,
                        Digests.sampleOf(type, notifications, tenant, Locale.ENGLISH));
                var house = portal.house();
                var written = letter.write(house.web().messages(), house.web().templates(), "");
                var header = HeaderWords.text(HeaderText.clean(written.subject()));
                // A folded line goes on with a blank; anything else would be a header of its own.
                assertFalse(header.matches("(?s).*[\r\n](?![ \n]).*"), header);
                assertFalse(header.contains("\0"), header);
                tried++;
            }
        }
        System.out.println("{\"proof\":\"notification-headers\",\"variants\":" + tried + ",\"extra_headers\":0}");
        assertTrue(tried >= 50);
    }

    /** "Default Template" makes a copy that can be saved as it is, and says the same as ours. */
    @Test
    void the_editable_copy_of_every_mail_is_whole_in_every_language() {
        var lacking = new ArrayList<String>();
        int copied = 0;
        for (var type : notifications.types().all()) {
            if (!type.has(Channel.MAIL)) continue;
            for (var language : languages()) {
                var house = portal.house();
                var copy = DefaultCopy.of(
                        type, language, house.web().messages(), house.web().templates());
                var checked = OwnTemplate.of(type, copy.language(), 0, copy.subject(), copy.html(), "");
                if (!checked.removed().isEmpty()) lacking.add(type.key() + " loses " + checked.removed());
                if (!checked.template().html().equals(copy.html())) lacking.add(type.key() + " changes when saved");
                var ours = write(type, language, OwnTemplate.none(copy.language()));
                var own = write(type, language, checked.template());
                if (!own.subject().equals(ours.subject())) lacking.add(own.subject() + " / " + ours.subject());
                if (!words(own.html()).equals(words(ours.html())))
                    lacking.add(type.key() + " " + language + ":\n" + words(own.html()) + "\n" + words(ours.html()));
                copied++;
            }
        }
        System.out.println(
                "{\"proof\":\"default-templates\",\"copied\":" + copied + ",\"differ\":" + lacking.size() + "}");
        assertEquals(List.of(), lacking);
    }

    /** What a mail says, without its markup: codes are grouped in ours, and a typed value is isolated where a number is not. */
    private static String words(String html) {
        return html.replaceAll("(?s)<style>.*?</style>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("[\\s\u00a0\u202f\u2068\u2069]+", "")
                .replace("&#61;", "=")
                .replace("&#34;", "&quot;")
                .replace("&#39;", "'");
    }

    @Test
    void a_caller_that_forgets_or_invents_a_variable_is_told_so() {
        var type = notifications.types().find("account.new_sign_in").orElseThrow();
        var all = type.samples();
        type.check(all);
        for (var name : all.keySet()) {
            var less = new HashMap<>(all);
            less.remove(name);
            Assertions.assertThrows(IllegalArgumentException.class, () -> type.check(less));
        }
        Assertions.assertThrows(
                IllegalArgumentException.class,
                () -> type.check(Map.of("portal", "x", "device", "x", "at", "yesterday", "ip", "x", "name", "x")));
    }

    @Test
    void quiet_hours_end_on_the_right_day_and_over_a_change_of_clocks() {
        var berlin = ZoneId.of("Europe/Berlin");
        var night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
        assertEquals(
                Optional.of(Instant.parse("2026-03-15T06:00:00Z")),
                night.over(Instant.parse("2026-03-14T22:30:00Z"), berlin));
        assertEquals(
                Optional.of(Instant.parse("2026-03-15T06:00:00Z")),
                night.over(Instant.parse("2026-03-15T05:59:59Z"), berlin));
        assertEquals(Optional.empty(), night.over(Instant.parse("2026-03-15T06:00:00Z"), berlin));
        // In the night of 29 March 2026 the hour from two to three is left out.
        assertEquals(
                Optional.of(Instant.parse("2026-03-29T05:00:00Z")),
                night.over(Instant.parse("2026-03-28T22:30:00Z"), berlin));
        var noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0));
        assertEquals(Optional.empty(), noon.over(Instant.parse("2026-03-15T10:59:00Z"), berlin));
        assertEquals(
                Optional.of(Instant.parse("2026-03-15T12:00:00Z")),
                noon.over(Instant.parse("2026-03-15T11:00:00Z"), berlin));
    }

    @Test
    void gathered_mail_leaves_at_eight_in_the_persons_morning() {
        var auckland = ZoneId.of("Pacific/Auckland");
        var monday = Instant.parse("2026-03-15T18:00:00Z"); // Monday, seven in the morning there
        assertEquals(Instant.parse("2026-03-15T19:00:00Z"), DigestTimes.next(Pace.DAILY, monday, auckland));
        assertEquals(Instant.parse("2026-03-15T19:00:00Z"), DigestTimes.next(Pace.WEEKLY, monday, auckland));
        var later = Instant.parse("2026-03-15T19:00:00Z");
        assertEquals(Instant.parse("2026-03-16T19:00:00Z"), DigestTimes.next(Pace.DAILY, later, auckland));
        assertEquals(Instant.parse("2026-03-22T19:00:00Z"), DigestTimes.next(Pace.WEEKLY, later, auckland));
    }
}
