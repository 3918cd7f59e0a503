package dev.atrium.communities.post;

import dev.atrium.communities.Seat;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.notifications.OwnFeed;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a group's owner, or a program of theirs, reads in private channels that they do not belong to. */
final class Looking {
    private Looking() {}

    /** Those who manage these channels read of it; what staff see who look as somebody is noted there. */
    static Future<Void> noted(Db db, Request request, Seat seat, List<Post> posts, @Nullable UUID channel) {
        if (request.viewing().isPresent()) return Future.succeededFuture();
        var closed = posts.stream().filter(Post::closed).map(Post::channel).collect(Collectors.toSet());
        if (channel != null) closed.add(channel);
        var session = request.session();
        return Visits.owner(db, request.scope(), seat, session.contact(), session.name(), closed);
    }

    /** At one post, or what it said before, apart from others. */
    static Future<Void> into(Db db, Tx tx, Request request, Post post) {
        return post.closed() ? Visits.post(db, tx, request, post.id()) : Future.succeededFuture();
    }

    /** At one post on its own page: what the bell says of it is read as well. */
    static Future<Void> at(Db db, Request request, Seat seat, Post post) {
        return noted(db, request, seat, List.of(post), null).compose(x -> seen(db, request, post.id()));
    }

    private static Future<Void> seen(Db db, Request request, UUID post) {
        if (request.viewing().isPresent() || request.session().unread().notifications() == 0)
            return Future.succeededFuture();
        var contact = request.session().contact();
        return db.write(request.scope(), tx -> OwnFeed.seen(tx, contact, "post", post))
                .mapEmpty();
    }
}
