package dev.atrium.console;

import dev.atrium.contacts.AudienceRules;
import dev.atrium.contacts.Audiences;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Markdown;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Links, pages and frames of the business's own beside the apps. */
final class NavRoutes {
    private final Db db;
    private final AppsChange changes;

    NavRoutes(Db db, AppsChange changes) {
        this.db = db;
        this.changes = changes;
    }

    void mount(Routes routes) {
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug/links/new", this::blank).summary("Show the form for a new link or page");
        settings.post("/t/:slug/links/new", this::create)
                .summary("Create a link or a page beside the apps")
                .longForm()
                .shows(this::blank);
        settings.get("/t/:slug/links/:item", this::one).summary("Show a link or page beside the apps");
        settings.post("/t/:slug/links/:item", this::save)
                .summary("Change a link or page and who sees it")
                .longForm()
                .shows(this::one);
        settings.post("/t/:slug/links/:item/delete", this::delete).summary("Delete a link or page");
    }

    private Future<Reply> blank(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> model(tx, request, desk, null))
                .map(model -> Reply.page("console/link", Reply.Layout.CONSOLE, "console.links.new.title", model));
    }

    private Future<Reply> one(Request request) {
        var desk = Desk.of(request);
        return db.read(
                        desk.scope(),
                        tx -> found(tx, request.id("item")).compose(item -> model(tx, request, desk, item)))
                .map(model -> Reply.page("console/link", Reply.Layout.CONSOLE, "console.links.one.title", model));
    }

    private static Future<NavItem> found(Tx tx, UUID id) {
        return new NavStore(tx).one(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, @Nullable NavItem item) {
        return Audiences.editor(tx, request, item == null ? null : item.audience())
                .map(editor -> {
                    var model = desk.model(request);
                    model.put("audience", editor);
                    model.put("kind", kind(request, item));
                    model.put("kinds", kinds(request, kind(request, item)));
                    model.put("typed", typed(item));
                    if (item != null) model.put("link", item);
                    model.put(
                            "signed",
                            request.failed()
                                    ? !request.form().text("signed").isEmpty()
                                    : item != null && item.signed());
                    model.put("icons", icons(request, item));
                    preview(model, request);
                    model.put(
                            "nonce",
                            request.failed()
                                    ? request.form().nonce().toString()
                                    : Ids.next().toString());
                    return model;
                });
    }

    /** What the text looks like, for whoever asked for that instead of saving it. */
    private static void preview(Map<String, Object> model, Request request) {
        if (!request.failed("preview")) return;
        var body = request.form().text("body");
        if (!body.isEmpty() && body.length() <= NavItem.BODY) model.put("preview", Markdown.page(body));
    }

    private static String kind(Request request, @Nullable NavItem item) {
        if (item != null) return item.kind();
        return NavItem.kind(request.failed() ? request.form().text("kind") : request.query("kind"));
    }

    private static List<AppsRoutes.Choice> kinds(Request request, String chosen) {
        return NavItem.KINDS.stream()
                .map(kind -> new AppsRoutes.Choice(kind, request.say(Family.NAV_KIND.key(kind)), kind.equals(chosen)))
                .toList();
    }

    private static Map<String, String> typed(@Nullable NavItem item) {
        var typed = new HashMap<String, String>();
        if (item == null) return typed;
        typed.put("label", item.label());
        typed.put("url", item.url());
        typed.put("body", item.body());
        typed.put("embed_url", item.embedUrl());
        typed.put("position", Integer.toString(item.position()));
        return typed;
    }

    private static List<AppsRoutes.Choice> icons(Request request, @Nullable NavItem item) {
        var icon = request.failed() ? request.form().text("icon") : item == null ? "" : item.icon();
        return AppsRoutes.icons(request, icon);
    }

    /** The form is shown again with what it would make, and nothing is kept. */
    private static void stopForPreview(Form form) {
        if (!form.text("preview").isEmpty()) throw Problem.of(422, "preview");
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        stopForPreview(form);
        return db.write(
                        desk.scope(),
                        tx -> new AppsStore(tx).landing().compose(landing -> {
                            var item = NavItem.of(form.nonce(), NavItem.kind(form.text("kind")), form, landing.hosts());
                            return new NavStore(tx)
                                    .one(item.id())
                                    .compose(known -> known.isPresent()
                                            ? Future.<Void>succeededFuture()
                                            : keep(
                                                    tx,
                                                    request,
                                                    "link.created",
                                                    item,
                                                    null,
                                                    audience -> new NavStore(tx).insert(item, audience)));
                        }))
                .map(x -> desk.done("/apps", "link-saved"));
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        stopForPreview(request.form());
        return db.write(
                        desk.scope(),
                        tx -> found(tx, request.id("item"))
                                .compose(old -> new AppsStore(tx).landing().compose(landing -> {
                                    var item = NavItem.of(old.id(), old.kind(), request.form(), landing.hosts());
                                    return keep(
                                            tx,
                                            request,
                                            "link.changed",
                                            item,
                                            old.audience(),
                                            audience -> new NavStore(tx).change(item, audience));
                                })))
                .map(x -> desk.done("/apps", "link-saved"));
    }

    /** Keeps who sees it, then the thing itself, and tells every page. */
    private Future<Void> keep(
            Tx tx,
            Request request,
            String action,
            NavItem item,
            @Nullable UUID old,
            Function<@Nullable UUID, Future<Boolean>> write) {
        return Audiences.save(tx, old, AudienceRules.of(request.form()))
                .compose(audience -> write.apply(audience.orElse(null)).compose(written -> {
                    if (!written) throw Problem.invalid("label", "links-many", NavStore.MOST);
                    if (old != null && audience.isEmpty()) Audiences.drop(tx, old);
                    return changes.link(tx, request, action, item.id(), item.label());
                }));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.id("item");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(old -> new NavStore(tx).delete(id).compose(x -> {
                                    if (old.audience() != null) Audiences.drop(tx, old.audience());
                                    return changes.link(tx, request, "link.deleted", id, old.label());
                                })))
                .map(x -> desk.done("/apps", "link-deleted"));
    }
}
