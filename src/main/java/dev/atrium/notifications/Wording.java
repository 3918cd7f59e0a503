package dev.atrium.notifications;

/**
 * What the business writes instead of the product's words, in one language; empty texts leave ours.
 *
 * @param version counts the changes; 0 where there was none
 */
record Wording(String language, int version, String subject, String intro, String closing) {
    static final int SUBJECT_MAX = 200;
    static final int TEXT_MAX = 4_000;

    static Wording none(String language) {
        return new Wording(language, 0, "", "", "");
    }

    /** What was typed, checked against the type's variables. */
    static Wording of(
            NotificationType type, String language, int version, String subject, String intro, String closing) {
        Words.check(type, "subject", subject, SUBJECT_MAX);
        Words.check(type, "intro", intro, TEXT_MAX);
        Words.check(type, "closing", closing, TEXT_MAX);
        return new Wording(language, version, subject, intro, closing);
    }

    boolean changed() {
        return !(subject.isEmpty() && intro.isEmpty() && closing.isEmpty());
    }
}
