package dev.atrium.identity;

import dev.atrium.facts.Events;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Recorded;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.session.ViewSessions;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened in the person's account, newest first: for themselves and for their programs. */
final class ActivityRoutes {
    private static final String API = "/api/v1/activity";

    /**
     * Something that happened.
     *
     * @param text one sentence in the account's language; {@code detail} where and how, may be empty
     */
    public record ActivityItem(UUID id, String kind, Instant at, String text, String detail) {}

    /** A part of the history; {@code next} is where it goes on, and null at its end. */
    public record ActivityList(
            List<ActivityItem> items, @Nullable String next) {}

    /** One entry of the tabs. */
    record Tab(String url, String label, boolean current) {}

    /** What the page is narrowed to. */
    private enum Part {
        ALL,
        /** Getting in and out, and what one gets in with. */
        ENTRY,
        CHANGES,
        STAFF;

        private static final Set<String> OF_ENTRY =
                Set.of("session", "sessions", "password", "email", "code", "factor", "factors", "recovery");

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Part of(String word) {
            return Arrays.stream(values())
                    .filter(part -> part.word().equals(word))
                    .findFirst()
                    .orElse(ALL);
        }

        boolean has(FactKind kind) {
            boolean entry =
                    OF_ENTRY.contains(kind.name().substring(0, kind.name().indexOf('.')))
                            || kind.equals(SessionFact.SWITCHED);
            return this == ALL || (this == ENTRY) == entry;
        }
    }

    private static final ActivityList EXAMPLE = new ActivityList(
            List.of(new ActivityItem(
                    UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
                    "session.opened",
                    Instant.parse("2026-11-01T09:00:00Z"),
                    "Signed in",
                    "Firefox on Linux")),
            API + "?limit=1&cursor=AQGT");

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
                .get(API, this::api)
                .summary("List what happened in the account")
                .pages()
                .gives(ActivityList.class, EXAMPLE);
    }

    private Future<Reply> page(Request request) {
        var part = Part.of(request.query("show"));
        if (part == Part.STAFF) return staff(request);
        var wanted = new Page.Wanted(place(request.query("before")), Page.Wanted.USUAL);
        return list(request, wanted, part).map(found -> {
            Map<String, Object> model = new HashMap<>();
            model.put("tabs", tabs(request, part));
            model.put("items", found.items());
            var here = part == Part.ALL ? "/account/activity?" : "/account/activity?show=" + part.word() + "&";
            if (wanted.after().isPresent()) model.put("newer", here.substring(0, here.length() - 1));
            found.next().ifPresent(next -> model.put("older", here + "before=" + next.text()));
            return Reply.page("account/activity", Reply.Layout.PORTAL, "account.activity.title", model);
        });
    }

    /** Who of staff looked at the portal as this person, the last first. */
    private Future<Reply> staff(Request request) {
        var account = request.session().account();
        return identity.db()
                .read(request.scope(), tx -> ViewSessions.of(tx, account))
                .map(views -> Reply.page(
                        "account/activity",
                        Reply.Layout.PORTAL,
                        "account.activity.title",
                        Map.of("tabs", tabs(request, Part.STAFF), "staff", true, "views", views)));
    }

    private static List<Tab> tabs(Request request, Part current) {
        return Arrays.stream(Part.values())
                .map(part -> new Tab(
                        part == Part.ALL ? "/account/activity" : "/account/activity?show=" + part.word(),
                        request.say(Family.ACTIVITY_PART.key(part.word())),
                        part == current))
                .toList();
    }

    private Future<Reply> api(Request request) {
        return list(request, request.page(), Part.ALL).map(page -> request.paged(page, ActivityList::new));
    }

    private Future<Page<ActivityItem>> list(Request request, Page.Wanted wanted, Part part) {
        var shown =
                kinds.all().stream().filter(FactKind::shown).filter(part::has).toList();
        var contact = request.session().contact();
        var place = wanted.after()
                .map(cursor -> new Events.Place(cursor.time(), cursor.id()))
                .orElse(null);
        return identity.db()
                .read(request.scope(), tx -> Events.about(tx, contact, shown, place, wanted.rows()))
                .map(facts -> wanted.page(facts, fact -> Cursor.at(fact.at(), fact.id()))
                        .map(fact -> item(request, fact)));
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

    /** On a page a made-up place is no place, and the list begins with the newest. */
    private static Optional<Cursor> place(String text) {
        try {
            if (text.isEmpty()) return Optional.empty();
            var cursor = Cursor.parse(text);
            return Optional.of(Cursor.at(cursor.time(), cursor.id()));
        } catch (Problem broken) {
            return Optional.empty();
        }
    }
}
