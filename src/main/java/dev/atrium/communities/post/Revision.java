package dev.atrium.communities.post;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;

/** What a post said until somebody changed it. */
record Revision(int number, String title, String body, Instant until) {
    static Revision of(Row row) {
        return new Revision(
                row.getInteger("number"),
                row.getString("title"),
                row.getString("body"),
                Objects.requireNonNull(row.getOffsetDateTime("until")).toInstant());
    }
}
