package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.web.Completeness;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The account for programs. */
final class ProfileApi {
    /** The account that the token or the session speaks for. */
    public record Me(
            UUID id,
            String full_name,
            String email,
            String phone,
            String time_zone,
            String language,
            int completion_pct,
            List<String> missing) {}

    /** What to change; a member that is left out stays. */
    public record MeChange(
            @Nullable String full_name,
            @Nullable String phone,
            @Nullable String time_zone,
            @Nullable String language) {}

    /** Where the account is signed in. */
    public record SessionItem(
            UUID id, String ip, String user_agent, Instant created_at, Instant last_seen_at, boolean current) {}

    /** A list and no more: sessions are at most fifty. */
    public record SessionList(List<SessionItem> items) {}

    private static final UUID SOME = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");
    private static final Me ANA =
            new Me(SOME, "Ana Ruiz", "ana@example.com", "+44 20 7946 0958", "Europe/London", "en", 100, List.of());
    private static final SessionList SESSIONS = new SessionList(
            List.of(new SessionItem(SOME, "203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64)", THEN, THEN, true)));

    private final Identity identity;
    private final Profiles profiles;

    ProfileApi(Identity identity, Profiles profiles) {
        this.identity = identity;
        this.profiles = profiles;
    }

    void mount(Routes routes, String app) {
        routes.program("profile:read", app)
                .get("/api/v1/me", this::me)
                .summary("Get the account")
                .versioned()
                .gives(Me.class, ANA);
        routes.program("profile:write", app)
                .patch("/api/v1/me", this::change)
                .summary("Change the profile")
                .versioned()
                .idempotent()
                .takes(MeChange.class, new MeChange(null, "+44 20 7946 0999", null, null))
                .gives(Me.class, ANA)
                .refuses(422);
        routes.program("profile:read", app)
                .get("/api/v1/sessions", this::sessions)
                .summary("List where the account is signed in")
                .gives(SessionList.class, SESSIONS);
        routes.program("profile:write", app)
                .delete("/api/v1/sessions/:session", this::end)
                .summary("End a session")
                .refuses(404);
        routes.program("profile:write", app)
                .delete("/api/v1/sessions", this::endOthers)
                .summary("End every session but the one that this was asked by");
    }

    /** Read anew rather than from the cached session, so that the bytes are those of the version that the ETag names. */
    private Future<Reply> me(Request request) {
        return identity.db()
                .read(request.scope(), tx -> profiles.read(tx, request.session()))
                .map(sheet -> reply(request, sheet.said()));
    }

    private static Reply reply(Request request, AccountStore.Profile profile) {
        var state = Completeness.of(profile.lacks(), request.tenant().settings().profile());
        var me = new Me(
                request.session().account(),
                profile.name(),
                profile.email(),
                profile.phone(),
                profile.timeZone(),
                profile.language(),
                state.percent(),
                state.missing());
        return Reply.json(me).tagged(version(request, profile));
    }

    /** The rows' versions and what else shows: the picture, which has its own row, and what the business asks for. */
    static String version(Request request, AccountStore.Profile profile) {
        int rest = Objects.hash(profile.avatar(), request.tenant().settings().profile());
        return profile.version() + "." + Integer.toHexString(rest);
    }

    private Future<Reply> change(Request request, Tx tx) {
        var change = request.json(MeChange.class);
        var form = MultiMap.caseInsensitiveMultiMap();
        put(form, "full_name", change.full_name());
        put(form, "phone", change.phone());
        put(form, "time_zone", change.time_zone());
        put(form, "language", change.language());
        return change(request, tx, profiles, new Form(form)).map(after -> reply(request, after.said()));
    }

    private static void put(MultiMap form, String name, @Nullable String value) {
        if (value != null) form.set(name, value);
    }

    /** Changes what {@code form} has, where the request names the version that is there, and reads what came of it. */
    static Future<Profiles.Sheet> change(Request request, Tx tx, Profiles profiles, Form form) {
        var session = request.session();
        return profiles.readToChange(tx, session)
                .compose(sheet -> {
                    request.ifMatch().require(version(request, sheet.said()));
                    var draft = profiles.draft(request, form, "full_name", sheet);
                    return profiles.store(tx, session, draft, sheet, request.ip());
                })
                .compose(x -> profiles.read(tx, session));
    }

    private Future<Reply> sessions(Request request) {
        var own = request.session();
        return identity.db()
                .read(request.scope(), tx -> identity.sessions().list(tx, own.account()))
                .map(devices -> Reply.json(new SessionList(devices.stream()
                        .map(device -> new SessionItem(
                                device.id(),
                                device.ip(),
                                device.userAgent(),
                                device.createdAt(),
                                device.lastSeenAt(),
                                device.id().equals(own.id())))
                        .toList())));
    }

    /** A key is no session: what it asks for ends all of them. */
    private Future<Reply> endOthers(Request request) {
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new Leaving(identity.sessions()).others(tx, request.session(), request.ip()))
                .map(Reply.empty());
    }

    private Future<Reply> end(Request request) {
        var session = request.id("session");
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new Leaving(identity.sessions()).end(tx, request.session(), session, request.ip()))
                .map(Reply.empty());
    }
}
