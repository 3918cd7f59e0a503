package dev.atrium.courses.quiz;

import java.util.List;

/** A quiz with its questions: what a copy of its lesson takes along. */
public record QuizWhole(Quiz quiz, List<Question> questions) {
    public boolean isEmpty() {
        return questions.isEmpty();
    }
}
