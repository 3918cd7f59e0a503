package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Demo rows of mail: a sender with an address, a template of the business' own, mails that did not all arrive, and what the team heard. */
final class DemoMailStore {
    private static final String SETTINGS = """
            INSERT INTO mail_settings (tenant_id, from_name, footer) VALUES ($1, 'Acme Studio', E'Acme Studio Ltd\\n12 Harbour Street, Lisbon')
            """;
    private static final String TEMPLATE = """
            INSERT INTO mail_template (tenant_id, type, language, version, subject, html)
            VALUES ($1, 'account.welcome', 'en', 1, 'Good to have you here, {{name}}', $2)
            """;
    private static final String WELCOME = """
            <p>{{#if name}}Hello {{name}},{{else}}Hello,{{/if}}</p>
            <p>your place at <strong>{{portal}}</strong> is ready: one door for everything we do together.</p>
            <ul><li>See what is new</li><li>Find your files and invoices</li><li>Ask us anything</li></ul>
            <p><a class="button" href="{{url}}">Open the portal</a></p>
            <p class="quiet">You can always sign in at <a href="{{portal_url}}">{{portal_url}}</a>.</p>""";
    private static final String MAIL = """
            INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, answer, attempts,
                                     contact_id, created_at, accepted_at, bounced_at)
            SELECT $1, $2::uuid, 'account.password_changed', c.email, 'Acme Studio', 'Your password at Acme Studio was changed',
                   '<p>Your password was changed.</p>', 'Your password was changed.', '<' || ($2::uuid)::text || '@acme.example>', $4::text, $5::text, 1, c.id,
                   portal_now() - make_interval(hours => $6::int),
                   CASE WHEN $4::text <> 'refused' THEN portal_now() - make_interval(hours => $6::int) END,
                   CASE WHEN $4::text = 'bounced' THEN portal_now() - make_interval(hours => $6::int - 1) END
              FROM contact c WHERE c.tenant_id = $1 AND c.email = $3 ORDER BY c.id LIMIT 1
            """;

    /** To the owner, as the work itself would tell them. */
    private static final String TOLD = """
            INSERT INTO staff_notification (tenant_id, id, staff_id, type, variables, link_path, times, created_at, read_at)
            SELECT $1, $2, r.staff_id, $3, $4, $5, $6, portal_now() - make_interval(mins => $7),
                   CASE WHEN $7 > 1440 THEN portal_now() - make_interval(mins => $7 / 2) END
              FROM staff_role r WHERE r.tenant_id = $1 AND r.role = 'owner' ORDER BY r.staff_id LIMIT 1
            """;

    private final Tx tx;

    DemoMailStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> fill() {
        return tx.run(SETTINGS, tx.tenant())
                .compose(x -> tx.run(TEMPLATE, tx.tenant(), WELCOME))
                .compose(x -> mail("ana@example.com", "accepted", "", 30))
                .compose(x -> mail("ben@example.com", "bounced", "5.2.2 the mailbox is full", 26))
                .compose(x -> mail("chiara@example.com", "refused", "550 5.1.1 no such user here", 5))
                .compose(x -> told("storage_filling", new JsonObject().put("percent", 80), "/", 1, 8_640))
                .compose(x -> told("mail_failed", new JsonObject(), "/mail", 2, 300))
                .compose(x -> told("somebody_waits", new JsonObject(), "/approvals", 1, 50))
                .mapEmpty();
    }

    private Future<Integer> mail(String email, String state, String answer, int hoursAgo) {
        return tx.run(MAIL, tx.tenant(), Ids.next(), email, state, answer, hoursAgo);
    }

    private Future<Integer> told(String type, JsonObject variables, String place, int times, int minutesAgo) {
        return tx.run(TOLD, tx.tenant(), Ids.next(), "team." + type, variables, place, times, minutesAgo);
    }
}
