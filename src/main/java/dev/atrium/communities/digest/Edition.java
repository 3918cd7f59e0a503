package dev.atrium.communities.digest;

import dev.atrium.communities.post.PlainText;
import dev.atrium.notifications.Digests;
import dev.atrium.web.Dates;
import dev.atrium.web.Direction;
import dev.atrium.web.Messages;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One mail of a group as it is put together, in the reader's language and zone: parts with a heading each. */
final class Edition {
    private static final int LINE = 90;
    private static final int EXCERPT = 140;

    private final Messages messages;
    private final Locale language;
    private final ZoneId zone;
    private final String group;
    private final List<Digests.Item> items = new ArrayList<>();
    private String part = "";

    /** @param group the address of its page */
    Edition(Messages messages, Locale language, ZoneId zone, String group) {
        this.messages = messages;
        this.language = language;
        this.zone = zone;
        this.group = group;
    }

    List<Digests.Item> items() {
        return List.copyOf(items);
    }

    /** Of people whom the reader follows. */
    void followed(List<DigestStore.Told> posts) {
        posts("digest.part.followed", posts);
    }

    void posts(List<DigestStore.Told> posts) {
        posts("digest.part.posts", posts);
    }

    private void posts(String heading, List<DigestStore.Told> posts) {
        part = messages.get(language, heading);
        for (var post : posts)
            post(
                    post,
                    excerpt(post),
                    Stream.of(
                            isolated(post.by()),
                            counted("digest.comments", post.comments()),
                            counted("digest.reactions", post.reactions())));
    }

    /** The conversation that went on. */
    void thread(DigestStore.Told post) {
        part = messages.get(language, "digest.part.thread");
        post(post, "", Stream.of(counted("digest.thread", post.comments()), isolated(post.by())));
    }

    void events(List<DigestStore.Ahead> events) {
        part = messages.get(language, "digest.part.events");
        for (var event : events) {
            var when = Dates.dateTime(language, event.at().atZone(zone));
            add(event.title(), "", Stream.of(when, isolated(event.place())), "/events/" + event.id());
        }
    }

    private void post(DigestStore.Told post, String says, Stream<String> notes) {
        var body = PlainText.of(post.body(), LINE);
        var said = !post.title().isEmpty() ? post.title() : body.isEmpty() ? post.by() : body;
        add(said, says, notes, "/posts/" + post.id());
    }

    /** How it goes on below its title. */
    private static String excerpt(DigestStore.Told post) {
        return post.title().isEmpty() ? "" : PlainText.of(post.body(), EXCERPT);
    }

    /** A name within a sentence that may run the other way. */
    private String isolated(String text) {
        return text.isEmpty() ? "" : Direction.isolate(language, text);
    }

    private String counted(String words, int count) {
        return count == 0 ? "" : messages.plural(language, words, count);
    }

    private void add(String text, String says, Stream<String> notes, String path) {
        var note = notes.filter(one -> !one.isEmpty()).collect(Collectors.joining(" · "));
        items.add(new Digests.Item(part, text, says, note, group + path));
        part = "";
    }
}
