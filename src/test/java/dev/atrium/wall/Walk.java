package dev.atrium.wall;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.web.Route;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Calls a route of the registry with values in its slots. */
final class Walk {
    private static final Map<String, String> LEVELS = Map.of(
            "points_2",
            "1",
            "points_3",
            "2",
            "points_4",
            "3",
            "points_5",
            "4",
            "points_6",
            "5",
            "points_7",
            "6",
            "points_8",
            "7",
            "points_9",
            "8");

    /** Further fields without which a route refuses a form before it looks at the id: path to fields. */
    private static final Map<String, Map<String, String>> FIELDS = Map.ofEntries(
            Map.entry("/groups/:group/members/:person/follow", Map.of("follow", "yes")),
            Map.entry("/communities/following", Map.of("follow", "no")),
            Map.entry("/messages/:conversation", Map.of("body", "Walked")),
            Map.entry("/messages/:conversation/edit", Map.of("body", "Walked on")),
            Map.entry("/messages/:conversation/name", Map.of("title", "Walked")),
            Map.entry("/messages/:conversation/report/:message", Map.of("reason", "spam")),
            Map.entry("/api/v1/conversations/:conversation/messages", Map.of("body", "Walked")),
            Map.entry("/api/v1/conversations/:conversation/messages/:message", Map.of("body", "Walked on")),
            Map.entry("/api/v1/conversations/:conversation/messages/:message/report", Map.of("reason", "spam")),
            Map.entry("/api/v1/conversations/:conversation/read", Map.of("seq", "0")),
            Map.entry("/api/v1/business/conversations/:thread/messages", Map.of("body", "Walked")),
            Map.entry("/api/v1/business/contacts/:contact/messages", Map.of("body", "Walked")),
            Map.entry("/t/:slug/inbox/:thread", Map.of("body", "Walked")),
            Map.entry("/t/:slug/inbox/settings", Map.of("bubble", "yes", "chats", "yes")),
            Map.entry("/t/:slug/inbox/:thread/edit", Map.of("body", "Walked on")),
            Map.entry("/t/:slug/inbox/with/:contact", Map.of("body", "Walked")),
            Map.entry("/t/:slug/inbox/reports/:report", Map.of("outcome", "kept")),
            Map.entry("/t/:slug/contacts/:contact/data/erase", Map.of("confirm", "yes", "why", "asked")),
            Map.entry("/t/:slug/contacts/:contact/uploads", Map.of("name", "wall.txt", "size", "12")),
            Map.entry("/t/:slug/inbox/uploads", Map.of("name", "wall.txt", "size", "12")),
            Map.entry("/t/:slug/contacts/:contact/merge", Map.of("version", "0", "other_version", "0")),
            Map.entry("/t/:slug/contacts/bulk", Map.of("bulk", "company", "q", "nobody-at-all")),
            Map.entry(
                    "/groups/:group/events/new",
                    Map.of(
                            "title",
                            "Fresh",
                            "starts",
                            "2031-06-01T10:00",
                            "ends",
                            "2031-06-01T11:00",
                            "zone",
                            "UTC",
                            "step",
                            "1")),
            Map.entry(
                    "/t/:slug/communities/:group/events/new",
                    Map.of(
                            "title",
                            "Fresh",
                            "starts",
                            "2031-06-01T10:00",
                            "ends",
                            "2031-06-01T11:00",
                            "zone",
                            "UTC",
                            "step",
                            "1")),
            Map.entry(
                    "/groups/:group/events/:event/edit",
                    Map.of(
                            "title",
                            "Known",
                            "starts",
                            "2031-06-01T10:00",
                            "ends",
                            "2031-06-01T11:00",
                            "zone",
                            "UTC",
                            "version",
                            "0")),
            Map.entry(
                    "/t/:slug/communities/:group/events/:event",
                    Map.of(
                            "title",
                            "Known",
                            "starts",
                            "2031-06-01T10:00",
                            "ends",
                            "2031-06-01T11:00",
                            "zone",
                            "UTC",
                            "version",
                            "0")),
            Map.entry("/courses/:course/lessons/:lesson/played", Map.of("ranges", "[]", "position", "7")),
            Map.entry("/api/v1/courses/:course/lessons/:lesson/played", Map.of("ranges", "[]", "position", "7")),
            Map.entry("/courses/:course/lessons/:lesson/notes", Map.of("body", "Walked", "at", "1:23")),
            Map.entry("/courses/:course/lessons/:lesson/notes/:note/edit", Map.of("body", "Walked on")),
            Map.entry("/api/v1/courses/:course/lessons/:lesson/notes", Map.of("body", "Walked")),
            Map.entry("/api/v1/courses/:course/lessons/:lesson/notes/:note", Map.of("body", "Walked on")),
            Map.entry("/t/:slug/courses/:course/access", Map.of("who", "person", "email", "fresh-learner@example.com")),
            Map.entry("/courses/:course/lessons/:lesson/viewed", Map.of("seconds", "5")),
            Map.entry("/api/v1/courses/:course/lessons/:lesson/viewed", Map.of("seconds", "5")),
            Map.entry("/groups/:group/events/:event/answer", Map.of("answer", "maybe")),
            Map.entry("/api/v1/groups/:group/events/:event/answer", Map.of("answer", "no")),
            Map.entry(
                    "/api/v1/groups/:group/events",
                    Map.of(
                            "title",
                            "Fresh",
                            "starts_at",
                            "2031-06-01T10:00:00Z",
                            "ends_at",
                            "2031-06-01T11:00:00Z",
                            "time_zone",
                            "UTC")),
            Map.entry(
                    "/api/v1/groups/:group/events/:event",
                    Map.of(
                            "title",
                            "Fresh",
                            "starts_at",
                            "2031-06-01T10:00:00Z",
                            "ends_at",
                            "2031-06-01T11:00:00Z",
                            "time_zone",
                            "UTC")),
            Map.entry(
                    "/api/v1/business/groups/:group/events",
                    Map.of(
                            "title",
                            "Fresh",
                            "starts_at",
                            "2031-06-01T10:00:00Z",
                            "ends_at",
                            "2031-06-01T11:00:00Z",
                            "time_zone",
                            "UTC")),
            Map.entry(
                    "/api/v1/business/groups/:group/events/:event",
                    Map.of(
                            "title",
                            "Fresh",
                            "starts_at",
                            "2031-06-01T10:00:00Z",
                            "ends_at",
                            "2031-06-01T11:00:00Z",
                            "time_zone",
                            "UTC")),
            Map.entry("/t/:slug/imports", Map.of("rows", "name,email\nWall,wall@example.com")),
            Map.entry("/t/:slug/imports/:import/columns", Map.of("column_0", "email", "policy", "update")),
            Map.entry("/groups/:group/posts/:post/report", Map.of("reason", "spam")),
            Map.entry("/groups/:group/comments/:comment/report", Map.of("reason", "abuse")),
            Map.entry("/groups/:group/members/:person/report", Map.of("reason", "other")),
            Map.entry("/api/v1/groups/:group/reports", Map.of("kind", "post", "reason", "spam")),
            Map.entry("/groups/:group/manage/queue/:item", Map.of("decision", "approve")),
            Map.entry("/t/:slug/communities/queue/:item", Map.of("decision", "approve")),
            Map.entry("/api/v1/groups/:group/queue/:item", Map.of("decision", "approve")),
            Map.entry("/api/v1/business/queue/:item", Map.of("decision", "approve")),
            Map.entry("/api/v1/business/groups/:group/words", Map.of("hold", "[]", "refuse", "[]")),
            Map.entry("/groups/:group/manage/levels", LEVELS),
            Map.entry("/t/:slug/communities/:group/levels", LEVELS),
            Map.entry(
                    "/api/v1/business/groups/:group/levels",
                    Map.of(
                            "levels",
                            "[{\"level\":1,\"points\":0,\"name\":\"\",\"reward\":\"\"},{\"level\":2,\"points\":1,\"name\":\"\",\"reward\":\"\"},{\"level\":3,\"points\":2,\"name\":\"\",\"reward\":\"\"},{\"level\":4,\"points\":3,\"name\":\"\",\"reward\":\"\"},{\"level\":5,\"points\":4,\"name\":\"\",\"reward\":\"\"},{\"level\":6,\"points\":5,\"name\":\"\",\"reward\":\"\"},{\"level\":7,\"points\":6,\"name\":\"\",\"reward\":\"\"},{\"level\":8,\"points\":7,\"name\":\"\",\"reward\":\"\"},{\"level\":9,\"points\":8,\"name\":\"\",\"reward\":\"\"}]")),
            Map.entry(
                    "/api/v1/business/groups/:group/points", Map.of("kind", "lesson", "key", "walked", "points", "1")),
            Map.entry("/api/v1/groups/:group/board/me", Map.of("shown", "true")),
            Map.entry("/groups/:group/notify", Map.of("posts", "all")),
            Map.entry("/api/v1/groups/:group/notify", Map.of("posts", "all")),
            Map.entry("/t/:slug/communities/former", Map.of("former", "keep")),
            Map.entry("/groups/:group/digest", Map.of("pace", "weekly")),
            Map.entry("/api/v1/groups/:group/digest", Map.of("pace", "weekly")),
            Map.entry("/groups/:group/posts", Map.of("body", "Walked")),
            Map.entry("/groups/:group/drafts", Map.of("body", "Walked")),
            Map.entry("/groups/:group/posts/:post/comments", Map.of("body", "Walked")),
            Map.entry(
                    "/groups/:group/posts/:post/comments/:comment/edit",
                    Map.of("body", "Walked again", "version", "1")),
            Map.entry("/groups/:group/posts/:post/comments/:comment/react", Map.of("word", "like")),
            Map.entry("/groups/:group/posts/:post/react", Map.of("word", "love")),
            Map.entry("/groups/:group/posts/:post/vote", Map.of("option", "1")),
            Map.entry("/groups/:group/drafts/:draft/poll", Map.of("option1", "Walked", "option2", "Again")),
            Map.entry("/groups/:group/drafts/:draft", Map.of("body", "Walked", "act", "draft")),
            Map.entry("/groups/:group/posts/:post/edit", Map.of("body", "Walked again", "version", "0")),
            Map.entry("/api/v1/groups/:group/posts", Map.of("body", "Walked")),
            Map.entry("/api/v1/groups/:group/drafts", Map.of("body", "Walked")),
            Map.entry("/api/v1/groups/:group/drafts/:draft", Map.of("body", "Walked")),
            Map.entry("/api/v1/posts/:post", Map.of("body", "Walked again")),
            Map.entry("/api/v1/groups/:group/invitations", Map.of("email", "asked-by-program@example.com")),
            Map.entry("/api/v1/posts/:post/comments", Map.of("body", "Walked")),
            Map.entry("/api/v1/posts/:post/comments/:comment", Map.of("body", "Walked again", "version", "1")),
            Map.entry("/api/v1/posts/:post/comments/:comment/reactions", Map.of("word", "like")),
            Map.entry("/api/v1/posts/:post/reactions", Map.of("word", "love")),
            Map.entry("/api/v1/posts/:post/follow", Map.of("state", "muted")),
            Map.entry("/api/v1/posts/:post/poll", Map.of("options", "[\"Walked\",\"Again\"]")),
            Map.entry("/api/v1/posts/:post/poll/vote", Map.of("options", "[1]")),
            Map.entry("/api/v1/business/groups/:group/channels", Map.of("name", "Walked")),
            Map.entry("/api/v1/business/groups/:group/requests/:person", Map.of("let_in", "true")),
            Map.entry("/api/v1/business/groups/:group/posts", Map.of("body", "Walked")),
            Map.entry("/api/v1/business/groups/:group/posts/:post", Map.of("body", "Walked")),
            Map.entry("/t/:slug/communities/:group/posts", Map.of("body", "Walked")),
            Map.entry("/t/:slug/communities/:group/drafts", Map.of("body", "Walked")),
            Map.entry("/t/:slug/communities/:group/drafts/:draft", Map.of("body", "Walked", "act", "draft")),
            Map.entry(
                    "/t/:slug/communities/:group/drafts/:draft/poll", Map.of("option1", "Walked", "option2", "Again")),
            Map.entry("/api/v1/business/groups/:group/posts/:post/poll", Map.of("options", "[\"Walked\",\"Again\"]")),
            Map.entry("/t/:slug/communities/:group/posts/edit", Map.of("body", "Walked", "version", "0")),
            Map.entry("/t/:slug/communities/:group/posts/:post/comments", Map.of("body", "Walked")),
            Map.entry(
                    "/t/:slug/communities/:group/posts/:post/comments/edit", Map.of("body", "Walked", "version", "1")),
            Map.entry("/security/passkeys/rename", Map.of("passkey_name", "Phone")),
            Map.entry("/account/security/passkeys/rename", Map.of("passkey_name", "Phone")),
            Map.entry("/t/:slug/contacts/:contact/sign-in-links/hand", Map.of("sure", "yes")),
            Map.entry(
                    "/t/:slug/settings/sign-in",
                    Map.of("signup_mode", "open", "mfa", "optional", "magic_links", "yes", "version", "0")),
            Map.entry(
                    "/t/:slug/webhooks",
                    Map.of("url", "https://hooks.example.com/fresh", "event_contact_erased", "yes")),
            Map.entry(
                    "/t/:slug/webhooks/:webhook",
                    Map.of("url", "https://hooks.example.com/known", "event_contact_erased", "yes", "version", "0")),
            Map.entry("/t/:slug/webhooks/:webhook/state", Map.of("to", "off", "version", "0")),
            Map.entry("/api/v1/business/tags/:tag", Map.of("name", "Renamed")),
            Map.entry("/api/v1/business/companies/:company/members", Map.of("role", "owner")),
            Map.entry("/api/v1/business/contacts/:contact/fields", Map.of("items", "[]")),
            Map.entry("/api/v1/business/contacts/:contact/notes", Map.of("body", "A note")),
            Map.entry("/t/:slug/webhooks/:webhook/replay", Map.of("days", "3")),
            Map.entry("/api/v1/business/webhooks/:webhook/replay", Map.of("since", "2026-01-01T00:00:00Z")),
            Map.entry("/t/:slug/keys", Map.of("key_name", "CRM", "days", "90", "scope_contacts_read", "yes")),
            Map.entry("/t/:slug/settings/domain/:domain/mail", Map.of("email", "dns@example.com")),
            Map.entry("/t/:slug/settings/domain/sub-domain", Map.of("sub_domain", "acme")),
            Map.entry("/t/:slug/settings/domain/custom", Map.of("host", "walked.example.org")),
            Map.entry("/t/:slug/settings/domain/primary", Map.of("old", "keep")),
            Map.entry("/t/:slug/contacts/:contact/second-factor/remove", Map.of("reason", "Called them")),
            Map.entry("/t/:slug/view-as", Map.of("reason", "To see what they see")),
            Map.entry("/t/:slug/team", Map.of("email", "{canary}-fresh@example.com", "role", "support")),
            Map.entry("/t/:slug/team/:person/role", Map.of("role", "content")),
            Map.entry("/account/keys", Map.of("key_name", "Sync", "days", "90", "scope_profile_read", "yes")),
            Map.entry("/invitation/:invitation", Map.of("name", "Ivy Invited", "password", "four-grey-herons")),
            Map.entry("/invitation/:token", Map.of("full_name", "Ivy Invited", "password", "four-grey-herons")),
            Map.entry("/t/:slug/invitations/many/send", Map.of("rows_0", "listed@example.com,Lis Ted")),
            Map.entry("/api/v1/business/invitations", Map.of("email", "asked-by-program@example.com")),
            Map.entry("/t/:slug/announcements/:announcement/links", Map.of("days", "30")),
            Map.entry("/t/:slug/announcements/new", Map.of("title", "Fresh", "body", "Fresh", "timing", "draft")),
            Map.entry(
                    "/t/:slug/announcements/:announcement",
                    Map.of("title", "Known", "body", "Known", "timing", "now", "version", "0")),
            Map.entry(
                    "/t/:slug/settings/business",
                    Map.of("name", "Known", "currency", "EUR", "time_zone", "UTC", "language", "en", "version", "0")),
            Map.entry("/t/:slug/setup/step", Map.of("step", "domain", "state", "skipped")),
            Map.entry("/operator/tenants/:tenant/owner", Map.of("owner", "asked@example.com")),
            Map.entry("/t/:slug/contacts/new", Map.of("full_name", "Fresh", "email", "fresh@example.com")),
            Map.entry("/t/:slug/companies", Map.of("name", "Fresh")),
            Map.entry("/t/:slug/tags", Map.of("name", "Newest")),
            Map.entry("/t/:slug/segments/new", Map.of("name", "Fresh", "rule_0", "stage:lead")),
            Map.entry("/t/:slug/fields", Map.of("label", "Fresh", "key", "fresh", "type", "text")),
            Map.entry(
                    "/t/:slug/apps",
                    Map.of(
                            "landing",
                            "/",
                            "on_account",
                            "yes",
                            "on_files",
                            "yes",
                            "on_courses",
                            "yes",
                            "on_communities",
                            "yes",
                            "on_messages",
                            "yes")),
            Map.entry("/t/:slug/links/new", Map.of("label", "Fresh", "url", "https://example.com/")),
            Map.entry(
                    "/t/:slug/contacts/:contact/edit",
                    Map.of("full_name", "Known", "email", "k@example.com", "version", "0")),
            Map.entry("/t/:slug/contacts/:contact/notes", Map.of("body", "A note")),
            Map.entry("/t/:slug/contacts/:contact/tasks", Map.of("task_title", "A task")),
            Map.entry(
                    "/t/:slug/contacts/:contact/appointments",
                    Map.of(
                            "title",
                            "A meeting",
                            "starts",
                            "2026-12-01T10:00",
                            "ends",
                            "2026-12-01T11:00",
                            "time_zone",
                            "UTC")),
            Map.entry("/t/:slug/contacts/:contact/tags", Map.of("tag", "Fresh")),
            Map.entry("/t/:slug/contacts/:contact/companies", Map.of("role", "viewer")),
            Map.entry("/t/:slug/companies/:company", Map.of("name", "Known", "version", "0")),
            Map.entry(
                    "/t/:slug/companies/:company/members", Map.of("email", "crm-member@example.com", "role", "owner")),
            Map.entry("/t/:slug/tags/rename", Map.of("new_name", "Renamed")),
            Map.entry("/t/:slug/segments/:segment", Map.of("name", "Known", "rule_0", "stage:lead")),
            Map.entry("/t/:slug/fields/change", Map.of("label", "Known")),
            Map.entry("/t/:slug/notifications/sender", Map.of("version", "1")),
            Map.entry(
                    "/t/:slug/notifications/sender/server", Map.of("version", "1", "port", "587", "host", "127.0.0.1")),
            Map.entry("/t/:slug/notifications/:type/restore", Map.of("language", "en", "to", "1")),
            Map.entry("/t/:slug/profile-fields", Map.of("version", "0")),
            Map.entry("/t/:slug/branding/versions", Map.of("number", "1")),
            Map.entry(
                    "/t/:slug/links/:item", Map.of("label", "Known", "url", "https://example.com/", "body", "Known")));

    /** Forms that are nothing without their picture. */
    private static final Set<String> PICTURED = Set.of(
            "/t/:slug/contacts/:contact/documents",
            "/groups/:group/drafts/:draft/files",
            "/t/:slug/communities/:group/drafts/:draft/files");

    /** Ids last; tokens are used up. */
    private static final Pattern LASTING = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

    /** A PNG of one pixel. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final Portal portal;
    private final WallFixture fixture;
    private final Slots slots;
    private final Map<String, Slots.Slot> standing = new HashMap<>();

    private static boolean isPictured(Route route) {
        return PICTURED.contains(route.path())
                || CourseFields.PICTURED.contains(route.path())
                || GroupFields.pictured().contains(route.path());
    }

    Walk(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
        this.slots = new Slots(portal, fixture);
    }

    static boolean isConsole(Route route) {
        return route.audience().console();
    }

    /** Slot to what it names: those of the registry, and the tenant's slug in a console path. */
    static Map<String, String> slots(Route route) {
        var all = new LinkedHashMap<>(route.slots());
        if (route.path().contains(":slug")) all.put("slug", "slug");
        return all;
    }

    /** The tenant in which the caller is, on this route: the host's, or on the console the person's own. */
    static String home(Route route, Caller caller) {
        return isConsole(route) ? caller.tenant() : Portal.ACME;
    }

    Visitor visitor(Route route, Caller caller) {
        return caller.at(isConsole(route) ? "console.localhost" : Portal.ACME + ".localhost", portal, fixture);
    }

    /** Forgets what stood: the next route begins with everything made anew. */
    void begin() {
        standing.clear();
    }

    /** The values of every slot, made anew; the visitor gets the cookies that the caller's own values need. */
    Map<String, Slots.Slot> values(Route route, Caller caller, Visitor visitor) {
        var values = new LinkedHashMap<String, Slots.Slot>();
        slots(route).forEach((name, entity) -> values.put(name, value(route, entity, caller, visitor)));
        return values;
    }

    /**
     * The same for a caller who changes nothing: what was made since {@link #begin} stands for them too, since making it takes
     * longer than calling. What can be used once is made anew all the same.
     */
    Map<String, Slots.Slot> standing(Route route, Caller caller, Visitor visitor) {
        var values = new LinkedHashMap<String, Slots.Slot>();
        slots(route).forEach((name, entity) -> {
            // Some things of staff are the caller's own.
            var whose = entity.startsWith("staff") ? caller.name() : caller.person;
            var key = entity + " " + whose + " " + home(route, caller);
            var known = standing.get(key);
            if (known == null) {
                var cookies = visitor.cookies();
                known = value(route, entity, caller, visitor);
                if (lasts(known) && visitor.cookies().equals(cookies)) standing.put(key, known);
            }
            values.put(name, known);
        });
        return values;
    }

    private Slots.Slot value(Route route, String entity, Caller caller, Visitor visitor) {
        // Bytes go to an upload that lacks some.
        var kind = route.isStreaming() && entity.endsWith("upload") ? entity + "-under-way" : entity;
        return slots.of(kind, caller, home(route, caller), visitor);
    }

    private static boolean lasts(Slots.Slot made) {
        return LASTING.matcher(made.own()).find() && !made.alone();
    }

    /** Calls with the caller's own in every slot but {@code changed}, which holds {@code value}. */
    Answer call(Visitor visitor, Route route, Map<String, Slots.Slot> values, String changed, String value) {
        Map<String, String> filled = values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getKey().equals(changed)
                                ? value
                                : entry.getValue().own()));
        return send(visitor, route, filled);
    }

    /** The caller's own in every slot. */
    Map<String, String> filled(Map<String, Slots.Slot> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().own()));
    }

    /** What is written to somebody of a tenant betrays whose it is. */
    private static Map<String, String> fields(Route route, Map<String, String> filled) {
        // What is taken away is named by its address alone.
        if (route.method() == HttpMethod.DELETE) return new LinkedHashMap<>();
        var fields = new LinkedHashMap<>(FIELDS.getOrDefault(
                route.path(),
                GroupFields.ALL.getOrDefault(
                        route.path(),
                        CourseFields.ALL.getOrDefault(
                                route.path(),
                                WallCertificates.FIELDS.getOrDefault(
                                        route.path(),
                                        WallQuiz.FIELDS.getOrDefault(
                                                route.path(),
                                                WallAssignment.FIELDS.getOrDefault(
                                                        route.path(),
                                                        WallComments.FIELDS.getOrDefault(route.path(), Map.of()))))))));
        fields.replaceAll((name, value) -> value.replace(
                        "{canary}", Canary.of(filled.getOrDefault("slug", "none"), "staff"))
                .replace("{house}", Canary.of(filled.getOrDefault("slug", "none"), Canary.HOUSE)));
        return fields;
    }

    /** Sends further fields, in the form or the query, that no route should listen to. */
    Answer send(Visitor visitor, Route route, Map<String, String> filled, Map<String, String> lies) {
        var path = route.path();
        var body = fields(route, filled);
        body.putAll(lies);
        for (var entry : filled.entrySet()) {
            var segment = ":" + entry.getKey();
            if (Set.of(path.split("/", -1)).contains(segment)) path = path.replace(segment, entry.getValue());
            else body.put(entry.getKey(), entry.getValue());
        }
        asksForStream(visitor, path);
        if (isPictured(route)) return upload(visitor, path, body);
        // What takes no form may listen to its address alone.
        if (route.takes() != null || route.isStreaming())
            return sent(visitor, route, path + "?" + Visitor.encode(lies), fields(route, filled));
        return route.changes()
                ? visitor.send(route.method().name(), path, Visitor.encode(body), "application/x-www-form-urlencoded")
                : visitor.get(path + "?" + Visitor.encode(body));
    }

    /** A stream is opened by the portal's own pages. */
    private static void asksForStream(Visitor visitor, String path) {
        if (path.startsWith("/feeds/") || path.endsWith("/live"))
            visitor.header("Sec-Fetch-Site", "same-origin").header("Accept", "text/event-stream");
    }

    Answer send(Visitor visitor, Route route, Map<String, String> filled) {
        var path = route.path();
        var body = fields(route, filled);
        for (var entry : filled.entrySet()) {
            var segment = ":" + entry.getKey();
            if (Set.of(path.split("/", -1)).contains(segment)) path = path.replace(segment, entry.getValue());
            else body.put(entry.getKey(), entry.getValue());
        }
        var method = route.method().name();
        if (route.traits().versioned()) visitor.header("If-Match", "*");
        asksForStream(visitor, path);
        if (!route.changes()) return visitor.get(path);
        if (route.takes() != null || route.isStreaming()) return sent(visitor, route, path, body);
        if (isPictured(route)) return upload(visitor, path, body);
        return visitor.send(method, path, Visitor.encode(body), "application/x-www-form-urlencoded");
    }

    /** JSON or bytes, as the route takes them. */
    private static Answer sent(Visitor visitor, Route route, String path, Map<String, String> body) {
        var method = route.method().name();
        return route.takes() != null
                ? visitor.json(method, path, json(body).encode())
                : visitor.header("Upload-Offset", "0")
                        .send(method, path, WallFixture.BYTES, "application/offset+octet-stream");
    }

    /** Texts, lists where a text is one, numbers and whether something is. */
    private static JsonObject json(Map<String, String> body) {
        var json = new JsonObject();
        body.forEach((name, value) -> json.put(
                name,
                value.startsWith("[")
                        ? new JsonArray(value)
                        : Set.of("true", "false").contains(value)
                                ? Boolean.valueOf(value)
                                : Set.of(
                                                        "size",
                                                        "seq",
                                                        "points",
                                                        "version",
                                                        "position",
                                                        "seconds",
                                                        "seen",
                                                        "pool",
                                                        "attempts",
                                                        "pass_percent",
                                                        "limit_minutes",
                                                        "cooldown_minutes",
                                                        "number",
                                                        "resubmissions")
                                                .contains(name)
                                        ? (Object) Long.valueOf(value)
                                        : value));
        return json;
    }

    /** A form with a small picture. */
    private static Answer upload(Visitor visitor, String path, Map<String, String> fields) {
        var head = new StringBuilder();
        fields.forEach((name, value) -> head.append("--wall\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        head.append("--wall\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"dot.png\"\r\n")
                .append("Content-Type: image/png\r\n\r\n");
        return visitor.send(
                "POST",
                path,
                head.toString().getBytes(StandardCharsets.UTF_8),
                Base64.getDecoder().decode(DOT),
                "\r\n--wall--\r\n".getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=wall");
    }
}
