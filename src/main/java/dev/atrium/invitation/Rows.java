package dev.atrium.invitation;

import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as the console shows them. */
final class Rows {
    /**
     * A line of the list.
     *
     * @param at when what the state says came to be
     */
    record Row(
            UUID id,
            UUID contact,
            String name,
            String email,
            String state,
            String badge,
            boolean queued,
            boolean open,
            int mails,
            @Nullable Instant at,
            @Nullable Instant sentAt,
            @Nullable Instant openedAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastSeenAt,
            String initials,
            int hue) {}

    private Rows() {}

    static Row of(Request request, Invitation i) {
        var at = switch (i.state()) {
            case DRAFT -> i.createdAt();
            case SENT -> i.sentAt();
            case OPENED -> i.openedAt();
            case ACCEPTED -> i.acceptedAt();
            case EXPIRED -> i.expiresAt();
            case REVOKED -> i.revokedAt();
        };
        return new Row(
                i.id(),
                i.contact(),
                i.name(),
                i.email(),
                request.say(Family.INVITATION_STATE.key(i.state().word())),
                badge(i.state()),
                i.queued(),
                i.state().open(),
                i.mails(),
                at,
                i.sentAt(),
                i.openedAt(),
                i.acceptedAt(),
                i.state().open() ? i.expiresAt() : null,
                i.lastSeenAt(),
                Faces.initials(i.name()),
                Faces.hue(i.contact()));
    }

    static String badge(Invitation.State state) {
        return switch (state) {
            case ACCEPTED -> "good";
            case SENT, OPENED -> "warn";
            case EXPIRED -> "bad";
            case DRAFT, REVOKED -> "";
        };
    }
}
