package dev.atrium.communities.event;

import dev.atrium.live.FeedName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting of a group, once.
 *
 * @param channel for whoever sees this channel; null for everybody of the group
 * @param closed whether that channel is one of its own members alone
 * @param series what it is one of; null where it takes place once
 * @param host the contact who invites; null where staff do, and where the host is gone
 * @param hostName empty where the host is gone
 * @param link where it takes place online; it is for those who have a place
 * @param capacity null for as many as want to come
 * @param queueing whether those who find no place may wait for one
 * @param reason why it was cancelled, in the host's words
 * @param version rises with every change of the meeting itself, and with no answer
 */
record GroupEvent(
        UUID id,
        UUID group,
        @Nullable UUID channel,
        boolean closed,
        @Nullable UUID series,
        @Nullable UUID host,
        @Nullable UUID staff,
        String hostName,
        String title,
        String body,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        String place,
        String link,
        String replay,
        @Nullable Integer capacity,
        boolean queueing,
        boolean cancelled,
        String reason,
        int going,
        int maybe,
        int waiting,
        Instant changedAt,
        int version,
        Mine mine) {

    /**
     * What one contact answered.
     *
     * @param answer {@code yes}, {@code maybe}, {@code no}; empty where they did not
     * @param place their place in the line, from 1; 0 where they do not wait
     * @param out the host has cancelled their place
     */
    record Mine(String answer, boolean waiting, int place, boolean out) {
        static final Mine NONE = new Mine("", false, 0, false);

        /** Has a place. */
        boolean in() {
            return answer.equals("yes") && !waiting;
        }

        /** What their answer comes to: {@code waiting} where there was no place for their yes. */
        String standing() {
            return out ? "out" : waiting ? "waiting" : answer;
        }

        /** Wants to hear of it. */
        boolean interested() {
            return answer.equals("yes") || answer.equals("maybe");
        }
    }

    /** Where what happens to it is told. */
    FeedName feed() {
        return closed && channel != null ? FeedName.channel(channel) : FeedName.group(group);
    }

    boolean over(Instant now) {
        return !endsAt.isAfter(now);
    }

    boolean running(Instant now) {
        return !startsAt.isAfter(now) && endsAt.isAfter(now);
    }

    /** Whether an answer can still be given. */
    boolean answerable(Instant now) {
        return !cancelled && !over(now);
    }

    boolean full() {
        return capacity != null && going >= capacity;
    }

    Duration lasts() {
        return Duration.between(startsAt, endsAt);
    }

    /** When it begins by the clock on the wall where it takes place. */
    ZonedDateTime starts() {
        return startsAt.atZone(zone);
    }

    ZonedDateTime ends() {
        return endsAt.atZone(zone);
    }

    /** Whether {@code reader}, whose own answer this is, may know the link. */
    boolean opensTo(@Nullable UUID reader) {
        return mine.in() || (reader != null && reader.equals(host));
    }
}
