package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.messaging.MessageViews.ChatMessage;
import dev.atrium.messaging.MessageViews.ChatMessageList;
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

/** The threads of clients with the business, for its programs: what clients say to one another is none of theirs. */
final class InboxApi {
    private static final String ROOT = "/api/v1/business/conversations";
    private static final String ONE = ROOT + "/:thread";
    private static final Set<String> STATES = Set.of("open", "waiting", "unassigned", "done");

    /**
     * @param unread messages of the client that nobody of the team has read, counted up to 100
     * @param read up to where the client has read
     * @param waiting_since since when the client waits for an answer
     */
    public record ThreadView(
            UUID id,
            UUID contact,
            String name,
            long last,
            Instant last_at,
            int unread,
            long read,
            @Nullable Instant waiting_since,
            @Nullable UUID assigned_to,
            boolean closed) {}

    public record ThreadList(
            List<ThreadView> items, @Nullable String next) {}

    /** What is left out stays as it is; nobody looks after a thread whose {@code assigned} is false. */
    public record ThreadChange(
            @Nullable UUID assigned_to,
            @Nullable Boolean assigned,
            @Nullable Boolean closed) {}

    /** @param id made by the sender: sent twice, it is said once */
    public record InboxAnswerNew(@Nullable UUID id, String body) {}

    private static final ThreadView THREAD = new ThreadView(
            MessageViews.ID, MessageViews.ANA, "Ana Almeida", 7, MessageViews.AT, 1, 6, MessageViews.AT, null, false);

    private final Db db;
    private final Talking talking;
    private final InboxRoutes inbox;

    InboxApi(Db db, Talking talking, InboxRoutes inbox) {
        this.db = db;
        this.talking = talking;
        this.inbox = inbox;
    }

    void mount(Routes routes) {
        var reading = routes.business("inbox:read");
        reading.get(ROOT, this::list)
                .summary("List the threads of clients with the business, the one that changed last first")
                .query("state", "open (as without it), waiting, unassigned or done")
                .pages()
                .gives(ThreadList.class, new ThreadList(List.of(THREAD), null))
                .refuses(422);
        reading.get(ONE, this::one)
                .summary("Get a client's thread")
                .gives(ThreadView.class, THREAD)
                .refuses(404);
        reading.get(ONE + "/messages", this::said)
                .summary("List the messages of a client's thread, the newest first")
                .pages()
                .gives(ChatMessageList.class, new ChatMessageList(List.of(MessageViews.MESSAGE), null))
                .refuses(404);
        var writing = routes.business("inbox:write");
        writing.patch(ONE, this::change)
                .summary("Choose who looks after a thread, or put it away until the client writes again")
                .idempotent()
                .takes(ThreadChange.class, new ThreadChange(null, null, true))
                .gives(ThreadView.class, THREAD)
                .refuses(404);
        writing.post(ONE + "/messages", this::answer)
                .summary("Answer a client under the portal's name")
                .idempotent()
                .takes(InboxAnswerNew.class, new InboxAnswerNew(null, "We see you at nine."))
                .creates(ChatMessage.class, MessageViews.MESSAGE)
                .refuses(404, 409, 422);
        writing.post("/api/v1/business/contacts/:contact/messages", this::write)
                .summary("Write to a client, whose thread begins with it where there is none")
                .names("contact", "client-contact")
                .idempotent()
                .takes(InboxAnswerNew.class, new InboxAnswerNew(null, "Your pictures are ready."))
                .creates(ChatMessage.class, MessageViews.MESSAGE)
                .refuses(404, 409, 422);
    }

    private static ThreadView view(InboxStore.ClientThread t) {
        return new ThreadView(
                t.id(),
                t.contact(),
                t.name(),
                t.lastSeq(),
                t.lastAt(),
                t.unread(),
                t.readSeq(),
                t.waitingSince(),
                t.assigned(),
                t.closed());
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var state = request.query("state");
        if (!state.isEmpty() && !STATES.contains(state)) throw Problem.invalid("state", "choice-invalid");
        return db.read(request.scope(), tx -> new InboxStore(tx).list(state, null, wanted))
                .map(rows -> wanted.page(rows, t -> Cursor.at(t.lastAt(), t.id())))
                .map(page -> request.paged(page.map(InboxApi::view), ThreadList::new));
    }

    private static Future<InboxStore.ClientThread> thread(Tx tx, UUID id) {
        return new InboxStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> thread(tx, request.id("thread"))).map(t -> Reply.json(view(t)));
    }

    private Future<Reply> said(Request request) {
        var wanted = request.page();
        return db.read(
                        request.scope(),
                        tx -> thread(tx, request.id("thread"))
                                .compose(t ->
                                        new MessageStore(tx).page(t.id(), MessagesApi.before(wanted), wanted.rows())))
                .map(rows -> MessagesApi.messages(request, wanted, rows));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("thread");
        var wanted = request.json(ThreadChange.class);
        boolean frees = Boolean.FALSE.equals(wanted.assigned());
        if (frees && wanted.assigned_to() != null) throw Problem.invalid("assigned", "json-invalid", "assigned");
        return thread(tx, id)
                .compose(t -> frees || wanted.assigned_to() != null
                        ? inbox.assign(tx, request, id, wanted.assigned_to(), null)
                        : Future.succeededFuture())
                .compose(x -> wanted.closed() == null
                        ? Future.succeededFuture()
                        : InboxRoutes.close(tx, request, id, wanted.closed()))
                .compose(x -> thread(tx, id))
                .map(t -> Reply.json(view(t)));
    }

    private Future<Reply> answer(Request request, Tx tx) {
        return thread(tx, request.id("thread")).compose(t -> said(request, tx, t.id()));
    }

    private Future<Reply> write(Request request, Tx tx) {
        return InboxRoutes.begun(tx, request.id("contact")).compose(id -> said(request, tx, id));
    }

    private Future<Reply> said(Request request, Tx tx, UUID id) {
        var wanted = request.json(InboxAnswerNew.class);
        var voice = Voice.program(request.tenant().branding().portalName());
        var draft = Talking.Draft.of(Objects.requireNonNullElseGet(wanted.id(), Ids::next), wanted.body(), List.of());
        return talking.answer(tx, voice, id, draft)
                .compose(message -> InboxRoutes.audit(tx, request, "conversation.answered", id)
                        .map(message))
                .map(message -> Reply.created(ROOT + "/" + id + "/messages/" + message.id(), MessageViews.of(message)));
    }
}
