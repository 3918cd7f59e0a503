package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The team's inbox: which client waits, who looks after them, and the answers. */
final class InboxRoutes {
    private static final String ROOT = "/t/:slug/inbox";
    private static final String ONE = ROOT + "/:thread";

    private final Db db;
    private final MediaModule media;
    private final Saying saying;
    private final Talking talking;
    private final Told told;
    private final InboxViews views;

    InboxRoutes(Db db, Clock clock, MediaModule media, Talking talking, Told told) {
        this.db = db;
        this.media = media;
        this.saying = new Saying(db, media.media());
        this.talking = talking;
        this.told = told;
        this.views = new InboxViews(db, clock);
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("inbox", "inbox", "/inbox", 20, Permission.CONTACTS));
        // Before the pages of threads, so that its word is no id.
        media.media()
                .ofStaff()
                .mount(routes, Permission.CONTACTS, ROOT + "/uploads", (request, tx) -> Future.succeededFuture(true));
        var staff = routes.staff(Permission.CONTACTS);
        staff.get(ROOT, this::list).summary("List the threads of clients with the business");
        staff.get(ROOT + "/with/:contact", this::with)
                .summary("Show what a client and the business write to one another");
        staff.post(ROOT + "/with/:contact", this::open)
                .summary("Write to a client")
                .uploads(MessagesRoutes.FILE_BYTES)
                .names(Saying.UPLOAD, "staff-upload")
                .shows(this::with);
        staff.get(ONE, this::one).summary("Show a client's thread");
        staff.post(ONE, this::answer)
                .summary("Answer a client")
                .uploads(MessagesRoutes.FILE_BYTES)
                .names(Saying.UPLOAD, "staff-upload")
                .shows(this::one);
        staff.post(ONE + "/edit", this::edit)
                .summary("Change what one wrote to a client, within a day")
                .names("message", "team-message")
                .shows(this::one);
        staff.post(ONE + "/assign", this::assign)
                .summary("Choose who looks after a thread")
                .names("staff", "team-member");
        staff.post(ONE + "/close", this::close)
                .summary("Put a thread away until the client writes again, or take it out");
        staff.get(ONE + "/files/:file", this::file)
                .summary("Download a file of a thread")
                .names("file", "thread-file");
    }

    private Future<Reply> list(Request request) {
        return views.inbox(request, null).map(model -> Desk.page(request, "inbox/inbox", "console.nav.inbox", model));
    }

    private static Future<InboxStore.ClientThread> thread(Tx tx, UUID id) {
        return new InboxStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> one(Request request) {
        var desk = Desk.of(request);
        var before = request.query("before");
        var from = before.matches("[0-9]{1,15}") ? Long.valueOf(before) : null;
        return db.read(
                        desk.scope(),
                        tx -> thread(tx, request.id("thread"))
                                .compose(t -> new MessageStore(tx)
                                        .page(t.id(), from, InboxViews.PAGE + 1)
                                        .compose(rows -> new InboxStore(tx)
                                                .team()
                                                .map(team -> views.shown(request, t, rows, team)))))
                .compose(model -> seen(request, model)
                        .compose(x -> views.inbox(request, request.id("thread")))
                        .map(list -> {
                            list.putAll(model);
                            return Desk.page(request, "inbox/inbox", "console.nav.inbox", list);
                        }));
    }

    /** What somebody of the team has before them is read by the team. */
    private Future<Void> seen(Request request, Map<String, Object> model) {
        var t = (InboxStore.ClientThread) Objects.requireNonNull(model.get("thread"));
        if (t.teamSeq() >= t.lastSeq() || !request.query("before").isEmpty()) return Future.succeededFuture();
        return db.write(
                Desk.of(request).scope(),
                tx -> new InboxStore(tx)
                        .read(t.id(), t.lastSeq())
                        .compose(news -> news ? Talking.teamRead(tx, t.id()) : Future.succeededFuture()));
    }

    /** To the thread that there is; else an empty one to begin. */
    private Future<Reply> with(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        return db.read(
                        desk.scope(),
                        tx -> client(tx, contact)
                                .compose(client -> new ConversationStore(tx)
                                        .ofClient(contact)
                                        .map(id -> Map.entry(client, id))))
                .compose(found -> found.getValue().isPresent() && !request.failed()
                        ? Future.succeededFuture(Reply.redirect(
                                desk.path("/inbox/" + found.getValue().get())))
                        : views.inbox(request, null).map(model -> {
                            model.put("open", true);
                            model.put("begin", found.getKey());
                            model.put("writes", reachable(found.getKey()));
                            model.put("action", desk.path("/inbox/with/" + contact));
                            model.put("uploads", desk.path("/inbox/uploads"));
                            model.put("contactUrl", desk.path("/contacts/" + contact));
                            model.put("nonce", Ids.next().toString());
                            model.put("bubbles", List.of());
                            return Desk.page(request, "inbox/inbox", "console.nav.inbox", model);
                        }));
    }

    private static Future<InboxStore.Client> client(Tx tx, UUID contact) {
        return new InboxStore(tx).client(contact).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Whoever wants nobody to begin a conversation is not written to first; what has begun stays open. */
    static boolean reachable(InboxStore.Client client) {
        return client.account() && !client.reach().equals("nobody");
    }

    private Future<Reply> open(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        return saying.say(
                        request,
                        desk.scope(),
                        (tx, draft) -> begun(tx, contact).compose(id -> answered(tx, request, id, draft)))
                .map(x -> Reply.redirect(desk.path("/inbox/with/" + contact)));
    }

    /** The thread of a client whom the business may write to. */
    static Future<UUID> begun(Tx tx, UUID contact) {
        return client(tx, contact)
                .compose(client -> new ConversationStore(tx).ofClient(contact).compose(known -> {
                    if (known.isPresent()) return Future.succeededFuture(known.get());
                    if (!reachable(client)) throw Problem.of(409, "client-unreachable");
                    return Talking.withBusiness(tx, contact);
                }));
    }

    private Future<Reply> answer(Request request) {
        var desk = Desk.of(request);
        var id = request.id("thread");
        return db.read(desk.scope(), tx -> thread(tx, id))
                .compose(x -> saying.say(request, desk.scope(), (tx, draft) -> answered(tx, request, id, draft)))
                .map(x -> Reply.redirect(desk.path("/inbox/" + id + "#end")));
    }

    private Future<Message> answered(Tx tx, Request request, UUID id, Talking.Draft draft) {
        var staff = request.staff();
        return talking.answer(tx, Voice.staff(staff.id(), staff.name()), id, draft)
                .compose(message ->
                        audit(tx, request, "conversation.answered", id).map(message));
    }

    static Future<Void> audit(Tx tx, Request request, String action, UUID id) {
        return Audit.record(tx, action, "conversation", id, new JsonObject(), request.ip());
    }

    private Future<Reply> edit(Request request) {
        var desk = Desk.of(request);
        var id = request.id("thread");
        var message = request.form().id("message");
        var voice = Voice.staff(request.staff().id(), request.staff().name());
        return db.write(
                        desk.scope(),
                        tx -> thread(tx, id)
                                .compose(t -> talking.edit(
                                        tx, voice, id, message, request.form().raw("body")))
                                .compose(x -> audit(tx, request, "conversation.corrected", id)))
                .map(x -> Reply.redirect(desk.path("/inbox/" + id + "#m-" + message)));
    }

    private Future<Reply> assign(Request request) {
        var desk = Desk.of(request);
        var id = request.id("thread");
        var typed = request.form().text("staff");
        var staff = typed.isEmpty() ? null : request.form().id("staff");
        return db.write(
                        desk.scope(),
                        tx -> assign(tx, request, id, staff, desk.staff().id()))
                .map(x -> desk.done("/inbox/" + id, staff == null ? "thread-free" : "thread-assigned"));
    }

    /** @param by who does it and need not be told; null where a program does */
    Future<Void> assign(Tx tx, Request request, UUID id, @Nullable UUID staff, @Nullable UUID by) {
        return thread(tx, id)
                .compose(t -> new InboxStore(tx).assign(id, staff).compose(done -> {
                    if (!done) {
                        if (Objects.equals(t.assigned(), staff)) return Future.succeededFuture();
                        throw Problem.notFound();
                    }
                    Events.record(tx, new MessageFact.Assigned(t.contact(), id));
                    Talking.inbox(tx, id);
                    var word = staff == null || staff.equals(by)
                            ? Future.<Void>succeededFuture()
                            : told.assigned(tx, id, staff);
                    return word.compose(x -> audit(tx, request, "conversation.assigned", id));
                }));
    }

    private Future<Reply> close(Request request) {
        var desk = Desk.of(request);
        var id = request.id("thread");
        boolean closed = !request.form().text("closed").equals("no");
        return db.write(desk.scope(), tx -> close(tx, request, id, closed))
                .map(x -> desk.done(closed ? "/inbox" : "/inbox/" + id, closed ? "thread-closed" : "thread-open"));
    }

    /** What is so already stays as it is. */
    static Future<Void> close(Tx tx, Request request, UUID id, boolean closed) {
        return thread(tx, id)
                .compose(t -> new InboxStore(tx).close(id, closed).compose(done -> {
                    if (!done) return Future.succeededFuture();
                    Talking.inbox(tx, id);
                    if (closed) Events.record(tx, new MessageFact.Closed(t.contact(), id));
                    return audit(tx, request, closed ? "conversation.closed" : "conversation.reopened", id);
                }));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> new FileStore(tx)
                        .ofBusiness(request.id("thread"), request.id("file"))
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .compose(file -> media.attachment(tx, file.media())));
    }
}
