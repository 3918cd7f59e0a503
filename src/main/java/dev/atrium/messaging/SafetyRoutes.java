package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.OwnFeed;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What somebody does who is bothered: hear nothing more of a person, and show a message to the business. */
final class SafetyRoutes {
    static final List<String> REASONS = List.of("abuse", "spam", "other");

    private static final String ROOT = "/messages";
    private static final String ONE = ROOT + "/:conversation";
    private static final int NOTE = 500;

    private final Db db;
    private final Told told;

    SafetyRoutes(Db db, Told told) {
        this.db = db;
        this.told = told;
    }

    void mount(Routes routes) {
        var client = routes.client(MessagesModule.APP.key());
        client.get(ROOT + "/blocked", this::blocked)
                .summary("List whom the person wants to hear nothing of")
                .ownEyes()
                .landing();
        client.post(ROOT + "/block", this::block)
                .summary("Hear nothing more of somebody")
                .names("person", "reachable");
        client.post(ROOT + "/unblock", this::unblock)
                .summary("Let somebody write again")
                .names("person", "blocked-person");
        client.get(ONE + "/report/:message", this::form)
                .summary("Show a message to be reported")
                .names("message", "received-message")
                .ownEyes();
        client.post(ONE + "/report/:message", this::report)
                .summary("Show a message to the business")
                .names("message", "received-message")
                .shows(this::form);
    }

    private Future<Reply> blocked(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new ReachStore(tx).blocked(request.session().contact()))
                .map(people -> Reply.page(
                        "messages/blocked", Reply.Layout.PORTAL, "messages.blocked", Map.of("people", people)));
    }

    private static Reply back(String word) {
        return Reply.redirect(ROOT + "/blocked").with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> block(Request request) {
        var other = request.form().id("person");
        return db.write(request.scope(), tx -> block(tx, request, other)).map(x -> back("person-blocked"));
    }

    /** Whoever is blocked already stays so. */
    static Future<Void> block(Tx tx, Request request, UUID other) {
        var contact = request.session().contact();
        var reach = new ReachStore(tx);
        return reach.block(contact, other).compose(done -> {
            if (done) {
                OwnFeed.changed(tx, contact);
                return audit(tx, request, "chat.blocked", "contact", other);
            }
            return reach.blocks(contact, other).map(already -> {
                if (!already) throw Problem.notFound();
                return null;
            });
        });
    }

    private Future<Reply> unblock(Request request) {
        var other = request.form().id("person");
        return db.write(request.scope(), tx -> unblock(tx, request, other)).map(x -> back("person-unblocked"));
    }

    static Future<Void> unblock(Tx tx, Request request, UUID other) {
        return new ReachStore(tx).unblock(request.session().contact(), other).compose(done -> {
            if (!done) throw Problem.notFound();
            OwnFeed.changed(tx, request.session().contact());
            return audit(tx, request, "chat.unblocked", "contact", other);
        });
    }

    private static Future<Void> audit(Tx tx, Request request, String action, String object, UUID id) {
        return Audit.record(tx, action, object, id, new JsonObject(), request.ip());
    }

    private Future<Reply> form(Request request) {
        var contact = request.session().contact();
        var conversation = request.id("conversation");
        return db.read(
                request.scope(),
                tx -> Talking.chat(tx, contact, conversation)
                        .compose(chat -> new MessageStore(tx)
                                .find(request.id("message"))
                                .map(found -> found.filter(m -> m.conversation().equals(conversation)
                                                && m.seq() > chat.fromSeq()
                                                && !m.team()
                                                && !m.removed()
                                                && m.notice().isEmpty()
                                                && !contact.equals(m.author()))
                                        .orElseThrow(Problem::notFound))
                                .map(message -> {
                                    Map<String, Object> model = new HashMap<>();
                                    model.put("bubble", Bubble.of(message, ChatViews.sizes(request)));
                                    model.put("filesAt", ROOT + "/");
                                    model.put("root", ROOT + "/" + conversation);
                                    model.put("reasons", reasons(request));
                                    return Reply.page("messages/report", Reply.Layout.PORTAL, "messages.report", model);
                                })));
    }

    /** A reason to choose. */
    record Reason(String id, String label, boolean selected) {}

    private static List<Reason> reasons(Request request) {
        return List.of(
                new Reason("abuse", request.say("messages.reason.abuse"), true),
                new Reason("spam", request.say("messages.reason.spam"), false),
                new Reason("other", request.say("messages.reason.other"), false));
    }

    private Future<Reply> report(Request request) {
        var conversation = request.id("conversation");
        var message = request.id("message");
        var form = request.form();
        return db.write(
                        request.scope(),
                        tx -> report(tx, request, conversation, message, form.text("reason"), form.raw("note")))
                .map(x -> MessagesRoutes.done(conversation, "message-reported"));
    }

    /** Reported before by the same person, it stays one report. */
    Future<Void> report(Tx tx, Request request, UUID conversation, UUID message, String reason, String typed) {
        var contact = request.session().contact();
        var note = typed.strip();
        if (!REASONS.contains(reason)) throw Problem.invalid("reason", "choice-invalid");
        if (note.length() > NOTE) throw Problem.invalid("note", "text-long", NOTE);
        if (note.indexOf('\0') >= 0) throw Problem.invalid("note", "field-broken");
        return Talking.chat(tx, contact, conversation)
                .compose(chat -> new ReportStore(tx)
                        .report(Ids.next(), conversation, message, contact, reason, note)
                        .compose(made -> made
                                ? made(tx, request, conversation, message)
                                : new ReportStore(tx).known(message, contact).map(known -> {
                                    if (!known) throw Problem.notFound();
                                    return null;
                                })));
    }

    private Future<Void> made(Tx tx, Request request, UUID conversation, UUID message) {
        Events.record(tx, new MessageFact.Reported(request.session().contact(), conversation, message));
        return audit(tx, request, "message.reported", "message", message).compose(x -> told.reported(tx));
    }
}
