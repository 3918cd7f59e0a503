package dev.atrium.communities.moderation;

import dev.atrium.communities.Sanctions;
import dev.atrium.communities.post.Bodies;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue as its pages show it. */
final class QueuePage {
    /** What one person said; the name and id are for staff alone. */
    record Note(String reason, String note, String name, String url) {}

    /** A length of time to choose. */
    record Option(String id, String label, boolean selected) {}

    /**
     * A card of the queue.
     *
     * @param url where what is decided is sent
     * @param post where the thing stands; empty for a member, and for what waits
     * @param sanctions whether its author can be muted and banned here
     */
    record Row(
            UUID id,
            String url,
            String label,
            boolean waiting,
            boolean member,
            String group,
            String channel,
            String name,
            String person,
            String initials,
            int hue,
            @Nullable Instant muted,
            String title,
            @Nullable Html body,
            Instant since,
            int reports,
            boolean words,
            List<Note> notes,
            String post,
            boolean sanctions) {}

    /** As one learns them; the longest last. */
    private static final List<String> LENGTHS = List.of("hour", "day", "week", "long");

    private QueuePage() {}

    /** @param at what every card's address begins with; {@code contacts} where staff look people up, empty for members */
    static Future<List<Row>> rows(Request request, Bodies bodies, List<QueueItem> items, String at, String contacts) {
        return Future.all(items.stream()
                        .map(item -> item.kind() == Kind.MEMBER
                                ? Future.succeededFuture(row(request, item, null, at, contacts))
                                : bodies.of(item.object(), 0, item.body())
                                        .map(body -> row(request, item, body.html(), at, contacts)))
                        .toList())
                .map(all -> all.<Row>list());
    }

    private static Row row(Request request, QueueItem item, @Nullable Html body, String at, String contacts) {
        var person = item.person();
        return new Row(
                item.object(),
                at + "/" + item.object(),
                request.say(Family.MODERATION_WHAT.key(
                        item.waiting() ? "waiting" : item.kind().word())),
                item.waiting(),
                item.kind() == Kind.MEMBER,
                item.groupName(),
                item.channel(),
                item.name(),
                contacts.isEmpty() || person == null ? "" : contacts + "/" + person,
                Faces.initials(item.name()),
                person == null ? 0 : Faces.hue(person),
                item.mutedUntil(),
                item.title(),
                body,
                item.since(),
                item.reports(),
                item.words(),
                item.notes().stream().map(note -> note(request, note, contacts)).toList(),
                item.waiting() || item.post() == null || !contacts.isEmpty()
                        ? ""
                        : "/groups/" + item.slug() + "/posts/" + item.post(),
                item.role().equals("member"));
    }

    private static Note note(Request request, JsonObject note, String contacts) {
        var reporter = note.getString("id");
        boolean named = !contacts.isEmpty() && reporter != null;
        return new Note(
                request.say(Family.MODERATION_REASON.key(note.getString("reason"))),
                note.getString("note"),
                named ? note.getString("name") : "",
                named ? contacts + "/" + reporter : "");
    }

    static List<Option> lengths(Request request) {
        return LENGTHS.stream()
                .filter(Sanctions.MUTES::contains)
                .map(length ->
                        new Option(length, request.say(Family.MODERATION_LENGTH.key(length)), length.equals("day")))
                .toList();
    }
}
