package dev.atrium.identity;

import dev.atrium.contacts.Contacts;
import dev.atrium.db.Tx;
import dev.atrium.invitation.Held;
import dev.atrium.invitation.Invitations;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accepting an invitation. Mail scanners open links, so GET does nothing that matters and POST accepts, once. Whatever is
 * posted beside name and password decides nothing: address, contact and portal are those of the invitation.
 */
final class AcceptRoutes {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Identity identity;
    private final Entry entry;
    private final Invitations invitations;

    AcceptRoutes(Identity identity, Entry entry, Invitations invitations) {
        this.identity = identity;
        this.entry = entry;
        this.invitations = invitations;
    }

    void mount(Routes routes) {
        var guest = routes.guest();
        guest.get("/invitation/:token", this::page)
                .summary("Show an invitation")
                .names("token", "invited-token");
        guest.post("/invitation/:token", this::accept)
                .summary("Accept an invitation")
                .names("token", "invited-token")
                .shows(this::page);
        guest.post("/invitation/:token/again", this::again)
                .summary("Ask for a new invitation")
                .names("token", "invited-token");
    }

    private static Optional<Token> token(Request request) {
        return Token.parse(request.pathText("token"));
    }

    private Future<Optional<Held>> held(Request request) {
        return token(request)
                .map(token -> identity.db().read(request.scope(), tx -> Invitations.held(tx, request.tenant(), token)))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<Reply> page(Request request) {
        return held(request).compose(found -> {
            var reply = show(request, found);
            return found.isPresent() && alive(found.get()) && looks(request)
                    ? identity.db()
                            .write(
                                    request.scope(),
                                    tx -> Invitations.opened(tx, token(request).orElseThrow()))
                            .map(reply)
                    : Future.succeededFuture(reply);
        });
    }

    private static boolean alive(Held held) {
        return held.standing() == Held.Standing.ALIVE;
    }

    /**
     * Whether a browser shows the page to somebody: a navigation that is no prefetch (Fetch Metadata). A scanner seldom says
     * so; one that does makes a statistic wrong and nothing else.
     */
    private static boolean looks(Request request) {
        return "navigate".equals(request.header("Sec-Fetch-Mode"))
                && "document".equals(request.header("Sec-Fetch-Dest"))
                && request.header("Sec-Purpose") == null
                && request.viewing().isEmpty();
    }

    /** Expired, replaced, taken back, of another portal and never made: one page. */
    private static Reply show(Request request, Optional<Held> found) {
        Map<String, Object> model = new HashMap<>();
        var standing = found.map(Held::standing).orElse(Held.Standing.GONE);
        if (standing == Held.Standing.GONE) {
            model.put(
                    "again",
                    token(request)
                            .map(t -> "/invitation/" + t.text() + "/again")
                            .orElse(""));
            return new Reply.Page(
                    404, "identity/invitation-gone", Reply.Layout.ENTRY, "entry.invitation-gone.title", model);
        }
        model.put("email", found.orElseThrow().email().address());
        if (standing != Held.Standing.ALIVE) {
            model.put("accepted", standing == Held.Standing.ACCEPTED);
            return Reply.page("identity/invitation-done", Reply.Layout.ENTRY, "entry.invitation-done.title", model);
        }
        model.put("typed", Map.of("full_name", found.get().name()));
        return Reply.page("identity/invitation", Reply.Layout.ENTRY, "entry.invitation.title", model);
    }

    private Future<Reply> accept(Request request) {
        return held(request).compose(found -> {
            if (found.isEmpty() || !alive(found.get())) return Future.succeededFuture(show(request, found));
            var email = found.get().email();
            var terms = !request.tenant().branding().termsUrl().isEmpty();
            var typed = Typed.joining(request.form(), email, terms);
            return hash(request, found.get(), typed)
                    .compose(hash -> identity.db()
                            .write(request.scope(), tx -> accept(tx, request, found.get(), typed, hash.orElse(null))));
        });
    }

    private Future<Optional<String>> hash(Request request, Held held, Typed.Joining typed) {
        if (typed.password().isEmpty()) return Future.succeededFuture(Optional.empty());
        var salt = identity.keys().salt(request.tenant().id(), held.email());
        return identity.passwords().hash(typed.password(), salt).map(Optional::of);
    }

    /** In the line of the address, so that nobody signs up with it at the same moment; looked at anew, since that took time. */
    private Future<Reply> accept(Tx tx, Request request, Held seen, Typed.Joining typed, @Nullable String hash) {
        var token = token(request).orElseThrow();
        return new AccountStore(tx)
                .lock(seen.email())
                .compose(x -> Invitations.held(tx, request.tenant(), token))
                .compose(held -> held.isPresent() && alive(held.get())
                        ? Invitations.take(tx, token)
                                .compose(taken -> taken.isEmpty()
                                        ? Future.succeededFuture(show(request, Optional.empty()))
                                        : join(tx, request, taken.get(), typed, hash))
                        : Future.succeededFuture(show(request, held)));
    }

    private Future<Reply> join(Tx tx, Request request, Held held, Typed.Joining typed, @Nullable String hash) {
        var person = new Registration.Person(
                held.contact(),
                held.email(),
                hash,
                "granted",
                request.language().toLanguageTag(),
                held.provesAddress());
        return Contacts.joined(tx, held.contact(), typed.fullName())
                .compose(x -> Registration.open(tx, person, "account.granted", request.ip()))
                .compose(account -> Invitations.accepted(tx, held, account, request.ip())
                        .compose(x -> identity.notifications().tell(tx, request.tenant(), CodeRoutes.welcome(account)))
                        .compose(x -> enter(tx, request, held, account)));
    }

    private Future<Reply> enter(Tx tx, Request request, Held held, UUID account) {
        return new AccountStore(tx)
                .byIds(List.of(account))
                .compose(accounts -> entry.admit(
                        tx,
                        request,
                        held.email(),
                        accounts,
                        // A link that was handed over proves no address: nothing that lasts is set up by it.
                        held.provesAddress() ? Session.Proof.INVITATION : Session.Proof.HANDED,
                        request.safe(request.query("next"))))
                .map(pass -> Entry.reply(request, pass));
    }

    /** The same answer whatever the link is or was: its address has a mail, and nobody else learns anything. */
    private Future<Reply> again(Request request) {
        return identity.db()
                .write(request.scope(), tx -> RateLimit.take(tx, "invitation-ip:" + request.network(), HOUR))
                .compose(count -> {
                    if (count.over(identity.limits().codesPerIpPerHour()))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return token(request)
                            .map(old -> identity.db()
                                    .write(
                                            request.scope(),
                                            tx -> invitations.renew(tx, request.tenant(), old, request.ip())))
                            .orElse(Future.succeededFuture());
                })
                .map(x -> Reply.page(
                        "identity/invitation-asked", Reply.Layout.ENTRY, "entry.invitation-asked.title", Map.of()));
    }
}
