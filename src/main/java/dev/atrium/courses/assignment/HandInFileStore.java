package dev.atrium.courses.assignment;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Files of what somebody is writing. Whoever adds one holds the work, so that there are never more than there may be. */
final class HandInFileStore {
    private static final String HOLD = """
            SELECT h.id, (SELECT count(*)::int FROM hand_in_file f WHERE f.tenant_id = $1 AND f.hand_in_id = h.id AND f.number = 0) AS files
              FROM hand_in h
             WHERE h.tenant_id = $1 AND h.lesson_id = $2 AND h.contact_id = $3 AND h.state IN ('draft', 'returned') FOR UPDATE OF h
            """;
    private static final String ATTACH = """
            INSERT INTO hand_in_file (tenant_id, hand_in_id, number, media_id, name, type, size)
            SELECT $1, $2, 0, o.media_id, o.name, o.type, o.size FROM media_take($1, ARRAY[$3::uuid], $4, NULL, 'hand-in', $2) o
            ON CONFLICT DO NOTHING
            """;

    private static final String DETACH = """
            DELETE FROM hand_in_file f USING hand_in h
             WHERE f.tenant_id = $1 AND f.number = 0 AND f.media_id = $4 AND h.tenant_id = $1 AND h.id = f.hand_in_id
               AND h.lesson_id = $2 AND h.contact_id = $3 AND h.state IN ('draft', 'returned')
            """;
    private static final String THERE = """
            SELECT f.media_id FROM hand_in_file f
             WHERE f.tenant_id = $1 AND f.hand_in_id = $2 AND f.number = 0 AND f.media_id = $3
            """;

    /** Work that is held. */
    record Held(UUID id, int files) {
        boolean full() {
            return files >= HandIn.FILES;
        }
    }

    private final Tx tx;

    HandInFileStore(Tx tx) {
        this.tx = tx;
    }

    /** Empty where it is not theirs to work on now. */
    Future<Optional<Held>> hold(UUID lesson, UUID contact) {
        // The count is taken once the row is held: a statement that waited sees it as it was before.
        return tx.first(HOLD, row -> row.getUUID("id"), tx.tenant(), lesson, contact)
                .compose(first -> first.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : tx.first(
                                HOLD,
                                row -> new Held(row.getUUID("id"), row.getInteger("files")),
                                tx.tenant(),
                                lesson,
                                contact));
    }

    /** False where the account did not upload it, or anything else has it: a post, a message, work in another lesson. */
    Future<Boolean> attach(UUID handIn, UUID account, UUID upload) {
        return tx.run(ATTACH, tx.tenant(), handIn, upload, account).map(rows -> rows == 1);
    }

    Future<Boolean> there(UUID handIn, UUID media) {
        return tx.first(THERE, row -> true, tx.tenant(), handIn, media).map(Optional::isPresent);
    }

    /** False where there is no such file in what they are writing. */
    Future<Boolean> detach(UUID lesson, UUID contact, UUID media) {
        return tx.run(DETACH, tx.tenant(), lesson, contact, media).map(rows -> rows == 1);
    }
}
