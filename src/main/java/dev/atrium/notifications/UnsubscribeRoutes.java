package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * Ending mails of one type from the mail itself (RFC 8058). Scanners open links, so GET shows a page and changes nothing;
 * POST acts, by the signed token alone: a mail program has no cookie, and none is looked at.
 */
final class UnsubscribeRoutes {
    private final Notifications.Parts parts;

    UnsubscribeRoutes(Notifications.Parts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.guest().get("/unsubscribe/:subscription", this::page).summary("Show which mails a link of a mail ends");
        routes.guest()
                .post("/unsubscribe/:subscription", this::act)
                .summary("End mails of one type, or have them again")
                .fromAnywhere();
    }

    private record Asked(Subscription subscription, NotificationType type) {}

    private Asked asked(Request request) {
        return Subscription.parse(parts.keys(), request.tenant().id(), request.pathText("subscription"))
                .flatMap(said -> parts.types().find(said.type()).map(type -> new Asked(said, type)))
                .filter(asked -> asked.type().duty().choice())
                .orElseThrow(Problem::notFound);
    }

    private Future<Reply> page(Request request) {
        var asked = asked(request);
        return parts.db().read(request.scope(), tx -> addressee(tx, asked)).map(found -> show(request, asked, found));
    }

    private static Future<Optional<Addressee>> addressee(Tx tx, Asked asked) {
        return new ChoiceStore(tx).contact(asked.subscription().contact(), asked.type());
    }

    private static Reply show(Request request, Asked asked, Optional<Addressee> found) {
        // Who was erased meanwhile gets no mail: the truth, and no word of why.
        boolean ended = found.isEmpty()
                || Verdict.of(asked.type(), found.get().rule(), found.get().chosen())
                                .mail()
                        == Pace.OFF;
        boolean locked = found.isPresent() && found.get().rule() == Verdict.Rule.LOCKED;
        return Reply.page(
                "account/unsubscribe",
                Reply.Layout.ENTRY,
                "unsubscribe.title",
                Map.of(
                        "type",
                        request.say(Family.TYPE.key(asked.type().key())),
                        "ended",
                        ended,
                        "locked",
                        locked,
                        "action",
                        "/unsubscribe/" + request.pathText("subscription")));
    }

    private Future<Reply> act(Request request) {
        var asked = asked(request);
        boolean again = request.form().text("act").equals("again");
        return parts.db()
                .write(
                        request.scope(),
                        tx -> addressee(tx, asked)
                                .compose(found -> found.isEmpty() || found.get().rule() != Verdict.Rule.OPEN
                                        ? Future.succeededFuture(found)
                                        : choose(tx, request, asked, again).compose(x -> addressee(tx, asked))))
                .map(found -> show(request, asked, found));
    }

    private static Future<Void> choose(Tx tx, Request request, Asked asked, boolean again) {
        var store = new ChoiceStore(tx);
        var contact = asked.subscription().contact();
        var key = asked.type().key();
        var changed =
                again ? store.forget(contact, key, Channel.MAIL) : store.choose(contact, key, Channel.MAIL, Pace.OFF);
        return changed.compose(did -> did
                ? Audit.record(
                        tx,
                        again ? "mail.resubscribed" : "mail.unsubscribed",
                        "contact",
                        contact,
                        new JsonObject().put("type", key),
                        request.ip())
                : Future.succeededFuture());
    }
}
