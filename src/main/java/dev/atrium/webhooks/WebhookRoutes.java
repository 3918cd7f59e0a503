package dev.atrium.webhooks;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.outside.OutsideRules;
import dev.atrium.secrets.WebhookSecret;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Settings, Webhooks: the endpoints, one of them with what was sent to it, one message with its tries. */
final class WebhookRoutes {
    private static final Page.Wanted ALL = new Page.Wanted(Optional.empty(), EndpointStore.MOST);
    private static final int SHOWN = 25;
    private static final Set<String> STATES = Set.of("queued", "delivered", "dead");
    private static final String HOME = "/t/:slug/webhooks";
    private static final String ONE = HOME + "/:webhook";

    private final Db db;
    private final Webhooks webhooks;
    private final OutsideRules rules;

    WebhookRoutes(Db db, Webhooks webhooks, OutsideRules rules) {
        this.db = db;
        this.webhooks = webhooks;
        this.rules = rules;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("webhooks", "webhook", "/webhooks", 855, Permission.SETTINGS));
        var staff = routes.staff(Permission.SETTINGS);
        staff.get(HOME, this::list).summary("List the webhook endpoints");
        staff.post(HOME, this::make).summary("Add a webhook endpoint").fresh().shows(this::list);
        staff.get(HOME + "/events", this::events).summary("Show the events that webhooks can send");
        staff.get(ONE, this::one).summary("Show a webhook endpoint and what was sent to it");
        staff.post(ONE, this::change)
                .summary("Change a webhook endpoint")
                .fresh()
                .shows(this::one);
        staff.post(ONE + "/secret", this::rotate)
                .summary("Draw a new signing secret for a webhook endpoint")
                .fresh()
                .shows(this::one);
        staff.post(ONE + "/state", this::turn)
                .summary("Switch a webhook endpoint on or off")
                .shows(this::one);
        staff.post(ONE + "/test", this::test)
                .summary("Send a test event to a webhook endpoint")
                .shows(this::one);
        staff.post(ONE + "/replay", this::replay)
                .summary("Send again what failed since some days to a webhook endpoint")
                .shows(this::one);
        staff.post(ONE + "/delete", this::delete)
                .summary("Delete a webhook endpoint")
                .fresh()
                .shows(this::one);
        staff.get(ONE + "/deliveries/:delivery", this::delivery).summary("Show one webhook message and its tries");
        staff.post(ONE + "/deliveries/:delivery/replay", this::again)
                .summary("Send one webhook message again")
                .shows(this::delivery);
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> new EndpointStore(tx).list(ALL)).map(all -> {
            Map<String, Object> model = new HashMap<>();
            model.put(
                    "endpoints",
                    all.stream().map(e -> HookView.endpoint(request, e)).toList());
            model.put("most", EndpointStore.MOST);
            model.put("full", all.size() >= EndpointStore.MOST);
            model.put("groups", HookView.groups(request, webhooks.kinds(), List.of()));
            model.put("nonce", request.failed() ? request.form().nonce() : Ids.next());
            return Desk.page(request, "webhooks/list", "console.webhooks.title", model);
        });
    }

    private Future<Reply> events(Request request) {
        Map<String, Object> model = new HashMap<>();
        model.put("groups", HookView.documents(request, webhooks.kinds()));
        model.put("headers", HookView.HEADERS);
        return Future.succeededFuture(Desk.page(request, "webhooks/events", "webhooks.events.title", model));
    }

    private EndpointDraft draft(Request request) {
        var form = request.form();
        return EndpointDraft.of(
                form.text("url"),
                form.text("description"),
                HookView.ticked(request, webhooks.kinds()),
                webhooks.kinds().names(),
                rules);
    }

    /** The page of the new endpoint, which shows the secret this once. */
    private Future<Reply> make(Request request) {
        var draft = draft(request);
        var id = request.form().nonce();
        var secret = WebhookSecret.random();
        return db.write(
                        request.scope(),
                        tx -> webhooks.make(tx, id, draft, secret, request.ip())
                                .compose(made -> model(tx, request, id, made.isPresent() ? secret.text() : "")))
                .map(model -> Desk.page(request, "webhooks/one", "webhooks.one.title", model));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("webhook");
        return db.read(request.scope(), tx -> model(tx, request, id, ""))
                .map(model -> Desk.page(request, "webhooks/one", "webhooks.one.title", model));
    }

    private Future<Map<String, Object>> model(Tx tx, Request request, UUID id, String secret) {
        var state = STATES.contains(request.query("state")) ? request.query("state") : "";
        var wanted = Page.Wanted.of(request.query("cursor"), Integer.toString(SHOWN));
        var store = new DeliveryStore(tx);
        var found = new EndpointStore(tx).find(id);
        var sent = store.list(id, state, wanted);
        var counts = store.count(id);
        return Future.all(found, sent, counts).map(x -> {
            var endpoint = found.result().orElseThrow(Problem::notFound);
            var model = HookView.one(request, endpoint, webhooks.kinds(), wanted, sent.result(), state);
            model.put("counts", counts.result());
            model.put("secret", secret);
            return model;
        });
    }

    private Future<Reply> change(Request request) {
        var id = request.id("webhook");
        var draft = draft(request);
        var meant = Precondition.of(request.form().number("version"));
        return db.write(request.scope(), tx -> webhooks.change(tx, id, draft, meant, request.ip()))
                .map(x -> done(request, "webhook-saved"));
    }

    private Future<Reply> rotate(Request request) {
        var id = request.id("webhook");
        return db.write(
                        request.scope(),
                        tx -> webhooks.rotate(tx, id, request.ip())
                                .compose(secret -> model(tx, request, id, secret.text())))
                .map(model -> Desk.page(request, "webhooks/one", "webhooks.one.title", model));
    }

    private Future<Reply> turn(Request request) {
        var id = request.id("webhook");
        boolean on = request.form().text("to").equals("on");
        var meant = Precondition.of(request.form().number("version"));
        return db.write(request.scope(), tx -> webhooks.turn(tx, id, on, meant, request.ip()))
                .map(x -> done(request, on ? "webhook-on" : "webhook-off"));
    }

    private Future<Reply> test(Request request) {
        var id = request.id("webhook");
        var message = request.form().nonce();
        return db.write(request.scope(), tx -> webhooks.test(tx, id, message, request.ip()))
                .map(x -> Desk.of(request).done("/webhooks/" + id + "/deliveries/" + message, "webhook-tested"));
    }

    private Future<Reply> replay(Request request) {
        var id = request.id("webhook");
        var since = since(request);
        return db.write(request.scope(), tx -> webhooks.allAgain(tx, id, since, request.ip()))
                .map(count -> done(request, count == 0 ? "webhook-nothing" : "webhook-replayed"));
    }

    /** So many days ago. */
    private Instant since(Request request) {
        int days = request.form().number("days");
        if (!HookView.DAYS.contains(days)) throw Problem.invalid("days", "choice-invalid");
        return webhooks.now().minus(Duration.ofDays(days));
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("webhook");
        return db.write(request.scope(), tx -> webhooks.delete(tx, id, request.ip()))
                .map(x -> Desk.of(request).done("/webhooks", "webhook-deleted"));
    }

    private Future<Reply> delivery(Request request) {
        var endpoint = request.id("webhook");
        var message = request.id("delivery");
        return db.read(
                        request.scope(),
                        tx -> new EndpointStore(tx)
                                .find(endpoint)
                                .compose(known -> new DeliveryStore(tx)
                                        .find(endpoint, message)
                                        .map(found -> HookView.delivery(
                                                request,
                                                known.orElseThrow(Problem::notFound),
                                                found.orElseThrow(Problem::notFound)))))
                .map(model -> Desk.page(request, "webhooks/delivery", "webhooks.delivery.title", model));
    }

    private Future<Reply> again(Request request) {
        var endpoint = request.id("webhook");
        var message = request.id("delivery");
        return db.write(request.scope(), tx -> webhooks.again(tx, endpoint, message, request.ip()))
                .map(x -> Desk.of(request).done("/webhooks/" + endpoint + "/deliveries/" + message, "webhook-again"));
    }

    private static Reply done(Request request, String word) {
        return Desk.of(request).done("/webhooks/" + request.id("webhook"), word);
    }
}
