package dev.atrium.communities.talk;

import dev.atrium.communities.post.Bodies.Body;
import dev.atrium.communities.post.ReactionCounts;
import dev.atrium.web.Faces;
import dev.atrium.web.Html;
import java.time.Instant;
import java.util.List;

/**
 * A comment as the part of a page that looks the same to everybody.
 *
 * @param top whether it is of the first level, and has a place for replies
 * @param badge what its author is in the group, where that is more than a member; else empty
 */
public record CommentCard(CommentView view, Html body, boolean top, String initials, String badge, List<Felt> felt) {
    /** How often a reaction was given; only those that were. */
    public record Felt(String word, String face, int count) {}

    static CommentCard of(CommentView view, Body body) {
        var role = view.author().role();
        return new CommentCard(
                view,
                body.html(),
                view.parent() == null,
                Faces.initials(view.author().name()),
                role.equals("member") ? "" : role,
                felt(view.reactions()));
    }

    static List<Felt> felt(ReactionCounts counts) {
        return Reactions.WORDS.stream()
                .filter(word -> counts.of(word) > 0)
                .map(word -> new Felt(word, face(word), counts.of(word)))
                .toList();
    }

    /** The sign that stands for a reaction everywhere. */
    public static String face(String word) {
        return switch (word) {
            case "like" -> "\uD83D\uDC4D";
            case "love" -> "\u2764\uFE0F";
            case "laugh" -> "\uD83D\uDE04";
            case "wow" -> "\uD83D\uDE2E";
            case "sad" -> "\uD83D\uDE22";
            default -> "\uD83C\uDF89";
        };
    }

    public Instant at() {
        return view.created_at();
    }

    /** The author's level; 0 where none is shown, and for the first, on which everybody begins. */
    public int level() {
        int level = view.author().level();
        return level > 1 ? level : 0;
    }
}
