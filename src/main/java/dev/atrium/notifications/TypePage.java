package dev.atrium.notifications;

import dev.atrium.kernel.Ids;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One kind of message: who gets it, its template in each language, and how it looks. */
final class TypePage {
    private static final int LONGEST_SEARCH = 80;

    /** Somebody by whose data the template can be looked at. */
    record Found(String name, String email, String url) {}

    /** A way to look at the preview. */
    record Look(String id, String url, boolean current) {}

    /** What the page was asked to show. */
    private record Wish(Locale language, String contact, String frame, String look, String search, boolean copy) {
        static Wish of(Notifications.Parts parts, Request request) {
            var contact = Ids.parse(request.query("contact"));
            var search = request.query("q").strip();
            return new Wish(
                    TypeView.language(parts, request),
                    contact == null ? "" : contact.toString(),
                    request.query("frame").equals("phone") ? "phone" : "business",
                    request.query("look").equals("dark") ? "dark" : "light",
                    search.length() > LONGEST_SEARCH ? "" : search,
                    request.query("start").equals("default"));
        }

        String query(String frame, String look, String contact) {
            return "?language=" + language.toLanguageTag() + "&frame=" + frame + "&look=" + look + "&contact="
                    + contact;
        }
    }

    private final Notifications notifications;
    private final Notifications.Parts parts;

    TypePage(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications/:type", this::show)
                .summary("Show one kind of message and its template");
    }

    Future<Reply> show(Request request) {
        var type = TypeView.type(parts, request);
        var wish = Wish.of(parts, request);
        var key = type.key();
        var tag = wish.language().toLanguageTag();
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db().read(business.scope(), tx -> {
                    var own = new TemplateStore(tx).current(key, tag);
                    var history = new TemplateStore(tx).history(key, tag);
                    var rules = new ChoiceStore(tx).rules();
                    var found = wish.search().isEmpty()
                            ? Future.succeededFuture(List.<PreviewStore.Person>of())
                            : new PreviewStore(tx).find(wish.search());
                    var contact = Ids.parse(wish.contact());
                    var shown = contact == null
                            ? Future.succeededFuture(Optional.<PreviewStore.Person>empty())
                            : new PreviewStore(tx).one(contact);
                    return Future.all(own, history, rules, found, shown).map(x -> {
                        var model = business.model(request);
                        var rule = rules.result().getOrDefault(key, Verdict.Rule.OPEN);
                        var row = TypeView.of(
                                request,
                                "/t/" + business.tenant().slug(),
                                type,
                                rule,
                                own.result().changed());
                        model.put("row", row);
                        model.put("here", row.url());
                        model.put("language", tag);
                        model.put("languages", TypeView.languages(parts, type, wish.language(), business.tenant()));
                        model.put("rules", TypeView.rules(request, type, rule));
                        model.put("hasMail", type.has(Channel.MAIL));
                        model.put("history", history.result());
                        if (type.has(Channel.MAIL)) {
                            template(model, request, business, type, wish, own.result());
                            looks(model, row.url(), wish);
                            people(model, row.url(), wish, found.result(), shown.result());
                        }
                        return Reply.page(
                                "console/notification", Reply.Layout.CONSOLE, "console.notification.title", model);
                    });
                }));
    }

    private void template(
            Map<String, Object> model,
            Request request,
            Business business,
            NotificationType type,
            Wish wish,
            OwnTemplate own) {
        var language = wish.language();
        var copy = DefaultCopy.of(type, language, parts.messages(), parts.templates());
        boolean editing =
                !own.html().isEmpty() || wish.copy() || request.route().changes();
        var typed = own.html().isEmpty() && wish.copy()
                ? new OwnTemplate(own.language(), own.version(), own.subject(), copy.html(), "")
                : own;
        model.put("variables", TypeView.variables(request, type, language, business));
        model.put("condition", "{{#if name}} … {{else}} … {{/if}}");
        model.put("version", own.version());
        model.put("editing", editing);
        model.put("copied", wish.copy() && own.html().isEmpty());
        model.put("ours", copy.subject());
        model.put("typed", typed.typed());
        model.put("sample", notifications.sample(business.tenant(), type, language, own));
        var removed = request.query("removed");
        if (removed.matches("[a-z0-9:,-]{1,300}"))
            model.put("removed", String.join(", ", Arrays.asList(removed.split(","))));
    }

    private static void looks(Map<String, Object> model, String here, Wish wish) {
        model.put("frame", wish.frame());
        model.put("look", wish.look());
        model.put("contact", wish.contact());
        model.put("preview", here + "/preview" + wish.query(wish.frame(), wish.look(), wish.contact()));
        model.put(
                "frames",
                List.of("business", "phone").stream()
                        .map(frame -> new Look(
                                frame,
                                here + wish.query(frame, wish.look(), wish.contact()) + "#preview",
                                frame.equals(wish.frame())))
                        .toList());
        model.put(
                "shades",
                List.of("light", "dark").stream()
                        .map(look -> new Look(
                                look,
                                here + wish.query(wish.frame(), look, wish.contact()) + "#preview",
                                look.equals(wish.look())))
                        .toList());
    }

    private static void people(
            Map<String, Object> model,
            String here,
            Wish wish,
            List<PreviewStore.Person> found,
            Optional<PreviewStore.Person> shown) {
        model.put("q", wish.search());
        model.put("searched", !wish.search().isEmpty());
        model.put(
                "found",
                found.stream()
                        .map(person -> new Found(
                                person.name(),
                                person.email(),
                                here
                                        + wish.query(
                                                wish.frame(),
                                                wish.look(),
                                                person.id().toString()) + "#preview"))
                        .toList());
        shown.ifPresent(person -> {
            model.put("person", person.name());
            model.put("samples", here + wish.query(wish.frame(), wish.look(), "") + "#preview");
        });
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
