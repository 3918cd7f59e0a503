package dev.atrium.objectlink;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Token;
import dev.atrium.web.LinkGone;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/** What a link opens, and the way to a new one. GET changes nothing but the count of uses, since mail scanners open links. */
final class ObjectLinkRoutes {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAILED_PER_THING = 3;

    private final Db db;
    private final Notifications notifications;
    private final ObjectLinks links;
    private final int askedPerHour;

    ObjectLinkRoutes(Db db, Notifications notifications, ObjectLinks links, int askedPerHour) {
        this.db = db;
        this.notifications = notifications;
        this.links = links;
        this.askedPerHour = askedPerHour;
    }

    void mount(Routes routes) {
        routes.objectGuest("", Principal.Right.VIEW).get("/o/:link", this::show).summary("Show the thing of a link");
        routes.guest().post("/o/:link/again", this::again).summary("Ask for a new link to the same thing");
    }

    private Future<Reply> show(Request request) {
        if (!(request.scope().principal() instanceof Principal.ObjectGuest guest)) throw Problem.notFound();
        return links.kind(guest.object())
                .orElseThrow(Problem::notFound)
                .page()
                .show(request, guest)
                .map(shown -> shown.orElseGet(() -> LinkGone.reply(request)));
    }

    /** The same answer whatever the link is or was: whoever it was made for has a mail, nobody else learns anything. */
    private Future<Reply> again(Request request) {
        var token = Token.parse(request.pathText("link"));
        return db.write(request.scope(), tx -> RateLimit.take(tx, "object-link:" + request.network(), HOUR))
                .compose(count -> {
                    if (count.over(askedPerHour))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return token.isEmpty() ? Future.succeededFuture() : renew(request, token.get());
                })
                .map(x -> Reply.page("objectlink/asked", Reply.Layout.ENTRY, "objectlink.asked.title", Map.of()));
    }

    private Future<Void> renew(Request request, Token token) {
        return db.write(
                request.scope(),
                tx -> new ObjectLinkStore(tx)
                        .renewable(Buffer.buffer(token.hash()))
                        .compose(found -> found.isEmpty()
                                        || links.kind(found.get().made().kind()).isEmpty()
                                ? Future.succeededFuture()
                                : limited(tx, request, found.get())));
    }

    private Future<Void> limited(Tx tx, Request request, ObjectLinkStore.Renewable old) {
        var key = "object-mail:" + old.made().object() + " " + old.made().contact();
        return RateLimit.take(tx, key, HOUR)
                .compose(count -> count.over(MAILED_PER_THING) ? Future.succeededFuture() : mail(tx, request, old));
    }

    private Future<Void> mail(Tx tx, Request request, ObjectLinkStore.Renewable old) {
        var tenant = request.tenant();
        var made = old.made();
        return links.create(tx, tenant, made.kind(), made.object(), made.right(), made.contact(), made.life())
                .compose(url -> notifications.tell(
                        tx,
                        tenant,
                        Notice.of(
                                ObjectLinks.MAILED,
                                new Recipient.Address(
                                        old.email(), tenant.settings().language()),
                                Map.of("name", old.name(), "url", url))));
    }
}
