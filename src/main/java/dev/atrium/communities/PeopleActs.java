package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.notifications.NotificationType;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What those do to members who run a group: let in, put out, mute, raise, hand over. */
final class PeopleActs {
    /** How long somebody can be muted; the longest is until somebody says otherwise. */
    static final Map<String, Duration> MUTES = Map.of(
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1),
            "week", Duration.ofDays(7),
            "long", Duration.ofDays(36_500));

    static final int REASON = 300;

    /** One act on one person of one group. */
    record Case(Tx tx, Tenant tenant, Group group, Hand hand, UUID person) {
        PeopleActsStore store() {
            return new PeopleActsStore(tx, group.id(), hand);
        }

        Future<Void> log(String action) {
            return GroupLog.of(tx, action, group.id(), person, group.name(), hand.ip());
        }
    }

    private final Clock clock;
    private final GroupNews news;
    private final Messages messages;

    PeopleActs(Clock clock, GroupNews news, Messages messages) {
        this.clock = clock;
        this.news = news;
        this.messages = messages;
    }

    Future<Void> approve(Case on) {
        on.hand().require(on.hand().runs());
        return on.store().approve(on.person()).compose(done -> {
            // Somebody else was faster, or the request was taken back: nothing is left to do.
            if (!done) return Future.succeededFuture();
            return on.log("group.request-approved")
                    .compose(x -> tell(on, GroupNews.APPROVED, on.group().path()))
                    .compose(x -> Joining.entered(
                            on.tx(),
                            on.group().id(),
                            on.group().name(),
                            on.person(),
                            on.hand().ip()));
        });
    }

    Future<Void> decline(Case on) {
        on.hand().require(on.hand().runs());
        return on.store().decline(on.person()).compose(done -> {
            if (!done) return Future.succeededFuture();
            Events.record(
                    on.tx(),
                    new GroupFact.Declined(
                            on.person(), on.group().id(), on.group().name()));
            return on.log("group.request-declined").compose(x -> tell(on, GroupNews.DECLINED, "/communities"));
        });
    }

    Future<Void> remove(Case on) {
        on.hand().require(on.hand().moderates());
        return on.store().remove(on.person()).compose(done -> {
            require(done);
            Events.record(
                    on.tx(),
                    new GroupFact.Removed(
                            on.person(), on.group().id(), on.group().name()));
            return on.log("group.member-removed")
                    .compose(x -> tell(on, GroupNews.REMOVED, "/communities"))
                    .compose(x ->
                            Joining.heard("member.left", on.tx(), on.group().id(), on.person()));
        });
    }

    Future<Void> ban(Case on, String reason) {
        on.hand().require(on.hand().moderates());
        if (reason.length() > REASON) throw Problem.invalid("reason", "text-long", REASON);
        return on.store().ban(on.person(), reason).compose(done -> {
            require(done);
            Events.record(
                    on.tx(),
                    new GroupFact.Banned(
                            on.person(), on.group().id(), on.group().name()));
            return on.log("group.member-banned")
                    .compose(x ->
                            Joining.heard("member.left", on.tx(), on.group().id(), on.person()));
        });
    }

    Future<Void> unban(Case on) {
        on.hand().require(on.hand().moderates());
        return on.store().unban(on.person()).compose(done -> {
            if (!done) return Future.succeededFuture();
            Events.record(
                    on.tx(),
                    new GroupFact.Unbanned(
                            on.person(), on.group().id(), on.group().name()));
            return on.log("group.member-unbanned");
        });
    }

    /** @param length a key of {@link #MUTES}; null: they may write again */
    Future<Void> mute(Case on, @Nullable String length) {
        on.hand().require(on.hand().moderates());
        var lasts = length == null ? null : MUTES.get(length);
        if (length != null && lasts == null) throw Problem.invalid("mute", "choice-invalid");
        return on.store()
                .mute(on.person(), lasts == null ? null : clock.now().plus(lasts))
                .compose(done -> {
                    require(done);
                    return on.log(lasts == null ? "group.member-unmuted" : "group.member-muted");
                });
    }

    Future<Void> role(Case on, String role) {
        on.hand().require(on.hand().runs());
        if (!on.hand().gives().contains(role)) throw Problem.invalid("role", "choice-invalid");
        return on.store().role(on.person(), role).compose(done -> {
            if (!done) return same(on, role);
            Events.record(
                    on.tx(),
                    new GroupFact.RoleChanged(
                            on.person(), on.group().id(), on.group().name()));
            Feeds.changed(on.tx(), on.person(), null);
            return on.log("group.role-changed").compose(x -> told(on, role));
        });
    }

    /** Said twice, or by two at once: it is as they wished. */
    private static Future<Void> same(Case on, String role) {
        return new MemberStore(on.tx(), on.group().id(), null).find(on.person()).map(found -> {
            require(found.isPresent()
                    && found.get().status().equals("active")
                    && found.get().role().equals(role));
            return null;
        });
    }

    private Future<Void> told(Case on, String role) {
        var called = messages.get(on.tenant().settings().language(), Family.COMMUNITY_ROLE.key(role));
        return news.tell(
                on.tx(),
                on.tenant(),
                GroupNews.ROLE,
                on.person(),
                on.group().id(),
                Map.of("group", on.group().name(), "group_role", called),
                on.group().path());
    }

    /** The group is another member's from now on; whoever owned it helps to run it. */
    Future<Void> handOver(Case on) {
        on.hand().require(on.hand().owns());
        return on.store().handOver(on.person()).compose(done -> {
            require(done);
            Events.record(
                    on.tx(),
                    new GroupFact.RoleChanged(
                            on.person(), on.group().id(), on.group().name()));
            Feeds.changed(on.tx(), on.person(), null);
            if (on.hand().contact() != null) Feeds.changed(on.tx(), on.hand().contact(), null);
            return on.log("group.owner-changed")
                    .compose(x -> tell(on, GroupNews.OWNER, on.group().path()));
        });
    }

    /** Staff put somebody in. */
    Future<Void> add(Case on) {
        return on.store().add(on.person()).compose(done -> {
            if (!done) throw Problem.of(409, "group-not-added");
            return on.log("group.member-added")
                    .compose(x -> tell(on, GroupNews.JOINED, on.group().path()))
                    .compose(x -> Joining.entered(
                            on.tx(),
                            on.group().id(),
                            on.group().name(),
                            on.person(),
                            on.hand().ip()));
        });
    }

    private Future<Void> tell(Case on, NotificationType type, String link) {
        return news.tell(
                on.tx(),
                on.tenant(),
                type,
                on.person(),
                on.group().id(),
                Map.of("group", on.group().name()),
                link);
    }

    /** They are not in it, stand as high as the one who acts, or that one is not any more what they were. */
    private static void require(boolean done) {
        if (!done) throw Problem.of(409, "group-person-changed");
    }
}
