package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Polls that come in with their posts, all of a batch at once. */
final class AskStore {
    /** Nobody has voted in what is kept just now: whoever hands a post in again changes nothing. */
    private static final String STRIKE =
            "DELETE FROM poll q WHERE q.tenant_id = $1 AND q.post_id = ANY ($2::uuid[]) AND q.voters = 0";

    private static final String ASK = """
            INSERT INTO poll (tenant_id, post_id, multiple, anonymous, closes_at, days)
            SELECT $1, x.* FROM unnest($2::uuid[], $3::boolean[], $4::boolean[], $5::timestamptz[], $6::int[])
                AS x (post_id, multiple, anonymous, closes_at, days)
            """;
    private static final String OPTIONS = """
            INSERT INTO poll_option (tenant_id, post_id, number, label)
            SELECT $1, x.* FROM unnest($2::uuid[], $3::int[], $4::text[]) AS x (post_id, number, label)
            """;

    private final Tx tx;

    AskStore(Tx tx) {
        this.tx = tx;
    }

    /** @param posts that were just kept, each with a poll */
    Future<Void> ask(List<NewPost> posts) {
        var ids = new ArrayList<UUID>();
        var multiple = new ArrayList<Boolean>();
        var anonymous = new ArrayList<Boolean>();
        var ends = new ArrayList<@Nullable OffsetDateTime>();
        var days = new ArrayList<@Nullable Integer>();
        var of = new ArrayList<UUID>();
        var numbers = new ArrayList<Integer>();
        var labels = new ArrayList<String>();
        for (var post : posts) {
            var poll = post.poll();
            if (poll == null) continue;
            ids.add(post.id());
            multiple.add(poll.multiple());
            anonymous.add(poll.anonymous());
            var end = poll.closesAt();
            ends.add(end == null ? null : end.atOffset(ZoneOffset.UTC));
            days.add(poll.days());
            for (int i = 0; i < poll.options().size(); i++) {
                of.add(post.id());
                numbers.add(i + 1);
                labels.add(poll.options().get(i));
            }
        }
        var struck = tx.run(STRIKE, tx.tenant(), (Object) ids.toArray(UUID[]::new));
        var asked = tx.run(
                ASK,
                tx.tenant(),
                ids.toArray(UUID[]::new),
                multiple.toArray(Boolean[]::new),
                anonymous.toArray(Boolean[]::new),
                ends.toArray(OffsetDateTime[]::new),
                days.toArray(Integer[]::new));
        var options = tx.run(
                OPTIONS,
                tx.tenant(),
                of.toArray(UUID[]::new),
                numbers.toArray(Integer[]::new),
                labels.toArray(String[]::new));
        return struck.compose(x -> asked).compose(x -> options).mapEmpty();
    }
}
