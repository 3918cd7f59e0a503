package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue of those who wait to be let in, for the business's own programs. */
final class ApprovalApi {
    private static final String ROOT = "/api/v1/business/approvals";

    /** Somebody who proved their address and waits. */
    public record Approval(UUID id, String full_name, String email, String language, Instant created_at) {}

    /** A part of the queue, the longest waiting first; {@code next} is null at its end. */
    public record ApprovalList(
            List<Approval> items, @Nullable String next) {}

    /** What a decision came to: {@code done}, or {@code needless} where the address has an account by now. */
    public record Decided(UUID id, String outcome) {}

    /** Why somebody is refused; it stands in the mail to them. At most 500 characters. */
    public record Refusal(@Nullable String reason) {}

    private static final UUID SOME = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Approval ANA =
            new Approval(SOME, "Ana Ruiz", "ana@example.com", "en", Instant.parse("2026-11-01T09:00:00Z"));

    private final Identity identity;

    ApprovalApi(Identity identity) {
        this.identity = identity;
    }

    void mount(Routes routes) {
        routes.business("approvals:read")
                .get(ROOT, this::list)
                .summary("List who waits to be let in, the longest waiting first")
                .pages()
                .gives(ApprovalList.class, new ApprovalList(List.of(ANA), ROOT + "?limit=1&cursor=AQGT"));
        var deciding = routes.business("approvals:write");
        deciding.post(ROOT + "/:request/approve", this::approve)
                .summary("Let somebody in; they are mailed the way")
                .names("request", "account-request")
                .idempotent()
                .gives(Decided.class, new Decided(SOME, "done"))
                .refuses(404);
        deciding.post(ROOT + "/:request/refuse", this::refuse)
                .summary("Refuse somebody; nothing of them is kept")
                .names("request", "account-request")
                .idempotent()
                .mayTake(Refusal.class, new Refusal("Porto-only"))
                .gives(Decided.class, new Decided(SOME, "done"))
                .refuses(404, 422);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        return identity.db()
                .read(request.scope(), tx -> new ApprovalStore(tx).list(wanted.after(), wanted.rows()))
                .map(rows -> wanted.page(rows, who -> Cursor.at(who.since(), who.id())))
                .map(page -> request.paged(page.map(ApprovalApi::json), ApprovalList::new));
    }

    private static Approval json(Applicant who) {
        return new Approval(who.id(), who.fullName(), who.email().address(), who.language(), who.since());
    }

    private Future<Reply> approve(Request request, Tx tx) {
        var id = request.id("request");
        return Approvals.approve(tx, request.tenant(), identity, id, request.ip())
                .map(outcome -> decided(id, outcome));
    }

    private Future<Reply> refuse(Request request, Tx tx) {
        var id = request.id("request");
        var reason = request.maybeJson(Refusal.class).map(Refusal::reason).orElse("");
        return Approvals.decline(tx, request.tenant(), identity, id, ApprovalRoutes.said(reason), request.ip())
                .map(outcome -> decided(id, outcome));
    }

    private static Reply decided(UUID id, Approvals.Outcome outcome) {
        if (outcome == Approvals.Outcome.GONE) throw Problem.notFound();
        return Reply.json(new Decided(id, outcome.name().toLowerCase(Locale.ROOT)));
    }
}
