package dev.atrium.setup;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Markdown;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gallery of starter templates: look at one, apply it once, take it back while nobody has an account. */
final class StarterRoutes {
    /** A template as the gallery shows it. */
    record Card(String key, String icon, String name, String lead, String primary, String secondary) {}

    /** A part of a template and what it would make. */
    record Part(String label, List<String> lines) {}

    /** A template's texts in the language of one portal. */
    private record Texts(Messages messages, Tenant tenant, String author) implements StarterPart.Words {
        @Override
        public String of(Starter starter, String text) {
            // A line of a properties file holds no line break of its own for people who translate.
            return messages.get(tenant.settings().language(), starter.key(text)).replace(" | ", "\n\n");
        }

        @Override
        public String language() {
            return tenant.settings().language().toLanguageTag();
        }
    }

    private final Db db;
    private final Hosts hosts;
    private final Messages messages;
    private final List<StarterPart> parts;

    StarterRoutes(Db db, Hosts hosts, Messages messages, List<StarterPart> parts) {
        this.db = db;
        this.hosts = hosts;
        this.messages = messages;
        this.parts = parts;
    }

    void mount(Routes routes) {
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug/starters", this::gallery).summary("List the starter templates");
        settings.get("/t/:slug/starters/:starter", this::preview).summary("Show what a starter template makes");
        settings.post("/t/:slug/starters/:starter", this::apply)
                .summary("Apply a starter template")
                .shows(this::preview);
        settings.post("/t/:slug/setup/starter-undo", this::undo)
                .summary("Take the starter template back")
                .shows(this::gallery);
    }

    private static Card card(Request request, Starter starter) {
        return new Card(
                starter.key(),
                starter.icon(),
                request.say(starter.key("name")),
                request.say(starter.key("lead")),
                starter.primary(),
                starter.secondary());
    }

    private Future<Reply> gallery(Request request) {
        return db.read(request.scope(), tx -> new SetupStore(tx).progress()).map(progress -> {
            var model = Desk.of(request).model(request);
            model.put(
                    "starters",
                    Starter.ALL.stream().map(starter -> card(request, starter)).toList());
            put(model, request, progress);
            return Reply.page("setup/starters", Reply.Layout.CONSOLE, "starters.title", model);
        });
    }

    private static void put(Map<String, Object> model, Request request, Progress progress) {
        model.put("clients", progress.clients());
        Starter.of(progress.starter()).ifPresent(applied -> {
            model.put("applied", applied.key());
            model.put("appliedName", request.say(applied.key("name")));
        });
    }

    private static Starter wanted(Request request) {
        return Starter.of(request.pathText("starter")).orElseThrow(Problem::notFound);
    }

    private Future<Reply> preview(Request request) {
        var starter = wanted(request);
        return tenant(request)
                .compose(tenant -> db.read(request.scope(), tx -> new SetupStore(tx).progress())
                        .map(progress -> {
                            var words =
                                    new Texts(messages, tenant, request.staff().name());
                            var model = Desk.of(request).model(request);
                            model.put("starter", card(request, starter));
                            model.put("parts", parts(request, starter, words));
                            model.put("portal", tenant.branding().portalName());
                            model.put("newsTitle", words.of(starter, "news-title"));
                            model.put("newsBody", Markdown.card(words.of(starter, "news-body")));
                            put(model, request, progress);
                            return Reply.page("setup/starter", Reply.Layout.CONSOLE, "starters.one.title", model);
                        }));
    }

    private List<Part> parts(Request request, Starter starter, Texts words) {
        return parts.stream()
                .map(part -> new Part(request.say(Family.STARTER_PART.key(part.key())), part.shows(starter, words)))
                .filter(part -> !part.lines().isEmpty())
                .toList();
    }

    private Future<Tenant> tenant(Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> apply(Request request) {
        var starter = wanted(request);
        return tenant(request)
                .compose(tenant -> db.write(request.scope(), tx -> apply(tx, request, tenant, starter)))
                .map(x -> Desk.of(request).done("/setup", "starter-applied"));
    }

    private Future<Void> apply(Tx tx, Request request, Tenant tenant, Starter starter) {
        var words = new Texts(messages, tenant, request.staff().name());
        return new SetupStore(tx)
                .take(starter.key())
                .compose(taken -> {
                    if (!taken) throw Problem.of(409, "starter-applied");
                    return make(tx, starter, words);
                })
                .compose(made -> new SetupStore(tx).made(made))
                .compose(x -> {
                    hosts.changed(tx);
                    return audited(tx, request, "setup.starter-applied", starter.key());
                });
    }

    private Future<JsonObject> make(Tx tx, Starter starter, StarterPart.Words words) {
        var made = new ArrayList<Future<JsonObject>>();
        for (var part : parts) made.add(part.apply(tx, starter, words));
        return Future.all(made).map(x -> {
            var all = new JsonObject();
            for (int i = 0; i < parts.size(); i++)
                all.put(parts.get(i).key(), made.get(i).result());
            return all;
        });
    }

    private Future<Reply> undo(Request request) {
        return db.write(
                        request.scope(),
                        tx -> new SetupStore(tx).undo().compose(undone -> {
                            var old = undone.orElseThrow(() -> Problem.of(409, "starter-kept"));
                            for (var part : parts) {
                                var made = old.made().getJsonObject(part.key());
                                if (made != null) part.undo(tx, made);
                            }
                            hosts.changed(tx);
                            return audited(tx, request, "setup.starter-undone", old.starter());
                        }))
                .map(x -> Desk.of(request).done("/starters", "starter-undone"));
    }

    private static Future<Void> audited(Tx tx, Request request, String action, String starter) {
        var detail = new JsonObject().put("starter", starter);
        return Audit.record(tx, action, "tenant", tx.tenant(), detail, request.ip());
    }
}
