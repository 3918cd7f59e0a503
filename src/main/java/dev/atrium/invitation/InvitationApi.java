package dev.atrium.invitation;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations for the business's own programs. No answer holds a link: what is kept is its hash. */
final class InvitationApi {
    private static final String ROOT = "/api/v1/business/invitations";

    /**
     * A person who was asked to join; {@code state} is {@code draft}, {@code sent}, {@code opened}, {@code accepted},
     * {@code expired} or {@code revoked}.
     */
    public record Invited(
            UUID id,
            UUID contact,
            String full_name,
            String email,
            String state,
            Instant created_at,
            @Nullable Instant sent_at,
            @Nullable Instant expires_at,
            @Nullable Instant opened_at,
            @Nullable Instant accepted_at) {}

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record InvitedList(List<Invited> items, @Nullable String next) {}

    /** Whom to invite; the name fills in a contact that is made for it. {@code send} false leaves a draft. */
    public record InvitedNew(
            String email,
            @Nullable String full_name,
            @Nullable Boolean send) {}

    private static final InvitedNew FRESH = new InvitedNew("ana@example.com", "Ana Ruiz", true);

    private static final Invited ANA = new Invited(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e31"),
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "Ana Ruiz",
            "ana@example.com",
            "sent",
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2026-11-08T09:00:00Z"),
            null,
            null);

    private final Db db;
    private final Invitations invitations;

    InvitationApi(Db db, Invitations invitations) {
        this.db = db;
        this.invitations = invitations;
    }

    void mount(Routes routes) {
        var reading = routes.business("invitations:read");
        var writing = routes.business("invitations:write");
        reading.get(ROOT, this::list)
                .summary("List invitations, the newest first")
                .pages()
                .query("state", "Only those of this state")
                .query("email", "Only those to exactly this address")
                .gives(InvitedList.class, new InvitedList(List.of(ANA), ROOT + "?limit=1&cursor=AQGT"))
                .refuses(422);
        reading.get(ROOT + "/:invited", this::one)
                .summary("Get an invitation")
                .gives(Invited.class, ANA)
                .refuses(404);
        writing.post(ROOT, this::create)
                .summary("Invite somebody; whoever is invited already is mailed anew")
                .idempotent()
                .takes(InvitedNew.class, FRESH)
                .creates(Invited.class, ANA)
                .refuses(409, 422, 429);
        writing.post(ROOT + "/:invited/resend", this::resend)
                .summary("Mail an invitation anew; every earlier link ends")
                .idempotent()
                .gives(Invited.class, ANA)
                .refuses(404, 409, 429);
        writing.post(ROOT + "/:invited/revoke", this::revoke)
                .summary("Take an invitation back")
                .idempotent()
                .gives(Invited.class, ANA)
                .refuses(404, 409);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var state = request.query("state");
        if (!state.isEmpty() && Invitation.State.of(state).isEmpty()) throw Problem.invalid("state", "choice-invalid");
        var asked = request.query("email").strip();
        var email = asked.isEmpty()
                ? ""
                : Email.parse(asked)
                        .orElseThrow(() -> Problem.invalid("email", Email.INVALID))
                        .address();
        return db.read(
                        request.scope(),
                        tx -> new InvitationStore(tx).list(state, email, "", wanted.after(), wanted.rows()))
                .map(rows -> wanted.page(rows, row -> Cursor.at(row.createdAt(), row.id())))
                .map(page -> request.paged(page.map(InvitationApi::shown), InvitedList::new));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("invited");
        return db.read(request.scope(), tx -> shown(tx, id)).map(Reply::json);
    }

    private static Future<Invited> shown(Tx tx, UUID id) {
        return new InvitationStore(tx).find(id).map(found -> shown(found.orElseThrow(Problem::notFound)));
    }

    private static Invited shown(Invitation i) {
        return new Invited(
                i.id(),
                i.contact(),
                i.name(),
                i.email(),
                i.state().word(),
                i.createdAt(),
                i.sentAt(),
                i.expiresAt(),
                i.openedAt(),
                i.acceptedAt());
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(InvitedNew.class);
        boolean mailed = sent.send() == null || sent.send();
        return invitations
                .invite(tx, request.tenant(), invitee(sent), mailed, request.ip())
                .compose(id -> shown(tx, id))
                .map(made -> Reply.created(ROOT + "/" + made.id(), made));
    }

    private static Invitee invitee(InvitedNew sent) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var email = Email.parse(sent.email().strip()).orElse(null);
        if (email == null) wrong.put("email", Problem.Word.of(Email.INVALID));
        var given = sent.full_name();
        var name = given == null ? "" : given.strip();
        var refusal = Invitee.refusal(name);
        if (refusal != null) wrong.put("full_name", Problem.Word.of(refusal, Invitee.LONGEST_NAME));
        if (!wrong.isEmpty() || email == null) throw Problem.invalid(wrong);
        return new Invitee(email, name);
    }

    private Future<Reply> resend(Request request, Tx tx) {
        var id = request.id("invited");
        return shown(tx, id)
                .compose(x -> invitations.resend(tx, request.tenant(), id, request.ip()))
                .compose(x -> shown(tx, id))
                .map(Reply::json);
    }

    private Future<Reply> revoke(Request request, Tx tx) {
        var id = request.id("invited");
        return shown(tx, id)
                .compose(x -> Invitations.revoke(tx, id, request.ip()))
                .compose(x -> shown(tx, id))
                .map(Reply::json);
    }
}
