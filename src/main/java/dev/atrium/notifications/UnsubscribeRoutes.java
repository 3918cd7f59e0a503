package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ending mails of one type, or all that are a matter of choice, from the mail itself (RFC 8058): clients at their portal, staff
 * at the console. Scanners open links, so GET shows a page and changes nothing; POST acts, by the signed token alone: a mail
 * program has no cookie, and none is looked at.
 */
final class UnsubscribeRoutes {
    private final Notifications notifications;
    private final Notifications.Parts parts;

    UnsubscribeRoutes(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    void mount(Routes routes) {
        routes.guest().get("/unsubscribe/:subscription", this::page).summary("Show which mails a link of a mail ends");
        routes.guest()
                .post("/unsubscribe/:subscription", this::act)
                .summary("End mails of one type, or have them again")
                .fromAnywhere();
        routes.consoleGuest()
                .get("/unsubscribe/:teamsubscription", this::pageOfStaff)
                .summary("Show which mails to staff a link of a mail ends");
        routes.consoleGuest()
                .post("/unsubscribe/:teamsubscription", this::actOfStaff)
                .summary("End mails of one type to somebody of staff, or have them again")
                .fromAnywhere();
    }

    /** @param type null where all that is a matter of choice is meant */
    private record Asked(Subscription said, @Nullable NotificationType type, Tenant tenant, Scope scope) {}

    /** A type, and how its reader gets it. */
    private record Told(NotificationType type, Addressee to) {
        boolean open() {
            return to.rule() == Verdict.Rule.OPEN;
        }

        boolean ended() {
            return Verdict.of(type, to.rule(), to.chosen()).mail() == Pace.OFF;
        }
    }

    private Future<Reply> page(Request request) {
        return show(request, client(request));
    }

    private Future<Reply> act(Request request) {
        return change(request, client(request));
    }

    private Future<Reply> pageOfStaff(Request request) {
        return staff(request).compose(asked -> show(request, asked));
    }

    private Future<Reply> actOfStaff(Request request) {
        return staff(request).compose(asked -> change(request, asked));
    }

    private Asked client(Request request) {
        var tenant = request.tenant();
        var said = Subscription.parse(parts.keys(), tenant.id(), request.pathText("subscription"))
                .orElseThrow(Problem::notFound);
        return new Asked(said, type(said), tenant, request.scope());
    }

    /** The console's host is of no tenant: the token names it. */
    private Future<Asked> staff(Request request) {
        var said = Subscription.parse(parts.keys(), request.pathText("teamsubscription"))
                .orElseThrow(Problem::notFound);
        var type = type(said);
        var scope = Scope.guest(said.tenant(), request.language());
        return parts.hosts()
                .tenant(said.tenant())
                .map(tenant -> new Asked(said, type, tenant.orElseThrow(Problem::notFound), scope));
    }

    private @Nullable NotificationType type(Subscription said) {
        if (said.type().equals(Subscription.ALL)) return null;
        return parts.types()
                .find(said.type())
                .filter(type -> type.duty().choice() && type.reads(said.reader()))
                .orElseThrow(Problem::notFound);
    }

    private List<NotificationType> types(Asked asked) {
        return asked.type() != null
                ? List.of(asked.type())
                : parts.types().all().stream()
                        .filter(type -> type.reads(asked.said().reader()))
                        .filter(type -> type.duty().choice() && type.has(Channel.MAIL))
                        .toList();
    }

    /** Nothing for who was erased meanwhile, or has left the team. */
    private Future<List<Told>> told(Tx tx, Asked asked) {
        var store = new ChoiceStore(tx);
        return Future.all(types(asked).stream()
                        .map(type -> store.reader(
                                        asked.said().reader(), asked.said().person(), type)
                                .map(found -> found.map(to -> new Told(type, to))))
                        .toList())
                .map(all -> all.<Optional<Told>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Future<Reply> show(Request request, Asked asked) {
        return parts.db().read(asked.scope(), tx -> told(tx, asked)).map(told -> show(request, asked, told, false));
    }

    private Reply show(Request request, Asked asked, List<Told> told, boolean again) {
        // Who was erased meanwhile gets no mail: the truth, and no word of why.
        boolean locked = !told.isEmpty() && told.stream().noneMatch(Told::open);
        boolean ended = !locked && told.stream().filter(Told::open).allMatch(Told::ended);
        var type = asked.type();
        boolean staff = asked.said().reader() == NotificationType.Reader.STAFF;
        var choices = notifications.choices(asked.tenant(), asked.said().reader());
        return Reply.page(
                "account/unsubscribe",
                staff ? Reply.Layout.CONSOLE : Reply.Layout.ENTRY,
                ended ? "unsubscribe.ended" : again ? "unsubscribe.resumed" : "unsubscribe.title",
                Map.of(
                        "type",
                        type == null ? "" : request.say(Family.TYPE.key(type.key())),
                        "sender",
                        asked.tenant().branding().portalName(),
                        "gate",
                        staff,
                        "ended",
                        ended,
                        "locked",
                        locked,
                        "resumed",
                        again && !ended,
                        "action",
                        "/unsubscribe/" + asked.said().token(parts.keys()),
                        "choices",
                        choices));
    }

    private Future<Reply> change(Request request, Asked asked) {
        boolean again = request.form().text("act").equals("again");
        return parts.db()
                .write(
                        asked.scope(),
                        tx -> told(tx, asked)
                                .compose(told -> choose(tx, request, asked.said(), open(told), again))
                                .compose(x -> told(tx, asked)))
                .map(told -> show(request, asked, told, again));
    }

    private static List<NotificationType> open(List<Told> told) {
        return told.stream().filter(Told::open).map(Told::type).toList();
    }

    private static Future<Void> choose(
            Tx tx, Request request, Subscription said, List<NotificationType> types, boolean again) {
        return Future.all(types.stream()
                        .map(type -> choose(tx, request, said, type.key(), again))
                        .toList())
                .mapEmpty();
    }

    private static Future<Void> choose(Tx tx, Request request, Subscription said, String key, boolean again) {
        return new ChoiceStore(tx)
                .mail(said.reader(), said.person(), key, again)
                .compose(did -> did
                        ? Audit.record(
                                tx,
                                again ? "mail.resubscribed" : "mail.unsubscribed",
                                said.reader() == NotificationType.Reader.STAFF ? "staff" : "contact",
                                said.person(),
                                new JsonObject().put("type", key),
                                request.ip())
                        : Future.succeededFuture());
    }
}
