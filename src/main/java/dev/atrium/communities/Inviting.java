package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Recorded;
import dev.atrium.invitation.Invitations;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Asking somebody into a group. Who has an account finds the door open; a stranger is asked into the portal and, once they have
 * an account, is in the group.
 */
final class Inviting {
    private final Invitations portal;
    private final GroupNews news;

    Inviting(Invitations portal, GroupNews news) {
        this.portal = portal;
        this.news = news;
    }

    /** Whether the hand may invite into the group at all. */
    static void require(Group group, Hand hand) {
        hand.require(hand.runs() || (group.membersInvite() && hand.contact() != null));
        if (group.archived()) throw Problem.of(409, "group-closed");
    }

    /**
     * Whether a stranger may be asked into the portal: members may where everybody may sign up, those who run the group and
     * staff always.
     */
    private static boolean strangers(Tenant tenant, Hand hand) {
        return hand.runs() || tenant.settings().signupMode() == Tenant.SignupMode.OPEN;
    }

    /** Nothing that a member is told says whether the address has an account. */
    Future<Void> byEmail(Tx tx, Tenant tenant, Group group, Hand hand, Email email) {
        return new InvitingStore(tx).known(email.address(), group.id()).compose(known -> {
            if (known.isPresent() && known.get().account())
                return contact(tx, tenant, group, hand, known.get().contact());
            if (!strangers(tenant, hand)) return Future.succeededFuture();
            return portal.toward(tx, tenant, email, group.path(), hand.ip())
                    .compose(contact -> made(tx, group, hand, contact, true))
                    .mapEmpty();
        });
    }

    /** Somebody with an account. */
    Future<Void> contact(Tx tx, Tenant tenant, Group group, Hand hand, UUID contact) {
        return made(tx, group, hand, contact, false)
                .compose(fresh -> fresh
                        ? news.tell(
                                tx,
                                tenant,
                                GroupNews.INVITED,
                                contact,
                                group.id(),
                                Map.of("group", group.name(), "inviter", hand.name()),
                                group.path())
                        : Future.succeededFuture());
    }

    /** Whether there was none; whoever is in the group, or banned from it, gets none. */
    private static Future<Boolean> made(Tx tx, Group group, Hand hand, UUID contact, boolean stranger) {
        return new InvitingStore(tx)
                .invite(group.id(), contact, hand.contact(), hand.staff(), stranger)
                .compose(made -> {
                    if (made.isEmpty() || !made.get()) return Future.succeededFuture(false);
                    Events.record(tx, new GroupFact.Invited(contact, group.id(), group.name()));
                    return GroupLog.of(tx, "group.invited", group.id(), contact, group.name(), hand.ip())
                            .map(true);
                });
    }

    static Future<Void> revoke(Tx tx, Group group, Hand hand, UUID contact) {
        hand.require(hand.runs());
        return new InvitingStore(tx)
                .revoke(group.id(), contact)
                .compose(done -> done
                        ? GroupLog.of(tx, "group.invitation-revoked", group.id(), contact, group.name(), hand.ip())
                        : Future.succeededFuture());
    }

    /** Tells the group of those who came into it by getting an account, which the database has let in already. */
    static Reader arrivals() {
        return new Reader() {
            @Override
            public String name() {
                return "communities.arrivals";
            }

            @Override
            public Set<String> kinds() {
                return Set.of("account.created");
            }

            @Override
            public Future<Void> read(Tx tx, List<Recorded> facts) {
                Future<Void> told = Future.succeededFuture();
                for (var fact : facts) {
                    var contact = fact.contact();
                    if (contact != null) told = told.compose(x -> arrived(tx, contact));
                }
                return told;
            }
        };
    }

    private static Future<Void> arrived(Tx tx, UUID contact) {
        return new InvitingStore(tx).arrived(contact).compose(groups -> {
            Future<Void> told = Future.succeededFuture();
            for (var group : groups)
                told = told.compose(x -> Joining.entered(tx, group.group(), group.name(), contact, ""));
            return told;
        });
    }
}
