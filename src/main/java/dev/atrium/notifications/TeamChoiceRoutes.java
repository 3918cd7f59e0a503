package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How somebody of staff wants to be told about their work for one tenant: of what their role may know, each channel. */
final class TeamChoiceRoutes {
    private static final String CHOICES = "/bell/choices";

    private final Notifications.Parts parts;
    private final ChoiceTable table;

    TeamChoiceRoutes(Notifications.Parts parts) {
        this.parts = parts;
        this.table = new ChoiceTable(parts.types(), NotificationType.Reader.STAFF);
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ)
                .get("/t/:slug/bell/choices", this::page)
                .summary("Show how the person of staff wants to be told");
        routes.staff(Permission.READ)
                .post("/t/:slug/bell/choices", this::save)
                .summary("Choose how to be told as a person of staff")
                .shows(this::page);
    }

    private static Future<ChoiceTable.State> state(Tx tx, Desk desk) {
        var store = new ChoiceStore(tx);
        var chosen = store.choicesOfStaff(desk.staff().id());
        var rules = store.rules();
        return Future.all(chosen, rules).map(x -> {
            var ours = new HashMap<>(rules.result());
            // That one is about the clients' summaries.
            ours.remove(Digests.SUMMARY.key());
            return new ChoiceTable.State(chosen.result(), ours, Optional.empty());
        });
    }

    /** Nobody is asked about what their role is never told; what names no permission is told to owners, and the summary to each. */
    private static Predicate<NotificationType> concerns(Desk desk) {
        return type -> {
            var permission = type.permission();
            if (permission != null) return desk.may(permission);
            return type.reader() == NotificationType.Reader.CLIENT
                    || desk.seat().role().equals("owner");
        };
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return parts.db().read(desk.scope(), tx -> state(tx, desk)).map(state -> {
            var typed = request.failed() ? request.form() : null;
            var groups = table.groups(request, state, typed, desk.seat().name(), concerns(desk));
            return Desk.page(request, "console/bell-choices", "bell.choices.title", Map.of("groups", groups));
        });
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        return parts.db()
                .write(
                        desk.scope(),
                        tx -> state(tx, desk).compose(state -> {
                            var store = new ChoiceStore(tx);
                            var staff = desk.staff().id();
                            var changed = table.changes(
                                    state,
                                    request.form(),
                                    concerns(desk),
                                    (type, channel, pace) -> store.chooseOfStaff(staff, type.key(), channel, pace));
                            return Audit.record(
                                    tx, "staff.notifications-chosen", "staff", staff, changed, request.ip());
                        }))
                .map(desk.done(CHOICES, "choices-saved"));
    }
}
