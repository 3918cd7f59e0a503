package dev.atrium.messaging;

import dev.atrium.web.Faces;
import dev.atrium.web.Html;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A message as pages show it. What open pages get of it is the same for everybody; whether it is one's own, and what one may do
 * with it, is said on the page alone.
 *
 * @param hushed whether only a quiet line stands there, since the reader has blocked whoever said it
 * @param author empty for the business and for somebody who is gone
 * @param own whether whoever looks said it
 * @param editable whether they may change it now
 */
record Bubble(
        UUID id,
        UUID conversation,
        long seq,
        String author,
        boolean team,
        String name,
        String initials,
        int hue,
        String notice,
        String text,
        Html words,
        Instant at,
        boolean edited,
        boolean removed,
        boolean byTeam,
        List<Paper> files,
        boolean hushed,
        boolean own,
        boolean editable,
        boolean reportable) {
    /** Someone's file, with its size in words. */
    record Paper(UUID media, String name, String size) {}

    private static final long DAY_SECONDS = 86_400;

    /** As everybody sees it. */
    static Bubble of(Message m, LongFunction<String> size) {
        var who = m.author() == null ? m.staff() : m.author();
        return new Bubble(
                m.id(),
                m.conversation(),
                m.seq(),
                m.author() == null ? "" : m.author().toString(),
                m.team(),
                m.name(),
                Faces.initials(m.name()),
                who == null ? 0 : Faces.hue(who),
                m.notice(),
                m.body(),
                Words.of(m.body()),
                m.at(),
                m.editedAt() != null,
                m.removed(),
                m.removedBy().equals("staff"),
                m.files().stream()
                        .map(f -> new Paper(f.media(), f.name(), size.apply(f.size())))
                        .toList(),
                m.hushed(),
                false,
                false,
                false);
    }

    /** As {@code viewer} sees it; null is somebody of the team, who is {@code staff}. */
    static Bubble of(Message m, LongFunction<String> size, @Nullable UUID viewer, @Nullable UUID staff, Instant now) {
        var plain = of(m, size);
        boolean said = m.notice().isEmpty() && !m.removed();
        boolean mine = viewer == null ? m.team() : viewer.equals(m.author());
        boolean author = viewer == null ? staff != null && staff.equals(m.staff()) : mine;
        return new Bubble(
                plain.id,
                plain.conversation,
                plain.seq,
                plain.author,
                plain.team,
                plain.name,
                plain.initials,
                plain.hue,
                plain.notice,
                plain.text,
                plain.words,
                plain.at,
                plain.edited,
                plain.removed,
                plain.byTeam,
                plain.files,
                plain.hushed,
                mine,
                said && author && m.at().plusSeconds(DAY_SECONDS).isAfter(now),
                said && viewer != null && !mine && !m.team());
    }
}
