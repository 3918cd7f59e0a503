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
             WHERE tenant_id = $1 AND published_at <= portal_now() AND (ends_at IS NULL OR ends_at > portal_now())
               AND (audience_id IS NULL OR audience_has($1, audience_id, $2))
               AND NOT EXISTS (SELECT FROM announcement_dismissal d
                                WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.announcement_id = announcement.id)
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;
    private static final String LATEST = """
            SELECT id, title, body, author, published_at, dismissable FROM announcement
             WHERE tenant_id = $1 AND published_at <= portal_now() AND (ends_at IS NULL OR ends_at > portal_now())
               AND (audience_id IS NULL OR audience_has($1, audience_id, $2))
               AND NOT EXISTS (SELECT FROM announcement_dismissal d
                                WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.announcement_id = announcement.id)
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;

    private static final String WRITTEN = """
            SELECT id, title, body, author, published_at, version, audience_id, ends_at, dismissable FROM announcement
            """;
    private static final String ALL = WRITTEN + """
             WHERE tenant_id = $1 ORDER BY published_at IS NULL DESC, coalesce(published_at, changed_at) DESC, id DESC LIMIT 100
            """;
    private static final String ONE = WRITTEN + " WHERE tenant_id = $1 AND id = $2";
    private static final String SEEN = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 AND id = $2 AND published_at <= portal_now() AND (ends_at IS NULL OR ends_at > portal_now())
               AND (audience_id IS NULL OR audience_has($1, audience_id, $3))
            """;
    private static final String INSERT = """
            INSERT INTO announcement (tenant_id, id, title, body, author, audience_id, published_at, ends_at, dismissable)
            SELECT $1, $2, $3, $4, $5, $6, CASE $7::text WHEN 'now' THEN portal_now() WHEN 'later' THEN $8::timestamptz END,
                   $9::timestamptz, $10::boolean
             WHERE (SELECT count(*) FROM announcement WHERE tenant_id = $1) < 2000
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    /** What is published keeps its time, whatever of it is changed. */
    private static final String CHANGE = """
            UPDATE announcement SET title = $4, body = $5, audience_id = $6, version = version + 1, changed_at = portal_now(),
                   ends_at = $9::timestamptz, dismissable = $10::boolean,
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
             WHERE tenant_id = $1 AND id = $2 AND published_at <= portal_now() AND (ends_at IS NULL OR ends_at > portal_now())
            """;
    private static final String OVER = """
            SELECT 1 FROM announcement WHERE tenant_id = $1 AND id = $2 AND published_at < ends_at AND ends_at <= portal_now()
            """;
    /** Puts one away that the contact may read and put away; once is enough. */
    private static final String DISMISS = """
            INSERT INTO announcement_dismissal (tenant_id, contact_id, announcement_id)
            SELECT $1, $3, a.id FROM announcement a
             WHERE a.tenant_id = $1 AND a.id = $2 AND a.dismissable AND a.published_at <= portal_now()
               AND (a.ends_at IS NULL OR a.ends_at > portal_now())
               AND (a.audience_id IS NULL OR audience_has($1, a.audience_id, $3))
            ON CONFLICT (tenant_id, contact_id, announcement_id) DO UPDATE SET at = announcement_dismissal.at
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

    /** One that stands on somebody's home page; {@code dismissable} where they may put it away. */
    record Shown(Announcement announcement, boolean dismissable) {}

    Future<List<Shown>> shown(UUID contact) {
        return tx.list(
                LATEST, row -> new Shown(announcement(row), row.getBoolean("dismissable")), tx.tenant(), contact);
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
            @Nullable UUID audience,
            @Nullable Instant endsAt,
            boolean dismissable) {
        boolean isOver(Instant now) {
            return endsAt != null && !endsAt.isAfter(now);
        }

        /** Whether those whom it is for read it at {@code now}. */
        boolean isRead(Instant now) {
            return isPublished(now) && !isOver(now);
        }

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
                        offset(d.at()),
                        offset(d.until()),
                        d.dismissable())
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
                        offset(d.at()),
                        offset(d.until()),
                        d.dismissable())
                .map(rows -> rows == 1);
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
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

    /** Whether it was published and its end has come. */
    Future<Boolean> over(UUID id) {
        return tx.first(OVER, row -> true, tx.tenant(), id).map(Optional::isPresent);
    }

    /** False where there is none that {@code contact} may put away. */
    Future<Boolean> dismiss(UUID id, UUID contact) {
        return tx.run(DISMISS, tx.tenant(), id, contact).map(rows -> rows == 1);
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
                row.getUUID("audience_id"),
                row.getOffsetDateTime("ends_at") == null
                        ? null
                        : row.getOffsetDateTime("ends_at").toInstant(),
                row.getBoolean("dismissable"));
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
