package dev.atrium.identity;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sign-in links for the business's own programs. They mail one; the address itself is told to nobody but the client. */
final class SignInLinkApi {
    private static final String OF_CONTACT = "/api/v1/business/contacts/:contact/sign-in-links";
    private static final String ONE = "/api/v1/business/sign-in-links/:link";

    /** A link; {@code state} is {@code sent}, {@code used}, {@code expired} or {@code revoked}. */
    public record Link(UUID id, UUID contact_id, String next, String state, Instant created_at, Instant expires_at) {}

    /** The newest fifty of a contact. */
    public record LinkList(List<Link> items) {}

    /** Where it leads, a path of the portal, and for how many hours it works: 1 to 168, usually 72. */
    public record LinkNew(@Nullable String next, @Nullable Integer hours) {}

    private static final Link SENT = new Link(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e22"),
            "/account/sessions",
            "sent",
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2026-11-04T09:00:00Z"));

    private final Db db;
    private final SignInLinks links;

    SignInLinkApi(Db db, SignInLinks links) {
        this.db = db;
        this.links = links;
    }

    void mount(Routes routes) {
        var reading = routes.business("sign-in-links:read");
        var writing = routes.business("sign-in-links:write");
        reading.get(OF_CONTACT, this::list)
                .summary("List the newest sign-in links of a contact")
                .names("contact", SignInLinkRoutes.CLIENT)
                .gives(LinkList.class, new LinkList(List.of(SENT)))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a sign-in link")
                .names("link", "sign-in-link")
                .gives(Link.class, SENT)
                .refuses(404);
        writing.post(OF_CONTACT, this::mail)
                .summary("Mail a sign-in link to a contact")
                .names("contact", SignInLinkRoutes.CLIENT)
                .idempotent()
                .takes(LinkNew.class, new LinkNew("/account/sessions", 72))
                .creates(Link.class, SENT)
                .refuses(404, 409, 422, 429);
        writing.delete(ONE, this::revoke)
                .summary("Revoke a sign-in link")
                .names("link", "sign-in-link")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var contact = request.id("contact");
        return db.read(
                request.scope(),
                tx -> new SignInLinkStore(tx).target(contact).compose(found -> {
                    if (found.isEmpty()) throw Problem.notFound();
                    return SignInLinks.of(tx, contact)
                            .map(all -> Reply.json(new LinkList(
                                    all.stream().map(SignInLinkApi::json).toList())));
                }));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> found(tx, request.id("link"))).map(link -> Reply.json(json(link)));
    }

    private static Future<SignInLink> found(Tx tx, UUID id) {
        return new SignInLinkStore(tx).find(id, null).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> mail(Request request, Tx tx) {
        var asked = request.json(LinkNew.class);
        var next = Objects.requireNonNullElse(asked.next(), "");
        var safe = request.safe(next);
        if (!next.isEmpty() && safe.isEmpty()) throw Problem.invalid("next", "link-path");
        int hours = Objects.requireNonNullElse(asked.hours(), (int) SignInLinks.USUAL.toHours());
        if (hours < SignInLinks.SHORTEST.toHours() || hours > SignInLinks.LONGEST.toHours())
            throw Problem.invalid("hours", "link-life");
        var wish = new SignInLinks.Wish(request.id("contact"), safe, Duration.ofHours(hours), "API", request.ip());
        return links.mail(tx, request.tenant(), wish)
                .compose(outcome -> found(tx, outcome.made()))
                .map(link -> Reply.created("/api/v1/business/sign-in-links/" + link.id(), json(link)));
    }

    private Future<Reply> revoke(Request request) {
        var id = request.id("link");
        return db.write(request.scope(), tx -> SignInLinks.revoke(tx, id, null, request.ip()))
                .map(revoked -> {
                    if (!revoked) throw Problem.notFound();
                    return Reply.empty();
                });
    }

    private static Link json(SignInLink link) {
        return new Link(
                link.id(),
                link.contact(),
                link.next(),
                link.state().name().toLowerCase(Locale.ROOT),
                link.createdAt(),
                link.expiresAt());
    }
}
