package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.messaging.MessageViews.ChatList;
import dev.atrium.messaging.MessageViews.ChatMessage;
import dev.atrium.messaging.MessageViews.ChatMessageList;
import dev.atrium.messaging.MessageViews.ChatView;
import dev.atrium.session.Sessions;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's conversations for their programs. */
final class MessagesApi {
    private static final String ROOT = "/api/v1/conversations";
    private static final String ONE = ROOT + "/:conversation";
    private static final String SAID = ONE + "/messages";
    private static final String READ = "messages:read";
    private static final String WRITE = "messages:write";

    /** @param people contacts to write to: one of them is a conversation of two, unless it has a title; none is the business */
    public record ChatNew(
            @Nullable List<UUID> people, @Nullable String title) {}

    /** What is left out stays as it is. */
    public record ChatChange(
            @Nullable String title, @Nullable Boolean muted) {}

    /**
     * @param id made by the sender: sent twice, it is said once
     * @param files uploads of the account that have come in whole
     */
    public record MessageNew(
            @Nullable UUID id,
            @Nullable String body,
            @Nullable List<UUID> files) {}

    public record MessageChange(String body) {}

    /** @param seq the number of the newest message that was read */
    public record ChatRead(long seq) {}

    public record ChatInvite(UUID contact) {}

    /** Somebody whom the person may write to, or has blocked. */
    public record ChatPerson(UUID contact, String name) {}

    private static final ChatPerson ANA = new ChatPerson(MessageViews.ANA, "Ana Almeida");

    public record ChatPersonList(List<ChatPerson> items) {}

    public record ChatBlock(UUID contact) {}

    /** @param reason {@code abuse}, {@code spam} or {@code other} */
    public record ChatReport(String reason, @Nullable String note) {}

    private final Db db;
    private final Sessions sessions;
    private final MediaModule media;
    private final Talking talking;
    private final SafetyRoutes safety;

    MessagesApi(Db db, Sessions sessions, MediaModule media, Talking talking, SafetyRoutes safety) {
        this.db = db;
        this.sessions = sessions;
        this.media = media;
        this.talking = talking;
        this.safety = safety;
    }

    void mount(Routes routes) {
        var reading = routes.program(READ, MessagesModule.APP.key());
        reading.get(ROOT, this::list)
                .summary("List the person's conversations, the one that changed last first")
                .pages()
                .gives(ChatList.class, new ChatList(List.of(MessageViews.CHAT), null));
        reading.get(ROOT + "/people", this::people)
                .summary("List whom the person may begin to write to, by name, at most 40")
                .query("q", "part of a name")
                .gives(ChatPersonList.class, new ChatPersonList(List.of(ANA)));
        reading.get(ROOT + "/blocks", this::blocks)
                .summary("List whom the person wants to hear nothing of")
                .gives(ChatPersonList.class, new ChatPersonList(List.of(ANA)));
        reading.get(ONE, this::one)
                .summary("Get a conversation")
                .gives(ChatView.class, MessageViews.CHAT)
                .refuses(404);
        reading.get(SAID, this::said)
                .summary("List the messages of a conversation, the newest first")
                .pages()
                .gives(ChatMessageList.class, new ChatMessageList(List.of(MessageViews.MESSAGE), null))
                .refuses(404);
        reading.get(SAID + "/:message", this::message)
                .summary("Get a message, whoever said it")
                .names("message", "received-message")
                .gives(ChatMessage.class, MessageViews.MESSAGE)
                .refuses(404);
        reading.get(ONE + "/files/:file", this::file)
                .summary("Get the way to a file's bytes: a redirect that is good for five minutes")
                .names("file", "message-file")
                .leads()
                .refuses(404);
        writing(routes);
    }

    private void writing(Routes routes) {
        var writing = routes.program(WRITE, MessagesModule.APP.key());
        writing.post(ROOT, this::begin)
                .summary("Begin a conversation, or get the one of two, or with the business, that there is")
                .idempotent()
                .takes(ChatNew.class, new ChatNew(List.of(MessageViews.ANA), null))
                .creates(ChatView.class, MessageViews.CHAT)
                .refuses(404, 422, 429);
        writing.patch(ONE, this::change)
                .summary("Name a group, or hear nothing of a conversation")
                .idempotent()
                .takes(ChatChange.class, new ChatChange(null, true))
                .gives(ChatView.class, MessageViews.CHAT)
                .refuses(404, 422);
        writing.post(SAID, this::say)
                .summary("Say something in a conversation")
                .idempotent()
                .takes(MessageNew.class, new MessageNew(MessageViews.ID, "See you at nine.", null))
                .creates(ChatMessage.class, MessageViews.MESSAGE)
                .refuses(404, 409, 422, 429);
        writing.patch(SAID + "/:message", this::edit)
                .summary("Change what one said, within a day")
                .names("message", "own-message")
                .idempotent()
                .takes(MessageChange.class, new MessageChange("See you at ten."))
                .gives(ChatMessage.class, MessageViews.MESSAGE)
                .refuses(404, 409, 422);
        writing.delete(SAID + "/:message", this::remove)
                .summary("Take back what one said")
                .names("message", "own-message")
                .refuses(404);
        writing.post(SAID + "/:message/report", this::report)
                .summary("Show a message to the business")
                .names("message", "received-message")
                .idempotent()
                .takes(ChatReport.class, new ChatReport("spam", null))
                .refuses(404, 422);
        writing.post(ONE + "/read", this::read)
                .summary("Say up to where the person has read")
                .idempotent()
                .takes(ChatRead.class, new ChatRead(7))
                .gives(ChatView.class, MessageViews.CHAT)
                .refuses(404, 422);
        writing.post(ONE + "/people", this::invite)
                .summary("Bring somebody into a group")
                .names("conversation", "group-conversation")
                .names("contact", "reachable")
                .idempotent()
                .takes(ChatInvite.class, new ChatInvite(MessageViews.ANA))
                .gives(ChatView.class, MessageViews.CHAT)
                .refuses(404, 422);
        writing.post(ONE + "/leave", this::leave)
                .summary("Leave a group")
                .names("conversation", "group-conversation")
                .idempotent()
                .refuses(404);
        writing.post(ROOT + "/blocks", this::block)
                .summary("Hear nothing more of somebody")
                .names("contact", "reachable")
                .idempotent()
                .takes(ChatBlock.class, new ChatBlock(MessageViews.ANA))
                .refuses(404);
        writing.delete(ROOT + "/blocks/:person", this::unblock)
                .summary("Let somebody write again")
                .names("person", "blocked-person")
                .refuses(404);
    }

    private static UUID me(Request request) {
        return request.session().contact();
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        return db.read(request.scope(), tx -> new ConversationStore(tx).list(me(request), wanted))
                .map(rows -> wanted.page(rows, chat -> Cursor.at(chat.lastAt(), chat.id())))
                .map(page -> request.paged(page.map(MessageViews::of), ChatList::new));
    }

    private Future<Reply> people(Request request) {
        var words = request.query("q").strip();
        if (words.length() > 100) throw Problem.invalid("q", "text-long", 100);
        return db.read(request.scope(), tx -> new ReachStore(tx).people(me(request), words, 40))
                .map(MessagesApi::persons);
    }

    private static Reply persons(List<ReachStore.Person> people) {
        return Reply.json(new ChatPersonList(
                people.stream().map(p -> new ChatPerson(p.id(), p.name())).toList()));
    }

    private Future<Reply> blocks(Request request) {
        return db.read(request.scope(), tx -> new ReachStore(tx).blocked(me(request)))
                .map(MessagesApi::persons);
    }

    private static Future<Reply> shown(Tx tx, Request request, UUID id) {
        return Talking.chat(tx, me(request), id).map(chat -> Reply.json(MessageViews.of(chat)));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> shown(tx, request, request.id("conversation")));
    }

    private Future<Reply> said(Request request) {
        var wanted = request.page();
        return db.read(
                        request.scope(),
                        tx -> Talking.chat(tx, me(request), request.id("conversation"))
                                .compose(chat -> new MessageStore(tx)
                                        .page(
                                                chat.id(),
                                                chat.fromSeq(),
                                                before(wanted),
                                                wanted.rows(),
                                                me(request),
                                                null)))
                .map(rows -> messages(request, wanted, rows));
    }

    /** Asked for by its id, it is shown though the person has blocked whoever said it. */
    private Future<Reply> message(Request request) {
        return db.read(
                        request.scope(),
                        tx -> Talking.chat(tx, me(request), request.id("conversation"))
                                .compose(chat -> new MessageStore(tx)
                                        .find(request.id("message"))
                                        .map(found -> found.filter(m ->
                                                        m.conversation().equals(chat.id()) && m.seq() > chat.fromSeq())
                                                .orElseThrow(Problem::notFound))))
                .map(message -> Reply.json(MessageViews.of(message)));
    }

    static @Nullable Long before(Page.Wanted wanted) {
        return wanted.after()
                .map(cursor -> {
                    if (!cursor.key().matches("[0-9]{1,15}")) throw Problem.invalid("cursor", "cursor-broken");
                    return Long.valueOf(cursor.key());
                })
                .orElse(null);
    }

    static Reply messages(Request request, Page.Wanted wanted, List<Message> rows) {
        var page = wanted.page(rows, m -> new Cursor(Long.toString(m.seq()), m.id()));
        return request.paged(page.map(MessageViews::of), ChatMessageList::new);
    }

    private Future<Reply> file(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new FileStore(tx).shown(me(request), request.id("conversation"), request.id("file")))
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(file -> media.away(request, file.media(), file.name()));
    }

    private Future<Reply> begin(Request request, Tx tx) {
        var wanted = request.json(ChatNew.class);
        var people = Objects.requireNonNullElse(wanted.people(), List.<UUID>of()).stream()
                .distinct()
                .toList();
        var title = Objects.requireNonNullElse(wanted.title(), "");
        return made(tx, request, people, title)
                .compose(id -> Talking.chat(tx, me(request), id))
                .map(chat -> Reply.created(ROOT + "/" + chat.id(), MessageViews.of(chat)));
    }

    private Future<UUID> made(Tx tx, Request request, List<UUID> people, String title) {
        if (people.isEmpty()) return Talking.withBusiness(tx, me(request));
        return people.size() == 1 && title.isBlank()
                ? talking.direct(tx, me(request), people.getFirst())
                : talking.group(tx, me(request), title, people);
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("conversation");
        var wanted = request.json(ChatChange.class);
        return Talking.chat(tx, me(request), id)
                .compose(chat -> wanted.muted() == null
                        ? Future.succeededFuture()
                        : new ConversationStore(tx)
                                .mute(id, me(request), wanted.muted())
                                .<Void>mapEmpty())
                .compose(x -> wanted.title() == null
                        ? Future.succeededFuture()
                        : talking.name(tx, MessagesRoutes.voice(request), id, wanted.title()))
                .compose(x -> shown(tx, request, id));
    }

    private Future<Reply> say(Request request, Tx tx) {
        var id = request.id("conversation");
        var wanted = request.json(MessageNew.class);
        var draft = Talking.Draft.of(
                wanted.id() == null ? Ids.next() : wanted.id(),
                Objects.requireNonNullElse(wanted.body(), ""),
                Objects.requireNonNullElse(wanted.files(), List.<UUID>of()));
        var session = request.session();
        return talking.take(tx, session.account())
                .compose(x -> talking.send(tx, MessagesRoutes.voice(request), session.account(), id, draft))
                .map(message -> Reply.created(ROOT + "/" + id + "/messages/" + message.id(), MessageViews.of(message)));
    }

    private Future<Reply> edit(Request request, Tx tx) {
        var id = request.id("conversation");
        var body = request.json(MessageChange.class).body();
        return Talking.chat(tx, me(request), id)
                .compose(x -> talking.edit(tx, MessagesRoutes.voice(request), id, request.id("message"), body))
                .map(message -> Reply.json(MessageViews.of(message)));
    }

    private Future<Reply> remove(Request request) {
        var id = request.id("conversation");
        return db.write(
                        request.scope(),
                        tx -> Talking.chat(tx, me(request), id)
                                .compose(x -> Talking.remove(tx, id, request.id("message"), "author", me(request))))
                .map(done -> {
                    if (!done) throw Problem.notFound();
                    return Reply.empty();
                });
    }

    private Future<Reply> report(Request request, Tx tx) {
        var wanted = request.json(ChatReport.class);
        return safety.report(
                        tx,
                        request,
                        request.id("conversation"),
                        request.id("message"),
                        wanted.reason(),
                        Objects.requireNonNullElse(wanted.note(), ""))
                .map(x -> Reply.empty());
    }

    private Future<Reply> read(Request request, Tx tx) {
        var id = request.id("conversation");
        var seq = request.json(ChatRead.class).seq();
        return Talking.chat(tx, me(request), id)
                .compose(chat -> {
                    if (seq < 0 || seq > chat.lastSeq()) throw Problem.invalid("seq", "json-invalid", "seq");
                    return Talking.read(tx, me(request), id, seq, id);
                })
                .compose(x -> sessions.refreshContact(tx, me(request)))
                .compose(x -> shown(tx, request, id));
    }

    private Future<Reply> invite(Request request, Tx tx) {
        var id = request.id("conversation");
        var other = request.json(ChatInvite.class).contact();
        return talking.invite(tx, me(request), id, List.of(other)).compose(x -> shown(tx, request, id));
    }

    private Future<Reply> leave(Request request, Tx tx) {
        return talking.leave(tx, MessagesRoutes.voice(request), request.id("conversation"))
                .map(x -> Reply.empty());
    }

    private Future<Reply> block(Request request, Tx tx) {
        return SafetyRoutes.block(tx, request, request.json(ChatBlock.class).contact())
                .map(x -> Reply.empty());
    }

    private Future<Reply> unblock(Request request) {
        return db.write(request.scope(), tx -> SafetyRoutes.unblock(tx, request, request.id("person")))
                .map(x -> Reply.empty());
    }
}
