package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.media.Media;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of a group as a whole. */
final class GroupActs {
    private GroupActs() {}

    static Future<Group> found(Tx tx, UUID id) {
        return new GroupStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** A new group under this id; asked twice, it is made once. */
    static Future<Void> create(Tx tx, UUID id, GroupDraft draft, Hand hand) {
        var store = new GroupDeskStore(tx);
        return store.taken(draft.slug(), id).compose(taken -> {
            if (taken) throw Problem.invalid("group_slug", "group-slug-taken");
            return store.insert(id, draft).compose(made -> {
                if (made) return GroupLog.of(tx, "group.created", id, null, draft.name(), hand.ip());
                return new GroupStore(tx).find(id).<Void>map(known -> {
                    if (known.isPresent()) return null;
                    throw Problem.of(409, "groups-many", GroupDeskStore.MOST);
                });
            });
        });
    }

    static Future<Void> change(Tx tx, Group group, Hand hand, Precondition from, GroupDraft draft) {
        hand.require(hand.runs());
        var store = new GroupDeskStore(tx);
        return store.taken(draft.slug(), group.id())
                .compose(taken -> {
                    if (taken) throw Problem.invalid("group_slug", "group-slug-taken");
                    return store.change(group.id(), from, draft);
                })
                .compose(done -> {
                    if (!done) throw Precondition.stale();
                    return changed(tx, group, hand, "group.changed");
                });
    }

    private static Future<Void> changed(Tx tx, Group group, Hand hand, String action) {
        return GroupLog.of(tx, action, group.id(), null, group.name(), hand.ip())
                .compose(x -> told(tx, group));
    }

    private static Future<Void> told(Tx tx, Group group) {
        return Feeds.publish(tx, FeedName.group(group.id()), new Happening("group.changed", group.id(), null));
    }

    /** Everybody may read on, and nobody writes or comes in. */
    static Future<Void> archive(Tx tx, Group group, Hand hand) {
        hand.require(hand.owns());
        return new GroupDeskStore(tx)
                .archive(group.id())
                .compose(done -> done ? changed(tx, group, hand, "group.archived") : Future.succeededFuture());
    }

    static Future<Void> restore(Tx tx, Group group, Hand hand) {
        hand.require(hand.owns());
        return new GroupDeskStore(tx)
                .restore(group.id())
                .compose(done -> done ? changed(tx, group, hand, "group.restored") : Future.succeededFuture());
    }

    /** The group with everything that was said in it: nothing of it can be had back. */
    static Future<Void> delete(Tx tx, Group group, Hand hand, String typed) {
        hand.require(hand.owns());
        if (!typed.equals(group.name())) throw Problem.invalid("confirm", "group-name-typed");
        Feeds.changed(tx, null, FeedName.group(group.id()));
        return new GroupDeskStore(tx)
                .cover(group.id(), null)
                .compose(x -> group.cover() == null
                        ? Future.<Integer>succeededFuture(0)
                        : Media.removeCover(tx, group.cover()))
                .compose(x -> new GroupDeskStore(tx).delete(group.id()))
                .compose(done -> done
                        ? GroupLog.of(tx, "group.deleted", group.id(), null, group.name(), hand.ip())
                        : Future.succeededFuture());
    }

    /** Another picture over the group's pages, or none; the one before is no use to anybody. */
    static Future<Void> cover(Tx tx, Group group, Hand hand, @Nullable UUID picture) {
        hand.require(hand.runs());
        if (picture != null) Media.showCover(tx, picture);
        return new GroupDeskStore(tx)
                .cover(group.id(), picture)
                .compose(x -> group.cover() == null || group.cover().equals(picture)
                        ? Future.<Integer>succeededFuture(0)
                        : Media.removeCover(tx, group.cover()))
                .compose(
                        x -> changed(tx, group, hand, picture == null ? "group.cover-removed" : "group.cover-changed"));
    }
}
