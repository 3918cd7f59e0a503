package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to members who keep to no rules, by the same statements as on the pages of members. */
public final class Sanctions {
    /** How long somebody can be muted. */
    public static final Set<String> MUTES = PeopleActs.MUTES.keySet();

    private final PeopleActs acts;

    public Sanctions(Clock clock, Notifications notifications, Messages messages) {
        this.acts = new PeopleActs(clock, new GroupNews(notifications), messages);
    }

    /**
     * Who does it.
     *
     * @param contact the member who moderates; null for the business
     * @param staff the person of staff; null for members and programs
     */
    public record By(@Nullable UUID contact, @Nullable UUID staff, String name, String ip) {}

    /** They write nothing in the group for so long; fails with 409 where the hand does not reach them. */
    public Future<Void> mute(Tx tx, Tenant tenant, UUID group, By by, UUID person, String length) {
        return on(tx, tenant, group, by, person).compose(one -> acts.mute(one, length));
    }

    /** They are out of the group for good. */
    public Future<Void> ban(Tx tx, Tenant tenant, UUID group, By by, UUID person, String reason) {
        return on(tx, tenant, group, by, person).compose(one -> acts.ban(one, reason));
    }

    private static Future<PeopleActs.Case> on(Tx tx, Tenant tenant, UUID group, By by, UUID person) {
        return GroupActs.found(tx, group)
                .compose(
                        found -> hand(tx, group, by).map(hand -> new PeopleActs.Case(tx, tenant, found, hand, person)));
    }

    private static Future<Hand> hand(Tx tx, UUID group, By by) {
        if (by.staff() != null) return Future.succeededFuture(Hand.staff(by.staff(), by.name(), by.ip()));
        var contact = by.contact();
        if (contact == null) return Future.succeededFuture(Hand.program(by.name(), by.ip()));
        return Groups.member(tx, contact, group.toString()).map(seat -> {
            if (!seat.moderates()) throw Problem.of(403, "group-not-yours");
            return Hand.of(seat, contact, by.name(), by.ip());
        });
    }
}
