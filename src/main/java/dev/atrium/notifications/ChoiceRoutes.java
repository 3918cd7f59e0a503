package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the person wants to be told: every type and channel, and hours in which nothing arrives. */
final class ChoiceRoutes {
    /** How one type arrives in one channel; {@code fixed} where the person cannot change it. */
    public record PreferenceItem(String type, String channel, String pace, boolean fixed) {}

    /** Every type and channel, the hours without mail (empty where there are none), and the zone they are in. */
    public record PreferenceList(
            List<PreferenceItem> items, String quiet_begins, String quiet_ends, String time_zone) {}

    /** One choice: {@code instant}, {@code daily}, {@code weekly} or {@code off}; of the channels only {@code mail} gathers. */
    public record PreferenceChange(String type, String channel, String pace) {}

    private static final PreferenceList EXAMPLE = new PreferenceList(
            List.of(new PreferenceItem("account.welcome", "app", "instant", true)), "22:00", "07:00", "Europe/London");

    private final Notifications.Parts parts;
    private final ChoiceTable table;

    ChoiceRoutes(Notifications.Parts parts) {
        this.table = new ChoiceTable(parts.types(), NotificationType.Reader.CLIENT);
        this.parts = parts;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/notifications", this::page)
                .summary("Show how the person wants to be told")
                .landing();
        routes.client(app)
                .post("/account/notifications", this::save)
                .summary("Choose how to be told")
                .shows(this::page);
        routes.program("notifications:read", app)
                .get("/api/v1/notification-preferences", this::list)
                .summary("Show how the person wants to be told")
                .gives(PreferenceList.class, EXAMPLE);
        routes.program("notifications:write", app)
                .patch("/api/v1/notification-preferences", this::change)
                .summary("Choose how one type arrives in one channel")
                .takes(PreferenceChange.class, new PreferenceChange("account.welcome", "mail", "off"))
                .gives(PreferenceList.class, EXAMPLE)
                .refuses(404, 409, 422);
    }

    private Future<ChoiceTable.State> state(Tx tx, UUID contact) {
        var store = new ChoiceStore(tx);
        var chosen = store.choices(contact);
        var rules = store.rules();
        var quiet = store.quiet(contact);
        return Future.all(chosen, rules, quiet)
                .map(x -> new ChoiceTable.State(chosen.result(), rules.result(), quiet.result()));
    }

    private Future<Reply> page(Request request) {
        return parts.db()
                .read(request.scope(), tx -> state(tx, request.session().contact()))
                .map(state -> Reply.page(
                        "account/notifications",
                        Reply.Layout.PORTAL,
                        "account.notifications.title",
                        model(request, state)));
    }

    private Map<String, Object> model(Request request, ChoiceTable.State state) {
        var typed = request.failed() ? request.form() : null;
        Map<String, Object> model = new HashMap<>();
        var portal = request.tenant().branding().portalName();
        model.put("groups", table.groups(request, state, typed, portal));
        model.put("always", table.always(request, state, portal));
        model.put("zoneName", request.zone().getId().replace('_', ' '));
        var quiet = state.quiet().orElse(null);
        model.put(
                "quietOn", typed == null ? quiet != null : !typed.text("quiet").isEmpty());
        model.put(
                "typed",
                Map.of(
                        "quiet_begins", quiet == null ? "22:00" : quiet.begins().toString(),
                        "quiet_ends", quiet == null ? "07:00" : quiet.ends().toString()));
        return model;
    }

    private Future<Reply> save(Request request) {
        var session = request.session();
        var form = request.form();
        var quiet = quiet(form);
        return parts.db()
                .write(
                        request.scope(),
                        tx -> state(tx, session.contact()).compose(state -> save(tx, request, state, form, quiet)))
                .map(Reply.redirect("/account/notifications")
                        .with(new Cookies.Change(Cookies.FLASH, "choices-saved", 60)));
    }

    /** The hours as typed; null where there shall be none. */
    private static @Nullable QuietHours quiet(Form form) {
        if (form.text("quiet").isEmpty()) return null;
        var begins = time(form, "quiet_begins");
        var ends = time(form, "quiet_ends");
        if (begins.equals(ends)) throw Problem.invalid("quiet_ends", "quiet-hours-same");
        return new QuietHours(begins, ends);
    }

    private static LocalTime time(Form form, String field) {
        try {
            return LocalTime.parse(form.text(field));
        } catch (DateTimeException e) {
            throw Problem.invalid(field, "quiet-hours-time");
        }
    }

    /** A field of a type that cannot be chosen is not looked at: what guards an account stays, whatever is sent. */
    private Future<Void> save(Tx tx, Request request, ChoiceTable.State state, Form form, @Nullable QuietHours quiet) {
        var store = new ChoiceStore(tx);
        var contact = request.session().contact();
        var changed = table.changes(
                state, form, type -> true, (type, channel, pace) -> store.choose(contact, type.key(), channel, pace));
        return store.quiet(contact, quiet).compose(x -> audit(tx, request, changed));
    }

    private static Future<Void> audit(Tx tx, Request request, JsonObject changed) {
        return Audit.record(
                tx, "notifications.chosen", "contact", request.session().contact(), changed, request.ip());
    }

    private Future<Reply> list(Request request) {
        return parts.db()
                .read(request.scope(), tx -> state(tx, request.session().contact()))
                .map(state -> Reply.json(shown(request, state)));
    }

    private PreferenceList shown(Request request, ChoiceTable.State state) {
        var items = new ArrayList<PreferenceItem>();
        for (var type : parts.types().all()) {
            if (type.reader() != NotificationType.Reader.CLIENT || !state.told(type)) continue;
            for (var channel : type.channels())
                items.add(new PreferenceItem(
                        type.key(), channel.word(), state.pace(type, channel).word(), !state.open(type)));
        }
        var quiet = state.quiet();
        return new PreferenceList(
                items,
                quiet.map(q -> q.begins().toString()).orElse(""),
                quiet.map(q -> q.ends().toString()).orElse(""),
                request.zone().getId());
    }

    private Future<Reply> change(Request request) {
        var wanted = request.json(PreferenceChange.class);
        var type = parts.types()
                .find(wanted.type())
                .filter(t -> t.reader() == NotificationType.Reader.CLIENT)
                .orElseThrow(Problem::notFound);
        var channel = Arrays.stream(Channel.values())
                .filter(c -> c.word().equals(wanted.channel()) && type.has(c))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("channel", "json-invalid", "channel"));
        var pace = Pace.of(wanted.pace())
                .filter(p -> p.fits(channel))
                .orElseThrow(() -> Problem.invalid("pace", "json-invalid", "pace"));
        return parts.db()
                .write(request.scope(), tx -> change(tx, request, type, channel, pace))
                .map(Reply::json);
    }

    private Future<PreferenceList> change(Tx tx, Request request, NotificationType type, Channel channel, Pace pace) {
        Session session = request.session();
        return state(tx, session.contact()).compose(before -> {
            if (!before.open(type)) throw Problem.of(409, "notification-fixed");
            return new ChoiceStore(tx)
                    .choose(session.contact(), type.key(), channel, pace)
                    .compose(changed -> changed
                            ? audit(tx, request, new JsonObject().put(ChoiceTable.field(type, channel), pace.word()))
                            : Future.succeededFuture())
                    .compose(x -> state(tx, session.contact()))
                    .map(after -> shown(request, after));
        });
    }
}
