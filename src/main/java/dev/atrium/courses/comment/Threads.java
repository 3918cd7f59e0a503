package dev.atrium.courses.comment;

import dev.atrium.communities.post.Bodies;
import dev.atrium.communities.post.ReactionCounts;
import dev.atrium.communities.talk.CommentCard;
import dev.atrium.communities.talk.TalkModule;
import dev.atrium.kernel.Ids;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comments as pages show them: each question with its replies, and what one reader may do with each. */
final class Threads {
    /** A reaction as a button: pressed, it is taken back. */
    record FeltButton(String word, String face, String label, int count, boolean mine) {}

    /**
     * A comment as one reader finds it.
     *
     * @param url where what is done with it is sent
     * @param list where what replies to it is sent
     * @param report where it is reported; empty where it cannot be
     * @param more whether there are more replies than stand here
     * @param typed what it was to say instead, where that was refused; empty otherwise
     */
    record Shown(
            LessonComment it,
            Html body,
            String url,
            String initials,
            int hue,
            String picture,
            boolean mine,
            boolean edits,
            boolean removes,
            boolean resolves,
            String report,
            List<FeltButton> buttons,
            List<Shown> replies,
            boolean more,
            UUID nonce,
            String list,
            String typed) {
        public UUID id() {
            return it.id();
        }

        /** Where the names of those are asked for who can be named. */
        public String people() {
            return list.substring(0, list.lastIndexOf('/')) + "/people";
        }

        public boolean question() {
            return it.parent() == null;
        }

        public boolean resolved() {
            return it.resolvedAt() != null;
        }

        public boolean any() {
            return edits || removes || resolves || !report.isEmpty() || (question() && !it.removed());
        }
    }

    /**
     * Who looks: a learner, whose reactions and words these may be, or somebody of staff, who may take anything away.
     *
     * @param contact null for staff
     * @param url the comments' own address
     * @param whole whether every reply of a question stands here
     */
    record Eyes(@Nullable UUID contact, @Nullable UUID staff, String url, boolean whole) {}

    private final Bodies bodies;

    Threads(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Questions in the order of {@code tops}, each with those of {@code all} that reply to it. */
    Future<List<Shown>> of(Request request, Eyes eyes, List<LessonComment> tops, List<LessonComment> all) {
        var replies = all.stream()
                .filter(one -> one.parent() != null)
                .collect(Collectors.groupingBy(one -> Objects.requireNonNull(one.parent())));
        return Future.all(tops.stream()
                        .map(top -> under(request, eyes, top, replies.getOrDefault(top.id(), List.of())))
                        .toList())
                .map(shown -> shown.<Shown>list());
    }

    private Future<Shown> under(Request request, Eyes eyes, LessonComment top, List<LessonComment> replies) {
        boolean more = !eyes.whole() && replies.size() > LessonCommentStore.MOST_REPLIES;
        var some = more ? replies.subList(0, LessonCommentStore.MOST_REPLIES) : replies;
        return Future.all(some.stream()
                        .map(one -> one(request, eyes, one, List.of(), false))
                        .toList())
                .compose(shown -> one(request, eyes, top, shown.list(), more));
    }

    /** One by itself, as it came or was changed. */
    Future<Shown> alone(Request request, Eyes eyes, LessonComment comment) {
        return one(request, eyes, comment, List.of(), false);
    }

    private Future<Shown> one(Request request, Eyes eyes, LessonComment comment, List<Shown> replies, boolean more) {
        return bodies.of(comment.id(), comment.version(), comment.body())
                .map(body -> shown(request, eyes, comment, body.html(), replies, more));
    }

    private static Shown shown(
            Request request, Eyes eyes, LessonComment comment, Html body, List<Shown> replies, boolean more) {
        boolean there = !comment.removed();
        boolean staff = eyes.contact() == null;
        boolean mine = staff
                ? comment.staff() != null && comment.staff().equals(eyes.staff())
                : Objects.equals(comment.author(), eyes.contact());
        var face = there ? comment.face() : null;
        return new Shown(
                comment,
                body,
                eyes.url() + "/" + comment.id(),
                Faces.initials(comment.authorName()),
                face == null ? 0 : Faces.hue(face),
                face == null ? "" : Faces.url(face, comment.avatar()),
                mine,
                there && mine,
                there && (mine || staff),
                there && comment.parent() == null && (staff || mine),
                there && !mine && !staff && comment.author() != null ? eyes.url() + "/" + comment.id() + "/report" : "",
                there && !staff ? buttons(request, comment.reacted(), comment.felt()) : List.of(),
                replies,
                more,
                Ids.next(),
                eyes.url(),
                there && mine ? typed(request, comment.id()) : "");
    }

    /** What somebody typed in place of this comment, which could not be kept: by its own form, or by that of the console's list. */
    private static String typed(Request request, UUID comment) {
        if (!request.failed() || !request.path().endsWith("/edit")) return "";
        var form = request.form();
        boolean here = form.has("comment")
                ? form.text("comment").equals(comment.toString())
                : request.path().endsWith("/" + comment + "/edit");
        return here ? form.raw("body") : "";
    }

    private static List<FeltButton> buttons(Request request, ReactionCounts counts, String mine) {
        return TalkModule.REACTIONS.stream()
                .map(word -> new FeltButton(
                        word,
                        CommentCard.face(word),
                        request.say(Family.REACTION.key(word)),
                        counts.of(word),
                        word.equals(mine)))
                .toList();
    }
}
