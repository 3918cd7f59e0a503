package dev.atrium.identity;

import dev.atrium.facts.Events;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Recorded;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What happened in the person's account, newest first: for themselves and for their programs. */
final class ActivityRoutes {
    private static final int PAGE = 30;
    /** Microseconds of 1970 and an id; no further than the year 9999. */
    private static final String CURSOR = "[0-9]{1,18}\\.[0-9a-f-]{36}";

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * Something that happened.
     *
     * @param text one sentence in the account's language; {@code detail} where and how, may be empty
     */
    public record ActivityItem(UUID id, String kind, Instant at, String text, String detail) {}

    /** A page of the history; {@code next} is the value of {@code before} that leads on, empty at the end. */
    public record ActivityList(List<ActivityItem> items, String next) {}

    private final Identity identity;
    private final FactKinds kinds;

    ActivityRoutes(Identity identity, FactKinds kinds) {
        this.identity = identity;
        this.kinds = kinds;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/activity", this::page)
                .summary("Show what happened in the account")
                .landing();
        routes.program("profile:read", app)
                .get("/api/v1/activity", this::api)
                .summary("List what happened in the account")
                .gives(ActivityList.class)
                .refuses(422);
    }

    private Future<Reply> page(Request request) {
        var before = place(request.query("before"));
        return list(request, before).map(found -> {
            Map<String, Object> model = new HashMap<>();
            model.put("items", found.items());
            if (before.isPresent()) model.put("newer", "/account/activity");
            if (!found.next().isEmpty()) model.put("older", "/account/activity?before=" + found.next());
            return Reply.page("account/activity", Reply.Layout.PORTAL, "account.activity.title", model);
        });
    }

    private Future<Reply> api(Request request) {
        var asked = request.query("before");
        var before = place(asked);
        if (before.isEmpty() && !asked.isEmpty()) throw Problem.invalid("before", "cursor-invalid");
        return list(request, before).map(Reply::json);
    }

    private Future<ActivityList> list(Request request, Optional<Events.Place> before) {
        var shown = kinds.all().stream().filter(FactKind::shown).toList();
        var contact = request.session().contact();
        return identity.db()
                .read(request.scope(), tx -> Events.about(tx, contact, shown, before.orElse(null), PAGE + 1))
                .map(facts -> {
                    var items = facts.stream()
                            .limit(PAGE)
                            .map(fact -> item(request, fact))
                            .toList();
                    return new ActivityList(items, facts.size() > PAGE ? cursor(facts.get(PAGE - 1)) : "");
                });
    }

    private ActivityItem item(Request request, Recorded fact) {
        var kind = kinds.find(fact.kind()).orElseThrow();
        var detail = new ArrayList<String>();
        for (var member : kind.details()) {
            var value = fact.data().getString(member, "");
            if (!value.isEmpty()) detail.add(value);
        }
        switch (fact.actorKind()) {
            case "staff", "staff-as-client", "operator" -> detail.add(request.say("account.activity.by-business"));
            case "program" -> detail.add(request.say("account.activity.by-program"));
            default -> {}
        }
        return new ActivityItem(
                fact.id(), fact.kind(), fact.at(), request.say(kind.message()), String.join(" · ", detail));
    }

    private static String cursor(Recorded fact) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, fact.at()) + "." + fact.id();
    }

    private static Optional<Events.Place> place(String text) {
        if (!text.matches(CURSOR)) return Optional.empty();
        var parts = text.split("\\.", 2);
        var id = Ids.parse(parts[1]);
        var at = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
        return id == null || at.isAfter(LAST) ? Optional.empty() : Optional.of(new Events.Place(at, id));
    }
}
