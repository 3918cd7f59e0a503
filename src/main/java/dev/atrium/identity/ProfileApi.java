package dev.atrium.identity;

import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
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
                .gives(Me.class);
        routes.program("profile:write", app)
                .patch("/api/v1/me", this::change)
                .summary("Change the profile")
                .takes(MeChange.class)
                .gives(Me.class)
                .refuses(422);
        routes.program("profile:read", app)
                .get("/api/v1/sessions", this::sessions)
                .summary("List where the account is signed in")
                .gives(SessionList.class);
        routes.program("profile:write", app)
                .delete("/api/v1/sessions/:session", this::end)
                .summary("End a session")
                .refuses(404);
    }

    private Future<Reply> me(Request request) {
        return Future.succeededFuture(Reply.json(view(request, request.session())));
    }

    private static Me view(Request request, Session session) {
        var state = Completeness.of(session, request.tenant().settings().profileRequired());
        return new Me(
                session.account(),
                session.name(),
                session.email(),
                session.phone(),
                session.timeZone(),
                session.language(),
                state.percent(),
                state.missing());
    }

    private Future<Reply> change(Request request) {
        var change = request.json(MeChange.class);
        var session = request.session();
        var draft = ProfileRoutes.Draft.of(
                "full_name",
                Objects.requireNonNullElse(change.full_name(), session.name()).strip(),
                Objects.requireNonNullElse(change.phone(), session.phone()).strip(),
                Objects.requireNonNullElse(change.time_zone(), session.timeZone()),
                Objects.requireNonNullElse(change.language(), session.language()),
                identity.messages().languages());
        return identity.db()
                .write(
                        request.scope(),
                        tx -> profile.store(tx, session, draft, request.ip())
                                .compose(x -> identity.sessions().byId(tx, session.id())))
                .map(fresh -> Reply.json(view(request, fresh.orElseThrow(Problem::notFound))));
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
