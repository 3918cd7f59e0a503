package dev.atrium.console;

import dev.atrium.contacts.AudienceRules;
import dev.atrium.contacts.Audiences;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings > App Permissions: which apps the portal has, under which name, in which order, for whom, and where a sign-in lands. */
public final class AppsRoutes {
    /** Somebody without their account's pages could neither change a password nor sign out a lost phone. */
    private static final String ALWAYS = PortalApp.ACCOUNT;

    /** One entry of a select. */
    record Choice(String id, String label, boolean selected) {}

    /** An app or item as the list shows it; {@code kind} is empty for an app. */
    record Row(
            String key,
            String path,
            String icon,
            String label,
            String kind,
            boolean always,
            boolean enabled,
            boolean hide,
            int position,
            @Nullable UUID audience,
            String who) {
        Row saying(String words) {
            return new Row(key, path, icon, label, kind, always, enabled, hide, position, audience, words);
        }
    }

    private final Db db;
    private final List<PortalApp> apps;
    private final AppsChange changes;
    private final String base;

    /** @param base under which the portals of the installation lie */
    public AppsRoutes(Db db, Hosts hosts, Sessions sessions, List<PortalApp> apps, String base) {
        this.db = db;
        this.apps = apps;
        this.changes = new AppsChange(hosts, sessions);
        this.base = base;
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("apps", "layout-grid", "/apps", 818, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug/apps", this::list).summary("Show the app permissions");
        settings.post("/t/:slug/apps", this::save)
                .summary("Change the app permissions")
                .shows(this::list);
        settings.get("/t/:slug/apps/:app", this::app).summary("Show the settings of an app");
        settings.post("/t/:slug/apps/:app", this::saveApp)
                .summary("Change an app and who sees it")
                .shows(this::app);
        new NavRoutes(db, changes).mount(routes);
        new AppsPreview(db, apps).mount(routes);
        new AppsApi(db, changes, apps, ALWAYS).mount(routes);
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> {
                    var rows = rows(tx, request, apps);
                    var landing = new AppsStore(tx).landing();
                    return Future.all(rows, landing).map(x -> {
                        var model = desk.model(request);
                        var own =
                                rows.result().stream().filter(row -> row.kind().isEmpty());
                        model.put("apps", own.map(row -> typed(request, row)).toList());
                        var items = rows.result().stream()
                                .filter(row -> !row.kind().isEmpty())
                                .toList();
                        model.put("links", items);
                        LandingForm.put(model, request, landing.result(), rows.result(), apps);
                        return model;
                    });
                })
                .map(model -> Reply.page("console/apps", Reply.Layout.CONSOLE, "console.apps.title", model));
    }

    /** A form that was refused keeps what was ticked. */
    private static Row typed(Request request, Row row) {
        if (!request.failed()) return row;
        var form = request.form();
        return new Row(
                row.key(),
                row.path(),
                row.icon(),
                row.label(),
                row.kind(),
                row.always(),
                row.always() || !form.text("on_" + row.key()).isEmpty(),
                !form.text("hide_" + row.key()).isEmpty(),
                row.position(),
                row.audience(),
                row.who());
    }

    /** Every app and item in the order of the portal, each with its audience in words. */
    static Future<List<Row>> rows(Tx tx, Request request, List<PortalApp> apps) {
        var switches = new AppsStore(tx).switches();
        var items = new NavStore(tx).all();
        return Future.all(switches, items).compose(x -> {
            var own = apps.stream()
                    .map(app -> row(request, app, switches.result().get(app.key())))
                    .sorted(Comparator.comparingInt(Row::position));
            var all = Stream.concat(own, items.result().stream().map(AppsRoutes::row))
                    .toList();
            return Future.all(all.stream().map(row -> who(tx, request, row)).toList())
                    .map(y -> y.<Row>list());
        });
    }

    private static Row row(NavItem item) {
        return new Row(
                item.id().toString(),
                "/links/" + item.id(),
                item.icon(),
                item.label(),
                item.kind(),
                false,
                true,
                false,
                item.position(),
                item.audience(),
                "");
    }

    private static Row row(Request request, PortalApp app, AppsStore.@Nullable Switch decided) {
        var own = request.say(Family.APP.key(app.key()));
        boolean always = app.key().equals(ALWAYS);
        if (decided == null)
            return new Row(
                    app.key(),
                    "/apps/" + app.key(),
                    app.icon(),
                    own,
                    "",
                    always,
                    true,
                    app.hidesWhenEmpty(),
                    app.position(),
                    null,
                    "");
        return new Row(
                app.key(),
                "/apps/" + app.key(),
                decided.icon().isEmpty() ? app.icon() : decided.icon(),
                decided.label().isEmpty() ? own : decided.label(),
                "",
                always,
                decided.enabled(),
                decided.hide() == null ? app.hidesWhenEmpty() : decided.hide(),
                decided.position() == 0 ? app.position() : decided.position(),
                decided.audience(),
                "");
    }

    private static Future<Row> who(Tx tx, Request request, Row row) {
        return Audiences.named(tx, row.audience()).map(rules -> {
            if (row.audience() == null) return row.saying(request.say("audience.everyone"));
            var in = AppsPreview.names(request, rules, true);
            var out = AppsPreview.names(request, rules, false);
            return row.saying(out.isEmpty() ? in : request.say("audience.but", in, out));
        });
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        return db.write(
                        desk.scope(),
                        tx -> rows(tx, request, apps).compose(rows -> {
                            var landing = LandingForm.of(request, rows, base);
                            var turned = new ArrayList<Future<Boolean>>();
                            for (var row : rows) {
                                if (!row.kind().isEmpty()) continue;
                                boolean on = row.always()
                                        || !form.text("on_" + row.key()).isEmpty();
                                boolean hide = !form.text("hide_" + row.key()).isEmpty();
                                int place = AppsStore.ordinal(form, "place_" + row.key());
                                turned.add(new AppsStore(tx).turn(row.key(), on, place, hide));
                            }
                            turned.add(new AppsStore(tx).land(landing));
                            return Future.all(turned).compose(x -> told(tx, request, rows, turned, landing));
                        }))
                .map(x -> desk.done("/apps", "apps-saved"));
    }

    /** The log says which apps were switched to what, and where a sign-in lands from now on. */
    private Future<Void> told(
            Tx tx, Request request, List<Row> rows, List<Future<Boolean>> turned, AppsStore.Landing landing) {
        if (turned.stream().noneMatch(Future::result)) return Future.succeededFuture();
        var on = new JsonArray();
        var off = new JsonArray();
        for (var row : rows) {
            if (!row.kind().isEmpty()) continue;
            boolean now =
                    row.always() || !request.form().text("on_" + row.key()).isEmpty();
            if (now != row.enabled()) (now ? on : off).add(row.key());
        }
        var detail = new JsonObject()
                .put("on", on)
                .put("off", off)
                .put("landing", landing.first())
                .put("cancel_subscriptions", landing.cancelling());
        return changes.permissions(tx, request, detail);
    }

    private PortalApp known(Request request) {
        var key = request.pathText("app");
        return apps.stream().filter(app -> app.key().equals(key)).findFirst().orElseThrow(Problem::notFound);
    }

    static List<Choice> icons(Request request, String chosen) {
        return AppsStore.ICONS.stream()
                .map(id -> new Choice(id, request.say(Family.NAV_LINK_ICON.key(id)), id.equals(chosen)))
                .toList();
    }

    private Future<Reply> app(Request request) {
        var desk = Desk.of(request);
        var app = known(request);
        return db.read(
                        desk.scope(),
                        tx -> new AppsStore(tx).switches().compose(switches -> {
                            var decided = Optional.ofNullable(switches.get(app.key()));
                            var audience =
                                    decided.map(AppsStore.Switch::audience).orElse(null);
                            return Audiences.editor(tx, request, audience).map(editor -> {
                                var model = desk.model(request);
                                model.put("audience", editor);
                                model.put("name", request.say(Family.APP.key(app.key())));
                                put(model, request, row(request, app, decided.orElse(null)), decided);
                                return model;
                            });
                        }))
                .map(model -> Reply.page("console/app", Reply.Layout.CONSOLE, "console.apps.one.title", model));
    }

    private static void put(Map<String, Object> model, Request request, Row row, Optional<AppsStore.Switch> decided) {
        var shown = typedOne(request, row);
        model.put("always", row.always());
        model.put("enabled", shown.enabled());
        model.put("hide", shown.hide());
        var icon = request.failed()
                ? request.form().text("icon")
                : decided.map(AppsStore.Switch::icon).orElse("");
        model.put("icons", icons(request, icon));
        model.put(
                "typed",
                Map.of(
                        "label",
                        decided.map(AppsStore.Switch::label).orElse(""),
                        "position",
                        decided.map(AppsStore.Switch::position)
                                .filter(p -> p > 0)
                                .map(Object::toString)
                                .orElse("")));
    }

    private static Row typedOne(Request request, Row row) {
        if (!request.failed()) return row;
        return new Row(
                row.key(),
                row.path(),
                row.icon(),
                row.label(),
                "",
                row.always(),
                !request.form().text("enabled").isEmpty(),
                !request.form().text("hide").isEmpty(),
                row.position(),
                row.audience(),
                "");
    }

    private Future<Reply> saveApp(Request request) {
        var desk = Desk.of(request);
        var app = known(request);
        var draft = AppsStore.AppDraft.of(request.form(), app.key().equals(ALWAYS));
        return db.write(
                        desk.scope(),
                        tx -> new AppsStore(tx).switches().compose(switches -> {
                            var decided = switches.get(app.key());
                            return keep(tx, request, app.key(), draft, decided == null ? null : decided.audience());
                        }))
                .map(x -> desk.done("/apps", "app-saved"));
    }

    private Future<Void> keep(Tx tx, Request request, String app, AppsStore.AppDraft draft, @Nullable UUID old) {
        return Audiences.save(tx, old, AudienceRules.of(request.form()))
                .compose(audience -> new AppsStore(tx)
                        .put(app, draft, audience.orElse(null))
                        .compose(x -> {
                            if (old != null && audience.isEmpty()) Audiences.drop(tx, old);
                            return changes.app(tx, request, app);
                        }));
    }
}
