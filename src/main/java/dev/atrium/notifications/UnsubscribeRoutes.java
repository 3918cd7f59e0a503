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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ending mails of one type, or all that are a matter of choice, from the mail itself (RFC 8058). Scanners open links, so GET shows a page and changes nothing;
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

    /** @param type null where all that is a matter of choice is meant */
    private record Asked(UUID contact, @Nullable NotificationType type) {}

    /** A type, and how its reader gets it. */
    private record Told(NotificationType type, Addressee to) {
        boolean open() {
            return to.rule() == Verdict.Rule.OPEN;
        }

        boolean ended() {
            return Verdict.of(type, to.rule(), to.chosen()).mail() == Pace.OFF;
        }
    }

    private Asked asked(Request request) {
        var said = Subscription.parse(parts.keys(), request.tenant().id(), request.pathText("subscription"))
                .orElseThrow(Problem::notFound);
        if (said.type().equals(Subscription.ALL)) return new Asked(said.contact(), null);
        return parts.types()
                .find(said.type())
                .filter(type -> type.duty().choice())
                .map(type -> new Asked(said.contact(), type))
                .orElseThrow(Problem::notFound);
    }

    private List<NotificationType> types(Asked asked) {
        return asked.type() != null
                ? List.of(asked.type())
                : parts.types().all().stream()
                        .filter(type -> type.reader() == NotificationType.Reader.CLIENT)
                        .filter(type -> type.duty().choice() && type.has(Channel.MAIL))
                        .toList();
    }

    private Future<Reply> page(Request request) {
        var asked = asked(request);
        return parts.db().read(request.scope(), tx -> told(tx, asked)).map(told -> show(request, asked, told, false));
    }

    /** Nothing for who was erased meanwhile. */
    private Future<List<Told>> told(Tx tx, Asked asked) {
        var store = new ChoiceStore(tx);
        return Future.all(types(asked).stream()
                        .map(type ->
                                store.contact(asked.contact(), type).map(found -> found.map(to -> new Told(type, to))))
                        .toList())
                .map(all -> all.<Optional<Told>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Reply show(Request request, Asked asked, List<Told> told, boolean again) {
        // Who was erased meanwhile gets no mail: the truth, and no word of why.
        boolean locked = !told.isEmpty() && told.stream().noneMatch(Told::open);
        boolean ended = !locked && told.stream().filter(Told::open).allMatch(Told::ended);
        var type = asked.type();
        return Reply.page(
                "account/unsubscribe",
                Reply.Layout.ENTRY,
                ended ? "unsubscribe.ended" : again ? "unsubscribe.resumed" : "unsubscribe.title",
                Map.of(
                        "type",
                        type == null ? "" : request.say(Family.TYPE.key(type.key())),
                        "ended",
                        ended,
                        "locked",
                        locked,
                        "resumed",
                        again && !ended,
                        "action",
                        "/unsubscribe/" + request.pathText("subscription")));
    }

    private Future<Reply> act(Request request) {
        var asked = asked(request);
        boolean again = request.form().text("act").equals("again");
        return parts.db()
                .write(
                        request.scope(),
                        tx -> told(tx, asked)
                                .compose(told -> choose(tx, request, asked.contact(), open(told), again))
                                .compose(x -> told(tx, asked)))
                .map(told -> show(request, asked, told, again));
    }

    private static List<NotificationType> open(List<Told> told) {
        return told.stream().filter(Told::open).map(Told::type).toList();
    }

    private static Future<Void> choose(
            Tx tx, Request request, UUID contact, List<NotificationType> types, boolean again) {
        return Future.all(types.stream()
                        .map(type -> choose(tx, request, contact, type.key(), again))
                        .toList())
                .mapEmpty();
    }

    private static Future<Void> choose(Tx tx, Request request, UUID contact, String key, boolean again) {
        var store = new ChoiceStore(tx);
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
