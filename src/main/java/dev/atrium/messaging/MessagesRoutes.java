package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.session.Sessions;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The client's pages: their conversations, one of them, and what they say in it. */
final class MessagesRoutes {
    static final long FILE_BYTES = 25L * 1024 * 1024;

    private static final String ROOT = "/messages";
    private static final String ONE = ROOT + "/:conversation";

    private final Db db;
    private final Clock clock;
    private final Sessions sessions;
    private final MediaModule media;
    private final Saying saying;
    private final Talking talking;
    private final ChatViews views;

    MessagesRoutes(Db db, Clock clock, Sessions sessions, MediaModule media, Talking talking, ChatViews views) {
        this.db = db;
        this.clock = clock;
        this.sessions = sessions;
        this.media = media;
        this.saying = new Saying(db, media.media());
        this.talking = talking;
        this.views = views;
    }

    void mount(Routes routes) {
        var client = routes.client(MessagesModule.APP.key());
        client.get(ROOT, this::list)
                .summary("List the person's conversations")
                .ownEyes()
                .landing();
        client.get(ROOT + "/team", this::team)
                .summary("Show what the person and the business write to one another")
                .ownEyes()
                .landing();
        client.post(ROOT + "/team", this::ask)
                .summary("Write to the business")
                .uploads(FILE_BYTES)
                .names(Saying.UPLOAD, "upload")
                .shows(this::team);
        client.get(ONE, this::one).summary("Show a conversation").ownEyes().landing();
        client.post(ONE, this::say)
                .summary("Say something in a conversation")
                .uploads(FILE_BYTES)
                .names(Saying.UPLOAD, "upload")
                .shows(this::one);
        client.post(ONE + "/edit", this::edit)
                .summary("Change what one said, within a day")
                .names("message", "own-message")
                .shows(this::one);
        client.post(ONE + "/remove", this::remove)
                .summary("Take back what one said")
                .names("message", "own-message");
        client.get(ONE + "/files/:file", this::file)
                .summary("Save a file of a conversation")
                .ownEyes()
                .names("file", "message-file");
    }

    private Future<Reply> list(Request request) {
        return views.list(request, null).map(model -> page(model));
    }

    private static Reply page(Map<String, Object> model) {
        return Reply.page("messages/messages", Reply.Layout.PORTAL, "app.messages", model);
    }

    /** The thread with the business, though it may not have begun. */
    Future<Reply> team(Request request) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> new ConversationStore(tx).withBusiness(contact))
                .compose(found -> found.isPresent()
                        ? shown(request, found.get())
                        : views.list(request, null).map(model -> {
                            model.putAll(views.unbegun(request));
                            return page(model);
                        }));
    }

    Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> Talking.chat(tx, request.session().contact(), request.id("conversation")))
                .compose(chat -> shown(request, chat));
    }

    /** What is on the page is read. */
    private Future<Reply> shown(Request request, Chat chat) {
        var contact = request.session().contact();
        var before = before(request);
        return db.read(
                        request.scope(),
                        tx -> new MessageStore(tx)
                                .page(
                                        chat.id(),
                                        chat.fromSeq(),
                                        before.orElse(null),
                                        ChatViews.PAGE + 1,
                                        contact,
                                        Ids.parse(request.query("show"))))
                .compose(rows -> read(request, chat, rows)
                        .compose(x -> views.list(request, chat))
                        .map(model -> {
                            model.putAll(views.thread(request, chat, rows, contact, clock.now()));
                            return page(model);
                        }));
    }

    /** Only where the newest are shown. */
    private Future<Void> read(Request request, Chat chat, List<Message> rows) {
        if (rows.isEmpty()
                || rows.getFirst().seq() <= chat.readSeq()
                || request.viewing().isPresent()) return Future.succeededFuture();
        var contact = request.session().contact();
        var newest = rows.getFirst();
        return db.write(
                request.scope(),
                tx -> Talking.read(tx, contact, chat.id(), newest.seq(), newest.id())
                        .compose(x -> sessions.refreshContact(tx, contact)));
    }

    static Optional<Long> before(Request request) {
        var text = request.query("before");
        return text.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private Future<Reply> ask(Request request) {
        var contact = request.session().contact();
        return spoken(
                        request,
                        (tx, draft) -> Talking.withBusiness(tx, contact)
                                .compose(id -> talking.send(
                                        tx, voice(request), request.session().account(), id, draft)))
                .map(x -> Reply.redirect(ROOT + "/team#end"));
    }

    private Future<Reply> say(Request request) {
        var id = request.id("conversation");
        return db.read(request.scope(), tx -> Talking.chat(tx, request.session().contact(), id))
                .compose(chat -> spoken(
                        request,
                        (tx, draft) -> talking.send(
                                tx, voice(request), request.session().account(), id, draft)))
                .map(x -> Reply.redirect(ROOT + "/" + id + "#end"));
    }

    /** The attempt counts, whatever becomes of it. */
    private Future<Void> spoken(Request request, Saying.Sending sending) {
        var person = request.session().account();
        return db.write(request.scope(), tx -> talking.take(tx, person))
                .compose(x -> saying.say(request, request.scope(), sending));
    }

    static Voice voice(Request request) {
        return Voice.client(request.session().contact(), request.session().name());
    }

    private Future<Reply> edit(Request request) {
        var conversation = request.id("conversation");
        var message = request.form().id("message");
        return db.write(
                        request.scope(),
                        tx -> Talking.chat(tx, request.session().contact(), conversation)
                                .compose(x -> talking.edit(
                                        tx,
                                        voice(request),
                                        conversation,
                                        message,
                                        request.form().raw("body"))))
                .map(x -> Reply.redirect(ROOT + "/" + conversation + "#m-" + message));
    }

    private Future<Reply> remove(Request request) {
        var conversation = request.id("conversation");
        var message = request.form().id("message");
        var contact = request.session().contact();
        return db.write(
                        request.scope(),
                        tx -> Talking.chat(tx, contact, conversation)
                                .compose(x -> Talking.remove(tx, conversation, message, "author", contact)))
                .map(done -> {
                    if (!done) throw Problem.notFound();
                    return done(conversation, "message-removed");
                });
    }

    static Reply done(UUID conversation, String word) {
        return Reply.redirect(ROOT + "/" + conversation).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> file(Request request) {
        var conversation = request.id("conversation");
        return db.read(
                        request.scope(),
                        tx -> new FileStore(tx).shown(request.session().contact(), conversation, request.id("file")))
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(file -> media.away(request, file.media(), file.name()));
    }
}
