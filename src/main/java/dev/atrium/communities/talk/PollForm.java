package dev.atrium.communities.talk;

import dev.atrium.communities.post.NewPoll;
import dev.atrium.web.Dates;
import dev.atrium.web.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@code communities/_poll-fields} begins with: nothing, what a draft asks already, or, where it was refused, what was typed. */
final class PollForm {
    private static final int ROWS = 4;
    private static final Set<String> OFFERED = Set.of("", "1", "3", "7");

    /** A line to type an answer into. */
    record Field(int number, String value) {}

    private PollForm() {}

    private static boolean again(Request request) {
        return request.failed() && request.form().has("option1");
    }

    /** Of a composer, which asks along with its post. */
    static Map<String, Object> asked(Request request) {
        var model = fields(request, null);
        model.put("open", again(request) && !NewPoll.labels(request.form()).isEmpty());
        return model;
    }

    /** Of a draft, with what its preview shows. */
    static Map<String, Object> of(Request request, Optional<PollView> there) {
        var model = fields(request, there.orElse(null));
        model.put("there", there.isPresent());
        there.ifPresent(view -> model.put("seen", TalkPages.poll(view, false)));
        return model;
    }

    private static Map<String, Object> fields(Request request, @Nullable PollView there) {
        boolean again = again(request);
        Map<String, Object> model = new HashMap<>();
        var labels = again
                ? NewPoll.labels(request.form())
                : there == null
                        ? List.<String>of()
                        : there.options().stream()
                                .map(PollView.PollOption::label)
                                .toList();
        model.put("fields", fields(labels));
        model.put("multiple", again ? request.form().has("multiple") : there != null && there.multiple());
        model.put("anonymous", again ? request.form().has("anonymous") : there == null || there.anonymous());
        var lasts = again ? request.form().text("days") : lasts(there);
        model.put("days", lasts);
        // Programs say what no form offers, and whoever works on it further does not take it away unseen.
        model.put("other", !OFFERED.contains(lasts) && lasts.matches("[0-9]{1,3}") ? Integer.valueOf(lasts) : null);
        if (there != null
                && there.closes_at() != null
                && lasts.equals(there.closes_at().toString()))
            model.put(
                    "until",
                    Dates.day(
                            request.language(),
                            there.closes_at().atZone(request.zone()).toLocalDate()));
        return model;
    }

    private static String lasts(@Nullable PollView there) {
        if (there == null) return "";
        if (there.days() != null) return there.days().toString();
        return there.closes_at() == null ? "" : there.closes_at().toString();
    }

    private static List<Field> fields(List<String> labels) {
        int rows = Math.min(NewPoll.MOST, Math.max(ROWS, labels.size() + 1));
        return IntStream.range(0, rows)
                .mapToObj(i -> new Field(i + 1, i < labels.size() ? labels.get(i) : ""))
                .toList();
    }
}
