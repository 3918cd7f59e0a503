package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Completeness;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
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
    private final ProfileRoutes profile;

    ProfileApi(Identity identity, ProfileRoutes profile) {
        this.identity = identity;
        this.profile = profile;
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
    }

    /** Read anew rather than from the cached session, so that the bytes are those of the version that the ETag names. */
    private Future<Reply> me(Request request) {
        var account = request.session().account();
        return identity.db()
                .read(request.scope(), tx -> new AccountStore(tx).profile(account))
                .map(found -> reply(request, found.orElseThrow(Problem::notFound)));
    }

    private static Reply reply(Request request, AccountStore.Profile profile) {
        var state = Completeness.of(
                field -> value(profile, field), request.tenant().settings().profileRequired());
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
    private static String version(Request request, AccountStore.Profile profile) {
        int rest = Objects.hash(profile.avatar(), request.tenant().settings().profileRequired());
        return profile.version() + "." + Integer.toHexString(rest);
    }

    private static String value(AccountStore.Profile profile, String field) {
        return switch (field) {
            case "full_name" -> profile.name();
            case "phone" -> profile.phone();
            case "time_zone" -> profile.timeZone();
            case "avatar" -> profile.avatar();
            default -> "";
        };
    }

    private Future<Reply> change(Request request, Tx tx) {
        var change = request.json(MeChange.class);
        var session = request.session();
        var accounts = new AccountStore(tx);
        return accounts.profileToChange(session.account())
                .map(found -> {
                    var now = found.orElseThrow(Problem::notFound);
                    request.ifMatch().require(version(request, now));
                    return draft(change, now);
                })
                .compose(draft -> profile.store(tx, session, draft, request.ip()))
                .compose(x -> accounts.profile(session.account()))
                .map(fresh -> reply(request, fresh.orElseThrow(Problem::notFound)));
    }

    private ProfileRoutes.Draft draft(MeChange change, AccountStore.Profile now) {
        return ProfileRoutes.Draft.of(
                "full_name",
                Objects.requireNonNullElse(change.full_name(), now.name()).strip(),
                Objects.requireNonNullElse(change.phone(), now.phone()).strip(),
                Objects.requireNonNullElse(change.time_zone(), now.timeZone()),
                Objects.requireNonNullElse(change.language(), now.language()),
                identity.messages().languages());
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

    private Future<Reply> end(Request request) {
        var session = request.id("session");
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new Leaving(identity.sessions()).end(tx, request.session(), session, request.ip()))
                .map(Reply.empty());
    }
}
