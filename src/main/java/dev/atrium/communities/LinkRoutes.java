package dev.atrium.communities;

import dev.atrium.communities.Ground.Stand;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Links into a group, for those who run it: they make them, copy them, and take them back. */
final class LinkRoutes {
    /** For how long a link can lead somewhere; what is not named lasts until it is taken back. */
    private static final Map<String, Duration> LASTS =
            Map.of("day", Duration.ofDays(1), "week", Duration.ofDays(7), "month", Duration.ofDays(30));

    /** A link as its list shows it. */
    record Shown(JoinLink it, String url) {}

    private final Db db;
    private final Clock clock;
    private final Ground ground;

    LinkRoutes(Db db, Clock clock, Ground ground) {
        this.db = db;
        this.clock = clock;
        this.ground = ground;
    }

    void mount(Routes routes, Route.Handler page) {
        var mount = ground.mount(routes);
        var root = ground.root() + "/links";
        mount.post(root, this::make)
                .summary("Make a link into a group")
                .names("group", ground.slot("group"))
                .shows(page);
        mount.post(root + "/:link/revoke", this::revoke)
                .summary("Take a link into a group back")
                .names("group", ground.slot("group"))
                .names("link", ground.slot("group-link"));
    }

    /** The links of a group and their addresses. */
    static Future<List<Shown>> shown(Tx tx, Keys keys, Tenant tenant, Stand stand) {
        return new LinkStore(tx)
                .open(stand.group().id())
                .map(links -> links.stream()
                        .map(link -> new Shown(link, link.url(keys, tenant)))
                        .toList());
    }

    private Future<Reply> make(Request request) {
        var form = request.form();
        var most = most(form.text("most"));
        var expires = expires(form.text("lasts"));
        boolean straight = !form.text("straight").isEmpty();
        var id = form.nonce();
        return db.write(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> LinkActs.make(tx, stand.group(), stand.hand(), id, straight, most, expires)
                                .map(x -> ground.done(stand, request, "/invitations", "group-link-made"))));
    }

    private static @Nullable Integer most(String typed) {
        if (typed.isEmpty()) return null;
        return typed.matches("[0-9]{1,5}") ? Integer.valueOf(typed) : 0;
    }

    private @Nullable Instant expires(String typed) {
        if (typed.isEmpty()) return null;
        var lasts = LASTS.get(typed);
        if (lasts == null) throw Problem.invalid("lasts", "choice-invalid");
        return clock.now().plus(lasts);
    }

    private Future<Reply> revoke(Request request) {
        return db.write(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> LinkActs.revoke(tx, stand.group(), stand.hand(), request.id("link"))
                                .map(x -> ground.done(stand, request, "/invitations", "group-link-revoked"))));
    }
}
