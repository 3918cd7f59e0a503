package dev.atrium.courses;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A course with its sections and lessons, in their order. */
public record Tree(Course course, List<Branch> branches) {
    /** A section with its lessons. */
    public record Branch(Section section, List<Lesson> lessons) {}

    public Stream<Lesson> lessons() {
        return branches.stream().flatMap(branch -> branch.lessons().stream());
    }

    public Optional<Lesson> lesson(UUID id) {
        return lessons().filter(lesson -> lesson.id().equals(id)).findFirst();
    }

    /** As learners see it: without lessons that are drafts. */
    public Tree published() {
        return new Tree(
                course,
                branches.stream()
                        .map(branch -> new Branch(
                                branch.section(),
                                branch.lessons().stream()
                                        .filter(Lesson::published)
                                        .toList()))
                        .toList());
    }
}
