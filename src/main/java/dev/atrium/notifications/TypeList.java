package dev.atrium.notifications;

import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings, E-mail settings: every notification by area, whether it is sent, and whether its words are the business' own. */
final class TypeList {
    record Group(String title, List<TypeView> rows) {}

    record Listed(String key, String title, List<Group> groups) {}

    private final Notifications.Parts parts;

    TypeList(Notifications.Parts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications", this::list)
                .summary("Show what people are told");
    }

    private Future<Reply> list(Request request) {
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db().read(business.scope(), tx -> {
                    var rules = new ChoiceStore(tx).rules();
                    var changed = new TemplateStore(tx).changed();
                    var settings = new MailSettingsStore(tx).read();
                    var waiting = new MailLogStore(tx).waiting();
                    return Future.all(rules, changed, settings, waiting).map(x -> {
                        var model = business.model(request);
                        model.put("areas", areas(request, business, rules.result(), Set.copyOf(changed.result())));
                        model.put("tab", "notifications");
                        ServerView.trouble(model, request, settings.result(), waiting.result());
                        return Reply.page(
                                "console/notifications", Reply.Layout.CONSOLE, "console.email-settings.title", model);
                    });
                }));
    }

    private List<Listed> areas(
            Request request, Business business, Map<String, Verdict.Rule> rules, Set<String> changed) {
        Map<Area, Map<String, List<TypeView>>> areas = new EnumMap<>(Area.class);
        for (var type : parts.types().all()) {
            var rule = rules.getOrDefault(type.key(), Verdict.Rule.OPEN);
            areas.computeIfAbsent(Area.of(type), area -> new LinkedHashMap<>())
                    .computeIfAbsent(type.group(), group -> new ArrayList<>())
                    .add(TypeView.of(
                            request, "/t/" + business.tenant().slug(), type, rule, changed.contains(type.key())));
        }
        return areas.entrySet().stream()
                .map(area -> new Listed(
                        area.getKey().word(),
                        request.say(Family.AREA.key(area.getKey().word())),
                        area.getValue().entrySet().stream()
                                .map(group ->
                                        new Group(request.say(Family.GROUP.key(group.getKey())), group.getValue()))
                                .toList()))
                .toList();
    }
}
