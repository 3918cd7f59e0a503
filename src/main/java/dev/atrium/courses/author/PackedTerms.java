package dev.atrium.courses.author;

import dev.atrium.courses.LessonKind;
import dev.atrium.courses.assignment.AssignmentTerms;
import dev.atrium.courses.assignment.Criterion;
import dev.atrium.courses.author.CourseFile.PackedAssignment;
import dev.atrium.courses.author.CourseFile.PackedCriterion;
import dev.atrium.courses.author.CourseFile.PackedLevel;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an assignment asks for, as the file of its course has it, and back. */
final class PackedTerms {
    private PackedTerms() {}

    static @Nullable PackedAssignment packed(@Nullable AssignmentTerms terms) {
        if (terms == null) return null;
        return new PackedAssignment(
                terms.due(),
                terms.dueAt(),
                terms.dueDays(),
                terms.late(),
                terms.resubmissions(),
                terms.acceptPoints(),
                terms.rubric().stream()
                        .map(one -> new PackedCriterion(
                                one.title(),
                                one.points(),
                                one.levels().stream()
                                        .map(level -> new PackedLevel(level.points(), level.title()))
                                        .toList()))
                        .toList());
    }

    /** @throws dev.atrium.kernel.Problem that names what is wrong, as a form of it would; also where the lesson asks for no work */
    static Optional<AssignmentTerms> read(@Nullable PackedAssignment said, LessonKind kind) {
        if (said == null) return Optional.empty();
        var wrong = new Wrong();
        if (kind != LessonKind.ASSIGNMENT) wrong.say("assignment", "choice-invalid");
        var rubric = new ArrayList<Criterion>();
        for (int i = 0; i < said.rubric().size(); i++) {
            var one = said.rubric().get(i);
            rubric.add(Criterion.of(
                    wrong,
                    Integer.toString(i),
                    one.title(),
                    one.points(),
                    one.levels().stream()
                            .map(level -> new Criterion.Level(level.points(), level.title()))
                            .toList()));
        }
        return Optional.of(AssignmentTerms.of(
                wrong,
                said.due(),
                said.due_at(),
                said.due_days(),
                said.late(),
                said.resubmissions(),
                said.accept_points(),
                rubric));
    }
}
