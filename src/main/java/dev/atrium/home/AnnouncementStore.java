package dev.atrium.home;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Announcements in PostgreSQL. */
final class AnnouncementStore {
    private static final String HEADS = """
            SELECT id, version FROM announcement
             WHERE tenant_id = $1 AND published_at <= portal_now()
               AND (audience_id IS NULL OR audience_has($1, audience_id, $2))
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;
    private static final String LATEST = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 AND published_at <= portal_now()
               AND (audience_id IS NULL OR audience_has($1, audience_id, $2))
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;

    private static final String WRITTEN = """
            SELECT id, title, body, author, published_at, version, audience_id FROM announcement
            """;
    private static final String ALL = WRITTEN + """
             WHERE tenant_id = $1 ORDER BY published_at IS NULL DESC, coalesce(published_at, changed_at) DESC, id DESC LIMIT 100
            """;
    private static final String ONE = WRITTEN + " WHERE tenant_id = $1 AND id = $2";
    private static final String SEEN = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 AND id = $2 AND published_at <= portal_now()
               AND (audience_id IS NULL OR audience_has($1, audience_id, $3))
            """;
    private static final String INSERT = """
            INSERT INTO announcement (tenant_id, id, title, body, author, audience_id, published_at)
            SELECT $1, $2, $3, $4, $5, $6, CASE $7::text WHEN 'now' THEN portal_now() WHEN 'later' THEN $8::timestamptz END
             WHERE (SELECT count(*) FROM announcement WHERE tenant_id = $1) < 2000
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    /** What is published keeps its time, whatever of it is changed. */
    private static final String CHANGE = """
            UPDATE announcement SET title = $4, body = $5, audience_id = $6, version = version + 1, changed_at = portal_now(),
                   published_at = CASE $7::text WHEN 'now' THEN least(published_at, portal_now())
                                                WHEN 'later' THEN $8::timestamptz END
             WHERE tenant_id = $1 AND id = $2 AND version = $3
            """;

    private static final String PUBLISH = """
            UPDATE announcement SET published_at = portal_now(), version = version + 1, changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND (published_at IS NULL OR published_at > portal_now())
            """;
    private static final String UNPUBLISH = """
            UPDATE announcement SET published_at = NULL, version = version + 1, changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND published_at IS NOT NULL
            """;
    private static final String DELETE = "DELETE FROM announcement WHERE tenant_id = $1 AND id = $2";
    private static final String PUBLISHED = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 AND id = $2 AND published_at <= portal_now()
            """;
    private static final String CONTACT =
            "SELECT id FROM contact WHERE tenant_id = $1 AND email = $2 ORDER BY created_at, id LIMIT 1";

    /** Which announcement in which version: all that a page needs to know whether it has it already. */
    record Head(UUID id, int version) {}

    private final Tx tx;

    AnnouncementStore(Tx tx) {
        this.tx = tx;
    }

    /** What {@code contact} is to read, newest first, at most ten. */
    Future<List<Head>> heads(UUID contact) {
        return tx.list(HEADS, row -> new Head(row.getUUID(0), row.getInteger(1)), tx.tenant(), contact);
    }

    Future<List<Announcement>> latest(UUID contact) {
        return tx.list(LATEST, AnnouncementStore::announcement, tx.tenant(), contact);
    }

    /** As staff see it: whether anybody reads it yet, and who. */
    record Written(
            UUID id,
            String title,
            String body,
            String author,
            @Nullable Instant publishedAt,
            int version,
            @Nullable UUID audience) {
        boolean isPublished(Instant now) {
            return timing(now) == AnnouncementDraft.Timing.NOW;
        }

        AnnouncementDraft.Timing timing(Instant now) {
            if (publishedAt == null) return AnnouncementDraft.Timing.DRAFT;
            return publishedAt.isAfter(now) ? AnnouncementDraft.Timing.LATER : AnnouncementDraft.Timing.NOW;
        }
    }

    /** Drafts first, then what comes, then the newest; at most a hundred. */
    Future<List<Written>> all() {
        return tx.list(ALL, AnnouncementStore::written, tx.tenant());
    }

    Future<Optional<Written>> written(UUID id) {
        return tx.first(ONE, AnnouncementStore::written, tx.tenant(), id);
    }

    /** Where {@code contact} may read it now. */
    Future<Optional<Announcement>> seen(UUID id, UUID contact) {
        return tx.first(SEEN, AnnouncementStore::announcement, tx.tenant(), id, contact);
    }

    /** False where the tenant has two thousand, or one of this id. */
    Future<Boolean> insert(AnnouncementDraft d, String author, @Nullable UUID audience) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        d.id(),
                        d.title(),
                        d.body(),
                        author,
                        audience,
                        d.timing().word(),
                        at(d))
                .map(rows -> rows == 1);
    }

    /** False where {@code version} is no longer the announcement's. */
    Future<Boolean> change(UUID id, int version, AnnouncementDraft d, @Nullable UUID audience) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        id,
                        version,
                        d.title(),
                        d.body(),
                        audience,
                        d.timing().word(),
                        at(d))
                .map(rows -> rows == 1);
    }

    private static @Nullable OffsetDateTime at(AnnouncementDraft draft) {
        return draft.at() == null ? null : draft.at().atOffset(ZoneOffset.UTC);
    }

    /** False where it is published already. */
    Future<Boolean> publish(UUID id) {
        return tx.run(PUBLISH, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** False where it is a draft already. */
    Future<Boolean> unpublish(UUID id) {
        return tx.run(UNPUBLISH, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** As everybody may read it: not before it is published. */
    Future<Optional<Announcement>> published(UUID id) {
        return tx.first(PUBLISHED, AnnouncementStore::announcement, tx.tenant(), id);
    }

    /** The oldest contact with this address. */
    Future<Optional<UUID>> contact(String email) {
        return tx.first(CONTACT, row -> row.getUUID(0), tx.tenant(), email);
    }

    private static Written written(Row row) {
        var at = row.getOffsetDateTime("published_at");
        return new Written(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("body"),
                row.getString("author"),
                at == null ? null : at.toInstant(),
                row.getInteger("version"),
                row.getUUID("audience_id"));
    }

    private static Announcement announcement(Row row) {
        return new Announcement(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("body"),
                row.getString("author"),
                row.getOffsetDateTime("published_at").toInstant());
    }
}
