package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The demo's address book: forty people in six firms, with what somebody wrote down about them. */
final class DemoPeopleStore {
    private static final List<String> NAMES = List.of(
            "Amara Nwosu",
            "Anders Holm",
            "Beatriz Faria",
            "Björn Åkesson",
            "Carla Monteiro",
            "Cem Yıldız",
            "Clara Weiss",
            "Dilek Aydın",
            "Duarte Lopes",
            "Elena Petrova",
            "Emeka Obi",
            "Fatima Haddad",
            "Filip Novák",
            "Giulia Rossi",
            "Grace Kim",
            "Hanna Schulz",
            "Hugo Martins",
            "Inês Tavares",
            "Ivo Kovač",
            "Jana Dvořáková",
            "João Pires",
            "Kaito Mori",
            "Katrin Vogel",
            "Lars Nyberg",
            "Leila Rahimi",
            "Luca Bianchi",
            "Mara Lindqvist",
            "Marta Sousa",
            "Mateo García",
            "Mina Sato",
            "Nadia Benali",
            "Noah Fischer",
            "Olga Ivanova",
            "Pedro Almada",
            "Rita Carvalho",
            "Samuel Osei",
            "Sofia Neves",
            "Tomás Reis",
            "Yara Mansour",
            "Zoë Peeters");
    private static final List<String> COMPANIES = List.of(
            "Atelier Norte", "Bakery Sol", "Harbour & Sons", "Kestrel Outdoor", "Lumen Interiors", "Papelaria Central");
    private static final List<String> TAGS = List.of("VIP", "Newsletter", "Wedding", "Product photos", "Past due");
    private static final List<String> INVITED = List.of("sent", "opened", "sent", "draft", "sent", "revoked");
    private static final List<String> ROLES = List.of("owner", "billing", "signer", "viewer");
    private static final List<String> SOURCES = List.of("Referral", "Instagram", "Trade fair", "Website", "");
    private static final List<String> NOTES = List.of(
            "Prefers to be called in the afternoon.",
            "Wants the pictures in the wide format, for the shop window.",
            "Asked about the price for a whole day. Sent the list.",
            "Met at the fair; bring samples next time.");

    private static final String CONTACT = """
            INSERT INTO contact (tenant_id, id, full_name, email, phone, stage, source, owner_id, fields)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
    private static final String FIELD = """
            INSERT INTO custom_field (tenant_id, id, key, label, type, options, position) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String COMPANY = "INSERT INTO company (tenant_id, id, name, website) VALUES ($1, $2, $3, $4)";
    private static final String MEMBER =
            "INSERT INTO company_member (tenant_id, company_id, contact_id, role, until) VALUES ($1, $2, $3, $4, $5)";
    private static final String TAG = "INSERT INTO tag (tenant_id, id, name) VALUES ($1, $2, $3)";
    private static final String TAGGED =
            "INSERT INTO contact_tag (tenant_id, contact_id, tag_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    private static final String NOTE =
            "INSERT INTO note (tenant_id, id, contact_id, body, author) VALUES ($1, $2, $3, $4, 'Olivia Owner')";
    private static final String TASK = """
            INSERT INTO task (tenant_id, id, contact_id, title, due_on, assignee_id) VALUES ($1, $2, $3, $4, $5, $6)
            """;
    private static final String MEETING = """
            INSERT INTO appointment (tenant_id, id, contact_id, title, starts_at, ends_at, time_zone, place)
            VALUES ($1, $2, $3, $4, $5, $6, 'Europe/Lisbon', 'Studio 2, Rua da Luz 14')
            """;
    private static final String SEGMENT =
            "INSERT INTO segment (tenant_id, id, name, matching) VALUES ($1, $2, $3, 'all')";
    private static final String SEGMENT_RULE =
            "INSERT INTO segment_rule (tenant_id, segment_id, position, kind, word) VALUES ($1, $2, $3, $4, $5)";
    private static final String AUDIENCE = "INSERT INTO audience (tenant_id, id) VALUES ($1, $2)";
    private static final String RULE = """
            INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, tag_id) VALUES ($1, $2, 0, 'include', 'tag', $3)
            """;
    private static final String LINK = """
            INSERT INTO nav_item (tenant_id, id, label, icon, url, position, audience_id)
            VALUES ($1, $2, 'Priority bookings', 'calendar', 'https://acme.example/priority', 20, $3)
            """;
    private static final String VIP = """
            INSERT INTO contact_tag (tenant_id, contact_id, tag_id)
            SELECT $1, c.id, $2 FROM contact c WHERE c.tenant_id = $1 AND c.email = 'ana@example.com'
            """;
    private static final String ASKED = """
            UPDATE tenant_settings
               SET profile_fields = '{full_name,avatar,phone,field_format,field_birthday,field_website,field_about,time_zone}',
                   profile_required = '{full_name,phone,field_format,time_zone}',
                   profile_visible = '{full_name,avatar,field_website,field_about}', profile_blocks = '{}'
             WHERE tenant_id = $1
            """;
    /** Asked some days ago; what became of it differs. */
    private static final String INVITATION = """
            INSERT INTO invitation (tenant_id, id, contact_id, email, state, mails, created_at, sent_at, expires_at, opened_at, revoked_at)
            SELECT $1, $2, $3, $4, $5, CASE WHEN $5 = 'draft' THEN 0 ELSE 1 END, made,
                   CASE WHEN $5 <> 'draft' THEN made END, CASE WHEN $5 <> 'draft' THEN made + interval '7 days' END,
                   CASE WHEN $5 = 'opened' THEN made + interval '5 hours' END, CASE WHEN $5 = 'revoked' THEN made + interval '1 day' END
              FROM (SELECT now() - make_interval(days => $6) AS made) m
            """;

    private static final String JOINED = """
            INSERT INTO invitation (tenant_id, id, contact_id, email, state, mails, created_at, sent_at, expires_at, opened_at,
                                    accepted_at, accepted_way)
            SELECT $1, $2, a.contact_id, a.email, 'accepted', 1, made, made, made + interval '7 days', made + interval '2 hours',
                   made + interval '2 hours', 'mail'
              FROM account a, (SELECT now() - interval '9 days' AS made) m WHERE a.tenant_id = $1 AND a.email = $3
            """;
    private static final String DOCUMENT = """
            INSERT INTO document (tenant_id, id, contact_id, media_id, name, type, size, author, shared_at)
            SELECT $1, $2, c.id, $3, $4, 'text/plain', $5, 'Olivia Owner', CASE WHEN $6 THEN now() - interval '2 days' END
              FROM contact c WHERE c.tenant_id = $1 AND c.email = 'ana@example.com' ORDER BY c.created_at LIMIT 1
            """;
    /** A file of last week: its rows are forgotten already. */
    private static final String IMPORT = """
            INSERT INTO contact_import (tenant_id, id, file_name, state, encoding, delimiter, mapping, rows, handled, created, updated, failed,
                                        created_at, finished_at)
            VALUES ($1, $2, 'clients-2026.csv', 'done', 'UTF-8', ',', '{full_name,email}', 42, 42, 34, 6, 2,
                    now() - interval '8 days', now() - interval '8 days')
            """;

    private static final String APPROVAL = "UPDATE tenant_settings SET signup_mode = 'approval' WHERE tenant_id = $1";
    private static final String APPLICANT = """
            INSERT INTO account_request (tenant_id, id, email, full_name, language, created_at)
            VALUES ($1, $2, $3, $4, 'en', now() - make_interval(hours => $5))
            """;
    /** What staff sent: one that was used, one that waits, one that was too late, and one taken back. */
    private static final String SIGN_IN_LINKS = """
            INSERT INTO sign_in_link (tenant_id, id, token_hash, contact_id, account_id, email, next, maker, created_at, expires_at, used_at, revoked_at)
            SELECT $1, gen_random_uuid(), sha256(convert_to(gen_random_uuid()::text, 'UTF8')), a.contact_id, a.id, a.email, l.next,
                   'Olivia Owner', portal_now() - l.age, portal_now() - l.age + interval '3 days',
                   CASE WHEN l.state = 'used' THEN portal_now() - l.age + interval '20 minutes' END,
                   CASE WHEN l.state = 'revoked' THEN portal_now() - l.age + interval '2 hours' END
              FROM (VALUES ('ana@example.com', '/account/profile', 'used', interval '2 days'),
                           ('ben@example.com', '/account/sessions', 'sent', interval '3 hours'),
                           ('ben@example.com', '', 'expired', interval '9 days'),
                           ('chiara@example.com', '/notifications', 'revoked', interval '30 hours')) l (email, next, state, age)
              JOIN account a ON a.tenant_id = $1 AND a.email = l.email
            """;

    private static final String STAFF = "SELECT id FROM sys_staff_here()";

    private final Tx tx;
    private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    private final List<Future<?>> all = new ArrayList<>();

    DemoPeopleStore(Tx tx) {
        this.tx = tx;
    }

    /** Writes the address book, all of it in the caller's transaction. */
    Future<Void> fill() {
        return tx.list(STAFF, row -> row.getUUID(0)).compose(staff -> {
            var tags = things(TAGS, (id, name) -> run(TAG, tx.tenant(), id, name));
            var companies = things(COMPANIES, (id, name) -> run(COMPANY, tx.tenant(), id, name, website(name)));
            run(FIELD, tx.tenant(), Ids.next(), "birthday", "Birthday", "date", new String[0], 1);
            run(
                    FIELD,
                    tx.tenant(),
                    Ids.next(),
                    "format",
                    "Favourite format",
                    "choice",
                    new String[] {"Square", "Wide", "Portrait"},
                    2);
            run(FIELD, tx.tenant(), Ids.next(), "may_publish", "May publish pictures", "yes_no", new String[0], 3);
            run(FIELD, tx.tenant(), Ids.next(), "website", "Website", "url", new String[0], 4);
            run(FIELD, tx.tenant(), Ids.next(), "about", "About you", "long_text", new String[0], 5);
            run(ASKED, tx.tenant());
            for (int i = 0; i < NAMES.size(); i++) person(i, staff, tags, companies);
            audience(tags.get(0));
            segment();
            signInLinks();
            run(IMPORT, tx.tenant(), Ids.next());
            run(JOINED, tx.tenant(), Ids.next(), "ana@example.com");
            run(JOINED, tx.tenant(), Ids.next(), "ben@example.com");
            return Future.all(all).mapEmpty();
        });
    }

    /** A document of Ana's. */
    Future<Integer> document(UUID file, String name, long size, boolean shared) {
        return tx.run(DOCUMENT, tx.tenant(), Ids.next(), file, name, size, shared);
    }

    /** A business that looks at each newcomer first, and two who wait for it. */
    Future<Void> applicants() {
        run(APPROVAL, tx.tenant());
        run(APPLICANT, tx.tenant(), Ids.next(), "emil.sander@example.com", "Emil Sander", 3);
        run(APPLICANT, tx.tenant(), Ids.next(), "priya.nair@example.com", "Priya Nair", 26);
        return Future.all(all).mapEmpty();
    }

    private interface Making {
        void make(UUID id, String name);
    }

    private static List<UUID> things(List<String> names, Making making) {
        var ids = new ArrayList<UUID>();
        for (var name : names) {
            ids.add(Ids.next());
            making.make(ids.getLast(), name);
        }
        return ids;
    }

    private void run(String sql, Object... values) {
        all.add(tx.run(sql, values));
    }

    private static String website(String name) {
        return "https://" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + ".example";
    }

    private void person(int i, List<UUID> staff, List<UUID> tags, List<UUID> companies) {
        var id = Ids.next();
        var email = "person" + (i + 1) + "@example.com";
        var phone = i % 3 == 0 ? "+351 21 555 0" + (100 + i) : "";
        var stage = i % 4 == 0 ? "lead" : "client";
        all.add(tx.run(
                CONTACT,
                tx.tenant(),
                id,
                NAMES.get(i),
                email,
                phone,
                stage,
                SOURCES.get(i % SOURCES.size()),
                i % 2 == 0 && !staff.isEmpty() ? staff.getFirst() : null,
                fields(i)));
        if (i % 2 == 0) run(TAGGED, tx.tenant(), id, tags.get(i % tags.size()));
        if (i % 5 == 0) run(TAGGED, tx.tenant(), id, tags.get((i + 1) % tags.size()));
        if (i % 3 != 2) {
            var until = i % 7 == 0 ? LocalDate.now(ZoneOffset.UTC).plusMonths(i % 2 == 0 ? 2 : -2) : null;
            all.add(tx.run(MEMBER, tx.tenant(), companies.get(i % companies.size()), id, ROLES.get(i % 4), until));
        }
        if (i % 3 == 0) run(NOTE, tx.tenant(), Ids.next(), id, NOTES.get(i % NOTES.size()));
        if (i % 4 == 1) task(i, id, staff);
        if (i % 6 == 2) meeting(i, id);
        if (i % 3 == 1) invitation(i, id, email);
    }

    private void invitation(int i, UUID contact, String email) {
        var state = INVITED.get(i / 3 % INVITED.size());
        run(INVITATION, tx.tenant(), Ids.next(), contact, email, state, 1 + i % 11);
    }

    private static JsonObject fields(int i) {
        Map<String, Object> fields = new HashMap<>();
        if (i % 2 == 1)
            fields.put(
                    "birthday", LocalDate.of(1970 + i, 1 + i % 12, 1 + i % 28).toString());
        if (i % 3 == 1) fields.put("format", i % 2 == 0 ? "Wide" : "Square");
        if (i % 4 == 2) fields.put("may_publish", i % 8 == 2);
        return new JsonObject(fields);
    }

    private void task(int i, UUID contact, List<UUID> staff) {
        var due = now.toLocalDate().plusDays(i - 12L);
        var title = i % 8 == 1 ? "Send the offer" : "Call back about the date";
        all.add(tx.run(TASK, tx.tenant(), Ids.next(), contact, title, due, staff.isEmpty() ? null : staff.getFirst()));
    }

    private void meeting(int i, UUID contact) {
        var starts = now.plusDays(i).with(LocalTime.of(9 + i % 6, 0));
        run(MEETING, tx.tenant(), Ids.next(), contact, "Shooting", starts, starts.plusHours(2));
    }

    /** One link that only a few see: Ana is a VIP, Ben is not. */
    private void audience(UUID vip) {
        var audience = Ids.next();
        run(AUDIENCE, tx.tenant(), audience);
        run(RULE, tx.tenant(), audience, vip);
        run(LINK, tx.tenant(), Ids.next(), audience);
        run(VIP, tx.tenant(), vip);
    }

    private void signInLinks() {
        run(SIGN_IN_LINKS, tx.tenant());
    }

    private void segment() {
        var segment = Ids.next();
        run(SEGMENT, tx.tenant(), segment, "Clients without an account");
        run(SEGMENT_RULE, tx.tenant(), segment, 0, "stage", "client");
        run(SEGMENT_RULE, tx.tenant(), segment, 1, "account", "no");
    }
}
