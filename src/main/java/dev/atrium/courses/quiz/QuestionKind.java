package dev.atrium.courses.quiz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a question is answered. Its word in the database, in URLs and in the API is the name in lower case. */
enum QuestionKind {
    /** One of several. */
    SINGLE,
    /** Any number of several. */
    MULTIPLE,
    TRUE_FALSE,
    /** A few words, compared as {@link Folded} says. */
    SHORT,
    /** Things that are put in order. */
    ORDER;

    static final List<String> WORDS =
            Arrays.stream(values()).map(QuestionKind::word).toList();

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<QuestionKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Whether options are written for it. */
    boolean listed() {
        return this == SINGLE || this == MULTIPLE || this == ORDER;
    }

    /** Whether part of it can be right. */
    boolean parts() {
        return this == MULTIPLE || this == ORDER;
    }

    /** How many options can be written at most. */
    int most() {
        return this == ORDER ? 12 : 10;
    }
}
