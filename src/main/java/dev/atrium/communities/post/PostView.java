package dev.atrium.communities.post;

import dev.atrium.web.Faces;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post as programs get it, by the API and by feeds, and all that a page shows of it.
 *
 * @param url its page in the portal
 * @param channel_type {@code discussion}, {@code announcement}, {@code chat} or {@code questions}
 * @param body Markdown, as it was written
 * @param state {@code draft}, {@code scheduled}, {@code waiting} (for a moderator) or {@code published}
 * @param reactions how many there are; {@code reacted} says how often each was given
 * @param publish_at when it is published by itself; only while it is scheduled
 * @param leads what its links lead to in the portal, at most three, as it stands there now
 * @param embed the address of a page that may be shown in a frame: the first of an allowed host that stands in a line of its
 *     own; empty without one
 * @param answer the comment that answers the question
 * @param poll whether it asks one, which is at {@code /poll} below it
 * @param everyone only in the answer to who just wrote it, and only where it calls everyone: {@code called}, {@code spent} (the group
 *     was called together already today) or {@code not_yours} (only who runs the group calls it); what was written is kept in any case
 */
public record PostView(
        UUID id,
        String url,
        UUID group,
        UUID channel,
        String channel_name,
        String channel_type,
        PostAuthor author,
        String title,
        String body,
        String state,
        @Nullable Instant publish_at,
        @Nullable Instant published_at,
        @Nullable Instant edited_at,
        boolean pinned,
        int comments,
        int reactions,
        ReactionCounts reacted,
        @Nullable UUID answer,
        boolean poll,
        List<PostFile> files,
        List<PostLead> leads,
        String embed,
        int version,
        @Nullable String everyone) {

    /**
     * Who wrote a post.
     *
     * @param id of the contact; null for staff, and for who is gone
     * @param name empty for who is gone
     * @param team whether it was somebody of the business
     * @param role what they are in the group now: {@code owner}, {@code admin}, {@code moderator}, {@code member}, or empty
     * @param level theirs in the group, from 1; 0 where none is shown
     * @param picture a path of the portal; empty without one
     * @param hue of the initials that stand there without a picture, 0 to 11
     */
    public record PostAuthor(
            @Nullable UUID id, String name, boolean team, String role, int level, String picture, int hue) {}

    /** A file of a post. */
    public record PostFile(UUID id, String name, String type, long size) {}

    /**
     * Something that a post leads to.
     *
     * @param kind {@code post}, {@code group} or {@code event}
     * @param url a path of the portal
     * @param text how it begins
     * @param author of a post; empty otherwise, and for who is gone
     * @param starts_at of an event
     */
    public record PostLead(
            String kind,
            String url,
            String title,
            String text,
            String author,
            @Nullable Instant starts_at) {}

    static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    static final UUID OTHER = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");

    static final PostView EXAMPLE = new PostView(
            ID,
            "/groups/makers/posts/" + ID,
            OTHER,
            OTHER,
            "General",
            "discussion",
            new PostAuthor(OTHER, "Ana Ruiz", false, "member", 3, "", 3),
            "Hello",
            "Who is at the **fair** on Friday?",
            "published",
            null,
            Instant.parse("2026-11-01T09:00:00Z"),
            null,
            false,
            2,
            5,
            new ReactionCounts(4, 0, 0, 0, 0, 1),
            null,
            true,
            List.of(),
            List.of(),
            "",
            1,
            null);

    /** This as it would wait for a time. */
    PostView scheduled(Instant at) {
        return new PostView(
                id,
                url,
                group,
                channel,
                channel_name,
                channel_type,
                author,
                title,
                body,
                "scheduled",
                at,
                null,
                null,
                false,
                0,
                0,
                reacted,
                null,
                poll,
                files,
                leads,
                embed,
                version,
                null);
    }

    /** This, for whoever just wrote it. */
    PostView with(Called call) {
        if (call == Called.NONE) return this;
        return new PostView(
                id,
                url,
                group,
                channel,
                channel_name,
                channel_type,
                author,
                title,
                body,
                state,
                publish_at,
                published_at,
                edited_at,
                pinned,
                comments,
                reactions,
                reacted,
                answer,
                poll,
                files,
                leads,
                embed,
                version,
                call.word());
    }

    static PostView of(Post post) {
        return new PostView(
                post.id(),
                post.path(),
                post.group(),
                post.channel(),
                post.channelName(),
                post.channelType(),
                author(post),
                post.title(),
                post.body(),
                post.state(),
                post.publishAt(),
                post.publishedAt(),
                post.editedAt(),
                post.pinnedAt() != null,
                post.comments(),
                post.reactions(),
                post.reacted(),
                post.answer(),
                post.asks(),
                post.files().stream()
                        .map(file -> new PostFile(file.media(), file.name(), file.type(), file.size()))
                        .toList(),
                post.leads().stream()
                        .map(to -> new PostLead(to.kind(), to.url(), to.title(), to.text(), to.author(), to.startsAt()))
                        .toList(),
                post.embed(),
                post.version(),
                null);
    }

    /** What was just kept, without being read again; only of what there was nothing before. */
    static PostView made(NewPost post, Outcome outcome) {
        var writer = post.writer();
        var place = outcome.place();
        return new PostView(
                post.id(),
                "/groups/" + place.slug() + "/posts/" + post.id(),
                Objects.requireNonNull(outcome.group()),
                post.channel(),
                place.channel(),
                place.type(),
                new PostAuthor(
                        writer.contact(),
                        writer.name(),
                        writer.staff() != null,
                        place.role(),
                        place.level(),
                        writer.picture(),
                        Faces.hue(writer.face())),
                post.title(),
                post.body(),
                outcome.state(),
                outcome.state().equals("scheduled") ? post.publishAt() : null,
                outcome.publishedAt(),
                null,
                false,
                0,
                0,
                ReactionCounts.NONE,
                null,
                post.poll() != null,
                List.of(),
                List.of(),
                "",
                outcome.version(),
                null);
    }

    private static PostAuthor author(Post post) {
        var face = post.face() != null ? post.face() : post.staff();
        return new PostAuthor(
                post.author(),
                post.authorName(),
                post.staff() != null,
                post.role(),
                post.level(),
                face == null ? "" : Faces.url(face, post.avatar()),
                face == null ? 0 : Faces.hue(face));
    }
}
