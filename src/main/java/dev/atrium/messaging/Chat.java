package dev.atrium.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one of those who take part sees it.
 *
 * @param kind {@code direct}, {@code group} or {@code business}
 * @param fromSeq they see what has a higher number
 * @param readSeq and have read up to here
 * @param teamSeq up to here the business has read; 0 among clients
 * @param owner whether they made the group
 * @param unread messages of others after {@code readSeq}, counted up to 100
 * @param others who else takes part
 * @param blocking whether they blocked the other one of two
 * @param closed nobody can write here: the other one of two is gone, or one of both has blocked the other
 * @param last the newest message that they see; null where there is none
 */
record Chat(
        UUID id,
        String kind,
        String title,
        Instant lastAt,
        long lastSeq,
        long fromSeq,
        long readSeq,
        long teamSeq,
        boolean owner,
        boolean muted,
        int unread,
        List<Other> others,
        boolean blocking,
        boolean closed,
        @Nullable Last last) {
    /** The most who take part in a group. */
    static final int MOST = 20;

    static final String BUSINESS = "business";
    static final String DIRECT = "direct";
    static final String GROUP = "group";

    /** Somebody else who takes part, how far they have read, and whether the one who looks has blocked them. */
    record Other(UUID id, String name, long readSeq, boolean blocked) {}

    /** The beginning of the newest message. */
    record Last(
            @Nullable UUID author, boolean team, String name, String notice, String text, boolean removed, int files) {}

    boolean ofBusiness() {
        return kind.equals(BUSINESS);
    }

    boolean ofTwo() {
        return kind.equals(DIRECT);
    }

    boolean ofGroup() {
        return kind.equals(GROUP);
    }

    /** Up to where everybody else has read. */
    long seenByAll() {
        if (ofBusiness()) return teamSeq;
        return others.stream().mapToLong(Other::readSeq).min().orElse(0);
    }
}
