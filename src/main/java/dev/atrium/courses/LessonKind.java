package dev.atrium.courses;

import java.util.Locale;

/** What a lesson is made of. Its word in the database, in URLs and in the API is the name in lower case. */
public enum LessonKind {
    VIDEO(Completion.WATCHED),
    TEXT(Completion.MANUAL),
    AUDIO(Completion.WATCHED),
    FILE(Completion.MANUAL),
    QUIZ(Completion.QUIZ_PASSED),
    ASSIGNMENT(Completion.ASSIGNMENT_ACCEPTED),
    LIVE(Completion.MANUAL);

    /** How a new lesson of this kind is completed until the business says otherwise. */
    public final Completion usual;

    LessonKind(Completion usual) {
        this.usual = usual;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it plays: seconds of it can be watched. */
    public boolean plays() {
        return this == VIDEO || this == AUDIO;
    }
}
