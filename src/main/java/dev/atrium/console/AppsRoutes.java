package dev.atrium.console;

import dev.atrium.contacts.AudienceRules;
import dev.atrium.contacts.Audiences;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
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
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The portal's apps and links: whether, under which name, in which order, and for whom. */
public final class AppsRoutes {
    /** Somebody without their account's pages could neither change a password nor sign out a lost phone. */
    private static final String ALWAYS = PortalApp.ACCOUNT;

    /** One entry of a select. */
    record Choice(String id, String label, boolean selected) {}

    private final Db db;
    private final Hosts hosts;
    private final Sessions sessions;
    private final List<PortalApp> apps;

    public AppsRoutes(Db db, Hosts hosts, Sessions sessions, List<PortalApp> apps) {
        this.db = db;
        this.hosts = hosts;
        this.sessions = sessions;
        this.apps = apps;
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("apps", "layout-grid", "/apps", 800, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug/apps", this::list).summary("List the portal's apps and links");
        settings.get("/t/:slug/apps/:app", this::app).summary("Show the settings of an app");
        settings.post("/t/:slug/apps/:app", this::saveApp)
                .summary("Change an app and who sees it")
                .shows(this::app);
        settings.get("/t/:slug/links/new", this::blank).summary("Show the form for a new link");
        settings.post("/t/:slug/links/new", this::create)
                .summary("Create a link")
                .shows(this::blank);
        settings.get("/t/:slug/links/:item", this::link).summary("Show the settings of a link");
        settings.post("/t/:slug/links/:item", this::saveLink)
                .summary("Change a link and who sees it")
                .shows(this::link);
        settings.post("/t/:slug/links/:item/delete", this::delete).summary("Delete a link");
        new AppsPreview(db, apps).mount(routes);
        new AppsApi(db, hosts, sessions, apps, ALWAYS).mount(routes);
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> rows(tx, request, apps)).map(rows -> {
            var model = desk.model(request);
            model.put("apps", rows.stream().filter(row -> row.url().isEmpty()).toList());
            model.put("links", rows.stream().filter(row -> !row.url().isEmpty()).toList());
            return Reply.page("console/apps", Reply.Layout.CONSOLE, "console.apps.title", model);
        });
    }

    /** An app or link as the list shows it; {@code url} is empty for an app. */
    record Row(
            String path,
            String icon,
            String label,
            String url,
            boolean enabled,
            @Nullable UUID audience,
            String who) {
        Row saying(String words) {
            return new Row(path, icon, label, url, enabled, audience, words);
        }
    }

    /** Every app and link, each with its audience in words. */
    static Future<List<Row>> rows(Tx tx, Request request, List<PortalApp> apps) {
        var store = new AppsStore(tx);
        var switches = store.switches();
        var links = store.links();
        return Future.all(switches, links).compose(x -> {
            var all = Stream.concat(
                            apps.stream()
                                    .map(app ->
                                            row(request, app, switches.result().get(app.key()))),
                            links.result().stream()
                                    .map(l -> new Row(
                                            "/links/" + l.id(), l.icon(), l.label(), l.url(), true, l.audience(), "")))
                    .toList();
            var named = all.stream().map(row -> who(tx, request, row)).toList();
            return Future.all(named).map(y -> y.<Row>list());
        });
    }

    private static Row row(Request request, PortalApp app, AppsStore.@Nullable Switch decided) {
        var own = request.say(Family.APP.key(app.key()));
        return new Row(
                "/apps/" + app.key(),
                app.icon(),
                decided == null || decided.label().isEmpty() ? own : decided.label(),
                "",
                decided == null || decided.enabled(),
                decided == null ? null : decided.audience(),
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

    private PortalApp known(Request request) {
        var key = request.pathText("app");
        return apps.stream().filter(app -> app.key().equals(key)).findFirst().orElseThrow(Problem::notFound);
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
                                model.put("always", app.key().equals(ALWAYS));
                                model.put(
                                        "enabled",
                                        request.failed()
                                                ? !request.form()
                                                        .text("enabled")
                                                        .isEmpty()
                                                : decided.map(AppsStore.Switch::enabled)
                                                        .orElse(true));
                                model.put(
                                        "typed",
                                        Map.of(
                                                "label",
                                                        decided.map(AppsStore.Switch::label)
                                                                .orElse(""),
                                                "position",
                                                        decided.map(AppsStore.Switch::position)
                                                                .filter(p -> p > 0)
                                                                .map(Object::toString)
                                                                .orElse("")));
                                return model;
                            });
                        }))
                .map(model -> Reply.page("console/app", Reply.Layout.CONSOLE, "console.apps.one.title", model));
    }

    private Future<Reply> saveApp(Request request) {
        var desk = Desk.of(request);
        var app = known(request);
        var draft = AppsStore.AppDraft.of(request.form(), app.key().equals(ALWAYS));
        return db.write(
                        desk.scope(),
                        tx -> new AppsStore(tx).switches().compose(switches -> {
                            var decided = switches.get(app.key());
                            return decide(
                                    tx,
                                    request,
                                    decided == null ? null : decided.audience(),
                                    "app.changed",
                                    null,
                                    audience -> new AppsStore(tx)
                                            .put(app.key(), draft, audience)
                                            .map(true));
                        }))
                .map(x -> desk.done("/apps", "app-saved"));
    }

    /** Keeps who sees a thing, then the thing itself, and tells every page. */
    private Future<Void> decide(
            Tx tx,
            Request request,
            @Nullable UUID old,
            String action,
            @Nullable UUID thing,
            Function<@Nullable UUID, Future<Boolean>> write) {
        return Audiences.save(tx, old, AudienceRules.of(request.form()))
                .compose(audience -> write.apply(audience.orElse(null)).compose(written -> {
                    if (!written) throw Problem.invalid("label", "links-many", AppsStore.MOST_LINKS);
                    if (old != null && audience.isEmpty()) Audiences.drop(tx, old);
                    return told(tx, request, action, thing);
                }));
    }

    private Future<Void> told(Tx tx, Request request, String action, @Nullable UUID thing) {
        hosts.changed(tx);
        sessions.refreshAll(tx);
        var detail = thing == null ? new JsonObject().put("app", request.pathText("app")) : new JsonObject();
        return Audit.record(tx, action, thing == null ? "app" : "link", thing, detail, request.ip());
    }

    private Future<Reply> blank(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> linkModel(tx, request, desk, null))
                .map(model -> Reply.page("console/link", Reply.Layout.CONSOLE, "console.links.new.title", model));
    }

    private Future<Reply> link(Request request) {
        var desk = Desk.of(request);
        return db.read(
                        desk.scope(),
                        tx -> found(tx, request.id("item")).compose(link -> linkModel(tx, request, desk, link)))
                .map(model -> Reply.page("console/link", Reply.Layout.CONSOLE, "console.links.one.title", model));
    }

    private static Future<AppsStore.Link> found(Tx tx, UUID id) {
        return new AppsStore(tx).link(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<Map<String, Object>> linkModel(
            Tx tx, Request request, Desk desk, AppsStore.@Nullable Link link) {
        return Audiences.editor(tx, request, link == null ? null : link.audience())
                .map(editor -> {
                    var model = desk.model(request);
                    model.put("audience", editor);
                    var typed = new HashMap<String, String>();
                    if (link != null) {
                        model.put("link", link);
                        typed.putAll(Map.of(
                                "label",
                                link.label(),
                                "url",
                                link.url(),
                                "position",
                                Integer.toString(link.position())));
                    }
                    model.put("typed", typed);
                    var icon = request.failed() ? request.form().text("icon") : link == null ? "" : link.icon();
                    model.put(
                            "icons",
                            AppsStore.LinkDraft.ICONS.stream()
                                    .map(id ->
                                            new Choice(id, request.say(Family.NAV_LINK_ICON.key(id)), id.equals(icon)))
                                    .toList());
                    model.put(
                            "nonce",
                            request.failed()
                                    ? request.form().nonce().toString()
                                    : Ids.next().toString());
                    return model;
                });
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var draft = AppsStore.LinkDraft.of(request.form());
        return db.write(
                        desk.scope(),
                        tx -> new AppsStore(tx)
                                .link(draft.id())
                                .compose(known -> known.isPresent()
                                        ? Future.<Void>succeededFuture()
                                        : decide(
                                                tx,
                                                request,
                                                null,
                                                "link.created",
                                                draft.id(),
                                                audience -> new AppsStore(tx).insert(draft, audience))))
                .map(x -> desk.done("/apps", "link-saved"));
    }

    private Future<Reply> saveLink(Request request) {
        var desk = Desk.of(request);
        var id = request.id("item");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id).compose(old -> {
                            var draft = AppsStore.LinkDraft.of(request.form());
                            return decide(
                                    tx,
                                    request,
                                    old.audience(),
                                    "link.changed",
                                    id,
                                    audience -> new AppsStore(tx).change(id, draft, audience));
                        }))
                .map(x -> desk.done("/apps", "link-saved"));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.id("item");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(old -> new AppsStore(tx).delete(id).compose(x -> {
                                    if (old.audience() != null) Audiences.drop(tx, old.audience());
                                    return told(tx, request, "link.deleted", id);
                                })))
                .map(x -> desk.done("/apps", "link-deleted"));
    }
}
