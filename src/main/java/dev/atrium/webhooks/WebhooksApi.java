package dev.atrium.webhooks;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.outside.OutsideRules;
import dev.atrium.secrets.WebhookSecret;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Endpoints and their deliveries, for the business's own programs. */
final class WebhooksApi {
    private static final String ROOT = "/api/v1/business/webhooks";
    private static final Set<String> STATES = Set.of("queued", "delivered", "dead");

    /** An endpoint; {@code state} is {@code on}, {@code off} or {@code disabled} (after three days without a success). */
    public record Webhook(
            UUID id,
            String url,
            String description,
            List<String> events,
            String state,
            int failures,
            @Nullable Instant failing_since,
            @Nullable Instant paused_until,
            @Nullable Instant succeeded_at,
            int missed,
            Instant created_at,
            Instant updated_at) {}

    public record WebhookList(List<Webhook> items, @Nullable String next) {}

    /** A new endpoint. {@code secret} may be one that the receiver made ({@code whsec_…}); else draw one afterwards. */
    public record WebhookNew(
            String url,
            @Nullable String description,
            List<String> events,
            @Nullable String secret) {}

    /** What to change; a member that is left out stays. {@code state} is {@code on} or {@code off}. */
    public record WebhookChange(
            @Nullable String url,
            @Nullable String description,
            @Nullable List<String> events,
            @Nullable String state) {}

    /** The secret, this once. The one before is good for 24 hours. */
    public record WebhookKey(String secret) {}

    /** A message; {@code state} is {@code queued}, {@code delivered} or {@code dead} (given up). */
    public record WebhookDelivery(
            UUID id,
            String event,
            String state,
            int attempts,
            @Nullable Integer last_status,
            @Nullable String last_failure,
            Instant created_at,
            Instant due_at,
            @Nullable Instant finished_at) {}

    public record WebhookDeliveryList(
            List<WebhookDelivery> items, @Nullable String next) {}

    /** Since when to send again what was given up or never queued; at most 30 days ago. */
    public record WebhookReplay(Instant since) {}

    /** How many are on their way. */
    public record WebhookReplayed(int count) {}

    /** The message that was queued. */
    public record WebhookTest(UUID id) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant AT = Instant.parse("2026-11-03T14:30:00Z");
    private static final Webhook HOOK = new Webhook(
            ID,
            "https://crm.example.com/hooks/atrium",
            "CRM",
            List.of("contact.created", "invitation.accepted"),
            "on",
            0,
            null,
            null,
            AT,
            0,
            AT,
            AT);
    private static final WebhookNew NEW =
            new WebhookNew("https://crm.example.com/hooks/atrium", "CRM", List.of("contact.created"), null);
    private static final WebhookChange CHANGE =
            new WebhookChange(null, null, List.of("contact.created", "contact.changed"), null);
    private static final WebhookDelivery DELIVERY =
            new WebhookDelivery(ID, "contact.created", "delivered", 1, 204, null, AT, AT, AT);

    private final Db db;
    private final Webhooks webhooks;
    private final OutsideRules rules;

    WebhooksApi(Db db, Webhooks webhooks, OutsideRules rules) {
        this.db = db;
        this.webhooks = webhooks;
        this.rules = rules;
    }

    void mount(Routes routes) {
        var reading = routes.business("webhooks:read");
        reading.get(ROOT, this::list)
                .summary("List webhook endpoints, the newest first")
                .pages()
                .gives(WebhookList.class, new WebhookList(List.of(HOOK), null));
        reading.get(ROOT + "/:webhook", this::one)
                .summary("Get a webhook endpoint")
                .versioned()
                .gives(Webhook.class, HOOK)
                .refuses(404);
        reading.get(ROOT + "/:webhook/deliveries", this::deliveries)
                .summary("List what was sent to a webhook endpoint in the last 30 days, the newest first")
                .pages()
                .query("state", "Only messages that are queued, delivered or dead")
                .gives(WebhookDeliveryList.class, new WebhookDeliveryList(List.of(DELIVERY), null))
                .refuses(404);
        changes(routes);
    }

    private void changes(Routes routes) {
        var writing = routes.business("webhooks:write");
        writing.post(ROOT, this::create)
                .summary("Add a webhook endpoint")
                .idempotent()
                .takes(WebhookNew.class, NEW)
                .creates(Webhook.class, HOOK)
                .refuses(409, 422);
        writing.patch(ROOT + "/:webhook", this::change)
                .summary("Change a webhook endpoint, or switch it on or off")
                .versioned()
                .idempotent()
                .takes(WebhookChange.class, CHANGE)
                .gives(Webhook.class, HOOK)
                .refuses(404, 422);
        writing.delete(ROOT + "/:webhook", this::delete)
                .summary("Delete a webhook endpoint and what waits for it")
                .refuses(404);
        writing.post(ROOT + "/:webhook/secret", this::rotate)
                .summary("Draw a new signing secret; the one before is good for 24 hours")
                .gives(WebhookKey.class, new WebhookKey("whsec_c2FtcGxlLXNhbXBsZS1zYW1wbGUtc2FtcGxlLXNhbXA="))
                .refuses(404);
        writing.post(ROOT + "/:webhook/test", this::test)
                .summary("Send a test event")
                .idempotent()
                .gives(WebhookTest.class, new WebhookTest(ID))
                .refuses(404, 409);
        writing.post(ROOT + "/:webhook/replay", this::replay)
                .summary("Send again whatever failed, or was missed, since a time")
                .idempotent()
                .takes(WebhookReplay.class, new WebhookReplay(AT))
                .gives(WebhookReplayed.class, new WebhookReplayed(12))
                .refuses(404, 409, 422);
        writing.post(ROOT + "/:webhook/deliveries/:delivery/replay", this::again)
                .summary("Send one message again, under the same id")
                .idempotent()
                .names("delivery", "delivery")
                .refuses(404, 409);
    }

    private static Webhook shown(Endpoint e) {
        return new Webhook(
                e.id(),
                e.url(),
                e.description(),
                e.events(),
                e.state(),
                e.failures(),
                e.failingSince(),
                e.openUntil(),
                e.succeeded(),
                (int) Math.min(Integer.MAX_VALUE, e.missed()),
                e.created(),
                e.updated());
    }

    private static WebhookDelivery shown(Delivered d) {
        return new WebhookDelivery(
                d.message(),
                d.event(),
                d.state(),
                d.attempts(),
                d.status(),
                d.failure().isEmpty() ? null : d.failure(),
                d.created(),
                d.due(),
                d.finished());
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        return db.read(request.scope(), tx -> new EndpointStore(tx).list(wanted))
                .map(rows -> wanted.page(rows, row -> Cursor.at(row.created(), row.id())))
                .map(page -> request.paged(page.map(WebhooksApi::shown), WebhookList::new));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("webhook");
        return db.read(request.scope(), tx -> new EndpointStore(tx).find(id))
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(found -> Reply.json(shown(found)).tagged(found.tag()));
    }

    private Future<Reply> deliveries(Request request) {
        var id = request.id("webhook");
        var wanted = request.page();
        var state = request.query("state").strip();
        if (!state.isEmpty() && !STATES.contains(state)) throw Problem.invalid("state", "choice-invalid");
        return db.read(
                        request.scope(),
                        tx -> new EndpointStore(tx).find(id).compose(found -> {
                            if (found.isEmpty()) throw Problem.notFound();
                            return new DeliveryStore(tx).list(id, state, wanted);
                        }))
                .map(rows -> wanted.page(rows, row -> Cursor.at(row.created(), row.message())))
                .map(page -> request.paged(page.map(WebhooksApi::shown), WebhookDeliveryList::new));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(WebhookNew.class);
        var names = webhooks.kinds().names();
        var draft = EndpointDraft.of(
                sent.url(), Objects.requireNonNullElse(sent.description(), ""), sent.events(), names, rules);
        var given = sent.secret();
        var secret = given == null
                ? WebhookSecret.random()
                : WebhookSecret.parse(given.strip()).orElseThrow(() -> Problem.invalid("secret", "secret-invalid"));
        var id = Ids.next();
        return webhooks.make(tx, id, draft, secret, request.ip()).map(made -> {
            var endpoint = made.orElseThrow();
            return Reply.created(ROOT + "/" + id, shown(endpoint)).tagged(endpoint.tag());
        });
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("webhook");
        var sent = request.json(WebhookChange.class);
        var state = sent.state();
        if (state != null && !Set.of("on", "off").contains(state)) throw Problem.invalid("state", "choice-invalid");
        return new EndpointStore(tx)
                .find(id)
                .compose(found -> {
                    var known = found.orElseThrow(Problem::notFound);
                    // Both in one transaction, and the version asked for once: what the first step raises, the second
                    // takes as it is.
                    request.ifMatch().require(known.tag());
                    return changed(request, tx, known, sent)
                            .compose(now ->
                                    state == null ? Future.succeededFuture(now) : turned(request, tx, now, state));
                })
                .map(now -> Reply.json(shown(now)).tagged(now.tag()));
    }

    private Future<Endpoint> changed(Request request, Tx tx, Endpoint known, WebhookChange sent) {
        if (sent.url() == null && sent.description() == null && sent.events() == null)
            return Future.succeededFuture(known);
        var draft = EndpointDraft.of(
                Objects.requireNonNullElse(sent.url(), known.url()),
                Objects.requireNonNullElse(sent.description(), known.description()),
                Objects.requireNonNullElse(sent.events(), known.events()),
                webhooks.kinds().names(),
                rules);
        return webhooks.change(tx, known.id(), draft, request.ifMatch(), request.ip());
    }

    private Future<Endpoint> turned(Request request, Tx tx, Endpoint now, String state) {
        return webhooks.turn(tx, now.id(), state.equals("on"), Precondition.of(now.version()), request.ip());
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("webhook");
        return db.write(request.scope(), tx -> webhooks.delete(tx, id, request.ip()))
                .map(Reply.empty());
    }

    /** Not to be repeated under a key: an answer with a secret must not be kept. */
    private Future<Reply> rotate(Request request) {
        var id = request.id("webhook");
        return db.write(request.scope(), tx -> webhooks.rotate(tx, id, request.ip()))
                .map(secret -> Reply.json(new WebhookKey(secret.text())));
    }

    private Future<Reply> test(Request request, Tx tx) {
        return webhooks.test(tx, request.id("webhook"), Ids.next(), request.ip())
                .map(message -> Reply.json(new WebhookTest(message)));
    }

    private Future<Reply> replay(Request request, Tx tx) {
        var since = request.json(WebhookReplay.class).since();
        return webhooks.allAgain(tx, request.id("webhook"), since, request.ip())
                .map(count -> Reply.json(new WebhookReplayed(count)));
    }

    private Future<Reply> again(Request request, Tx tx) {
        return webhooks.again(tx, request.id("webhook"), request.id("delivery"), request.ip())
                .map(Reply.empty());
    }
}
