package dev.atrium.communities.post;

import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What forms that write posts have in common, clients' and staff's: what is to become of it, when, and what a list says of it. */
final class DraftForm {
    /** So much goes by one form. */
    static final long FORM_BYTES = 25L * 1024 * 1024;

    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final int LONG = 120;
    private static final int SHORT = 80;

    /** Something of one's own that is not published, as a list shows it. */
    record Line(
            String url,
            String title,
            String channel,
            String state,
            String badge,
            @Nullable Instant at,
            int files) {}

    private DraftForm() {}

    /** Nothing said means post: whoever presses Enter in the title wants that. */
    static Wish wish(String act) {
        return switch (act) {
            case "draft", "preview" -> Wish.DRAFT;
            case "schedule" -> Wish.SCHEDULED;
            default -> Wish.PUBLISHED;
        };
    }

    /** The time that the form names, as its reader's clock shows it; null where nothing is to be scheduled. */
    static @Nullable Instant time(Request request, Clock clock, Wish wish) {
        if (wish != Wish.SCHEDULED) return null;
        try {
            var at = LocalDateTime.parse(request.form().text("at"))
                    .atZone(request.zone())
                    .toInstant();
            if (ahead(clock, at)) return at;
        } catch (DateTimeException e) {
            // the same as a time that is over
        }
        throw Problem.invalid("at", "post-time");
    }

    /** Whether something can be scheduled for that time. */
    static boolean ahead(Clock clock, Instant at) {
        return at.isAfter(clock.now()) && at.isBefore(clock.now().plus(FARTHEST));
    }

    /** What a composer asks along with the post; half a poll that a script keeps meanwhile is none yet. */
    static @Nullable NewPoll asked(Request request, Clock clock) {
        var labels = NewPoll.labels(request.form());
        boolean kept = request.path().endsWith("/drafts");
        if (labels.isEmpty() || (kept && labels.size() < NewPoll.FEWEST)) return null;
        return NewPoll.of(request.form(), clock.now());
    }

    static Line line(Request request, String url, Post post) {
        var title = post.title().isEmpty() ? post.body().lines().findFirst().orElse("") : post.title();
        var state = post.state();
        return new Line(
                url,
                title.length() > LONG ? cut(title) : title,
                post.channelName(),
                request.say(Family.POST_STATE.key(state)),
                state.equals("waiting") ? "warn" : state.equals("scheduled") ? "good" : "",
                post.publishAt(),
                post.files().size());
    }

    private static String cut(String title) {
        return title.substring(0, title.offsetByCodePoints(0, Math.min(SHORT, title.codePointCount(0, title.length()))))
                + "…";
    }

    /** What the form of a draft begins with: what is kept, or, where it was refused, what was typed. */
    static void fill(Request request, Post post, Map<String, Object> model) {
        boolean again = request.failed() && request.form().has("body");
        var form = again ? request.form() : null;
        model.put("post", post);
        model.put(
                "said",
                Map.of(
                        "title",
                        form == null ? post.title() : form.text("title"),
                        "body",
                        form == null ? post.body() : form.text("body")));
        model.put("at", form != null ? form.text("at") : local(post.publishAt(), request.zone()));
        model.put(
                "zoneName",
                request.zone() instanceof ZoneOffset ? "UTC" : request.zone().getId());
        model.put("scheduled", post.state().equals("scheduled"));
        model.put("room", post.files().size() < FileStore.MOST);
        model.put("preview", !request.query("preview").isEmpty());
    }

    /** The channel that the form names, or that the draft is for. */
    static String channel(Request request, Post post) {
        return request.failed() && request.form().has("body")
                ? request.form().text("channel")
                : post.channel().toString();
    }

    /** As a datetime-local field says it. */
    private static String local(@Nullable Instant at, ZoneId zone) {
        return at == null
                ? ""
                : at.atZone(zone)
                        .toLocalDateTime()
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
    }

    /** Why a file was not taken, beside its field. */
    static Throwable refusal(Throwable e) {
        if (e instanceof MediaProblem) return Problem.invalid("file", "file-type");
        if (!(e instanceof Problem problem)) return e;
        for (var field : List.of("size", "name")) {
            var word = problem.fields().get(field);
            if (word != null) return Problem.invalid(Map.of("file", word));
        }
        return e;
    }

    /** A form without a file is refused before anything is read. */
    static void filed(Request request) {
        if (request.uploads().stream().noneMatch(file -> file.size() > 0))
            throw Problem.invalid("file", "file-missing");
    }
}
