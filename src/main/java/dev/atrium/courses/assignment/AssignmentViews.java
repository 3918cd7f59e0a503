package dev.atrium.courses.assignment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assignments as programs read and write them. The names are those of the API. */
final class AssignmentViews {
    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID OTHER = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");

    private AssignmentViews() {}

    /** @param points 0 to those of its criterion */
    public record RubricLevel(int points, String title) {}

    /**
     * What work is judged by.
     *
     * @param points the most there are for it, 1 to 100
     * @param levels what it can be found to be, at most 6; empty where any number up to {@code points} can be given
     */
    public record RubricCriterion(String title, int points, List<RubricLevel> levels) {}

    /**
     * What an assignment asks for.
     *
     * @param due {@code none}, {@code at} or {@code days}
     * @param due_days after the learner first opened the lesson, 1 to 365
     * @param late whether what comes after the due date is taken all the same
     * @param resubmissions how often returned work can be handed in again, 0 to 20
     * @param accept_points fewer cannot be accepted; null where that is not asked
     * @param rubric at most 10 criteria
     * @param version 0 where nobody has said anything yet
     */
    public record AssignmentTermsView(
            UUID lesson,
            String due,
            @Nullable Instant due_at,
            @Nullable Integer due_days,
            boolean late,
            int resubmissions,
            @Nullable Integer accept_points,
            List<RubricCriterion> rubric,
            int version) {}

    /** What an assignment is to ask for, whole, in place of what it asked for. */
    public record AssignmentTermsWhole(
            String due,
            @Nullable Instant due_at,
            @Nullable Integer due_days,
            boolean late,
            int resubmissions,
            @Nullable Integer accept_points,
            List<RubricCriterion> rubric) {}

    public record HandInFileView(UUID id, String name, String type, long size) {}

    public record HandInScoreView(String title, int points, int most) {}

    /**
     * Once that it was handed in.
     *
     * @param decision {@code returned}, {@code accepted} or {@code rejected}; null while it waits
     * @param points null where it was not marked by points
     */
    public record HandInVersionView(
            int number,
            String text,
            List<HandInFileView> files,
            boolean late,
            Instant submitted_at,
            @Nullable String decision,
            @Nullable Instant decided_at,
            @Nullable Integer points,
            @Nullable Integer most,
            List<HandInScoreView> scores,
            String feedback) {}

    /** @param from {@code learner} or {@code staff} */
    public record HandInMessageView(UUID id, String from, String name, String text, Instant at) {}

    /**
     * The account's work in an assignment.
     *
     * @param state {@code draft}, {@code submitted}, {@code returned}, {@code accepted} or {@code rejected}
     * @param text what is being written, or was written last; Markdown
     * @param files of what is being written
     * @param left how often it can still be handed in
     * @param shut whether it is too late to hand it in
     * @param versions the newest first
     */
    public record HandInView(
            UUID lesson,
            String state,
            String text,
            List<HandInFileView> files,
            @Nullable Instant due_at,
            boolean late_taken,
            boolean shut,
            int left,
            @Nullable Integer accept_points,
            List<RubricCriterion> rubric,
            List<HandInVersionView> versions,
            List<HandInMessageView> messages) {}

    /** Markdown, at most 20,000 characters. */
    public record HandInText(String text) {}

    /** A ready upload of the account's own. */
    public record HandInUpload(UUID upload) {}

    /** At most 4,000 characters. */
    public record HandInMessageNew(String text) {}

    /**
     * Work that was handed in, in a list.
     *
     * @param versions how often it was handed in
     * @param late whether the last version was
     */
    public record HandInRow(
            UUID id,
            UUID lesson,
            String lesson_title,
            UUID contact,
            String name,
            String state,
            int versions,
            boolean late,
            @Nullable Integer points,
            @Nullable Integer most,
            Instant submitted_at,
            @Nullable Instant decided_at) {}

    public record HandInList(
            List<HandInRow> items, @Nullable String next) {}

    /** The same with all versions, the newest first, and what was said. */
    public record HandInWhole(
            HandInRow hand_in,
            List<RubricCriterion> rubric,
            int left,
            List<HandInVersionView> versions,
            List<HandInMessageView> messages) {}

    /**
     * What becomes of it.
     *
     * @param number of the version that was looked at
     * @param decision {@code returned}, {@code accepted} or {@code rejected}
     * @param scores one for each criterion; may be left out
     */
    public record HandInDecision(
            int number,
            String decision,
            String feedback,
            @Nullable List<Integer> scores) {}

    static final RubricCriterion CRITERION = new RubricCriterion(
            "Light", 10, List.of(new RubricLevel(0, "None"), new RubricLevel(10, "Soft, from one side")));
    static final AssignmentTermsView TERMS =
            new AssignmentTermsView(ID, "days", null, 7, true, 3, 6, List.of(CRITERION), 1);
    static final AssignmentTermsWhole WHOLE = new AssignmentTermsWhole("days", null, 7, true, 3, 6, List.of(CRITERION));
    static final HandInFileView FILE = new HandInFileView(OTHER, "front.jpg", "image/jpeg", 120_000);
    private static final HandInVersionView VERSION = new HandInVersionView(
            1,
            "Three sides of a teapot.",
            List.of(FILE),
            false,
            THEN,
            "returned",
            THEN.plusSeconds(7_200),
            4,
            10,
            List.of(new HandInScoreView("Light", 4, 10)),
            "Please take the front again.");
    static final HandInMessageView MESSAGE =
            new HandInMessageView(ID, "staff", "Olivia Owner", "Try the north window.", THEN);
    static final HandInText TEXT = new HandInText("Three sides of a teapot.");
    static final HandInMessageNew QUESTION = new HandInMessageNew("Is the second one sharp enough?");
    static final HandInMessageNew ANSWER = new HandInMessageNew("Try the north window.");
    static final HandInDecision DECISION =
            new HandInDecision(1, "returned", "Please take the front again.", List.of(10));
    static final HandInView VIEW = new HandInView(
            ID,
            "returned",
            "Three sides of a teapot.",
            List.of(FILE),
            THEN.plusSeconds(604_800),
            true,
            false,
            3,
            6,
            List.of(CRITERION),
            List.of(VERSION),
            List.of(MESSAGE));
    static final HandInRow ROW = new HandInRow(
            ID,
            OTHER,
            "Your first series",
            OTHER,
            "Ana Almeida",
            "returned",
            1,
            false,
            4,
            10,
            THEN,
            THEN.plusSeconds(7_200));
    static final HandInWhole ONE = new HandInWhole(ROW, List.of(CRITERION), 3, List.of(VERSION), List.of(MESSAGE));

    static List<RubricCriterion> rubric(AssignmentTerms terms) {
        return terms.rubric().stream()
                .map(one -> new RubricCriterion(
                        one.title(),
                        one.points(),
                        one.levels().stream()
                                .map(level -> new RubricLevel(level.points(), level.title()))
                                .toList()))
                .toList();
    }

    static AssignmentTermsView of(UUID lesson, AssignmentTerms terms) {
        return new AssignmentTermsView(
                lesson,
                terms.due(),
                terms.dueAt(),
                terms.dueDays(),
                terms.late(),
                terms.resubmissions(),
                terms.acceptPoints(),
                rubric(terms),
                terms.version());
    }

    static HandInFileView of(HandIn.Attached file) {
        return new HandInFileView(file.media(), file.name(), file.type(), file.size());
    }

    private static List<HandInFileView> files(HandInPart.Whole whole, int number) {
        return whole.files().stream()
                .filter(file -> file.number() == number)
                .map(AssignmentViews::of)
                .toList();
    }

    static HandInMessageView of(HandIn.Said said) {
        return new HandInMessageView(
                said.id(), said.team() ? "staff" : "learner", said.author(), said.body(), said.at());
    }

    private static HandInVersionView of(HandInPart.Whole whole, HandIn.Version version) {
        return new HandInVersionView(
                version.number(),
                version.body(),
                files(whole, version.number()),
                version.late(),
                version.submittedAt(),
                version.decision().isEmpty() ? null : version.decision(),
                version.decidedAt(),
                version.points(),
                version.most(),
                version.scores().stream()
                        .map(one -> new HandInScoreView(one.title(), one.points(), one.most()))
                        .toList(),
                version.feedback());
    }

    private static List<HandInVersionView> versions(HandInPart.Whole whole) {
        return whole.versions().stream().map(version -> of(whole, version)).toList();
    }

    private static List<HandInMessageView> messages(HandInPart.Whole whole) {
        return whole.messages().stream().map(AssignmentViews::of).toList();
    }

    static HandInView of(UUID lesson, HandInPart.Whole whole) {
        return new HandInView(
                lesson,
                whole.work().map(HandIn::state).orElse(HandIn.State.DRAFT).word(),
                whole.work().map(HandIn::body).orElse(""),
                files(whole, 0),
                whole.due().at(),
                whole.terms().late(),
                whole.shut(),
                whole.left(),
                whole.terms().acceptPoints(),
                rubric(whole.terms()),
                versions(whole),
                messages(whole));
    }

    static HandInRow of(MarkStore.Line line) {
        var it = line.it();
        return new HandInRow(
                it.id(),
                it.lesson(),
                line.lesson(),
                it.contact(),
                line.name(),
                it.state().word(),
                it.versions(),
                line.late(),
                line.points(),
                line.most(),
                MarkStore.since(line),
                it.decidedAt());
    }

    static HandInWhole of(MarkStore.Line line, HandInPart.Whole whole) {
        return new HandInWhole(of(line), rubric(whole.terms()), whole.left(), versions(whole), messages(whole));
    }
}
