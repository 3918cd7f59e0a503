package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Html;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post as the console shows it.
 *
 * @param team whether it was written in the name of the business
 * @param mine whether whoever looks wrote it
 * @param closed whether its channel is seen by its own members alone
 * @param questions whether a comment can be marked as its answer
 * @param text as it was written, for whoever changes it
 * @param poll what it asks, as {@link Beside#desk} gives it; null where it asks nothing
 */
public record DeskPost(
        UUID id,
        String author,
        boolean team,
        boolean mine,
        String channel,
        boolean closed,
        boolean questions,
        String title,
        String text,
        Html body,
        @Nullable Instant at,
        boolean edited,
        boolean pinned,
        int comments,
        List<Post.Attached> files,
        int version,
        @Nullable Object poll) {

    static DeskPost of(Post post, Html body, UUID staff, @Nullable Object poll) {
        return new DeskPost(
                post.id(),
                post.authorName(),
                post.staff() != null,
                staff.equals(post.staff()),
                post.channelName(),
                post.closed(),
                post.channelType().equals("questions"),
                post.title(),
                post.body(),
                body,
                post.publishedAt(),
                post.editedAt() != null,
                post.pinnedAt() != null,
                post.comments(),
                post.files(),
                post.version(),
                poll);
    }

    /** The published post of the group; 404 where there is none. */
    static Future<Post> found(Tx tx, UUID group, UUID post) {
        return new PostStore(tx)
                .one(null, post)
                .map(found -> found.filter(p -> p.group().equals(group) && p.published())
                        .orElseThrow(Problem::notFound));
    }
}
