package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.Locale;

/**
 * A problem as programs read it (RFC 9457). {@code code} is the stable word; {@code errors} names each wrong member.
 *
 * @param type a URN of the code, stable over releases
 * @param title what kind of problem, in the reader's language as {@code detail} is
 */
public record ProblemDetails(
        String type, String title, int status, String code, String detail, List<FieldError> errors) {
    /** One wrong member of the request. */
    public record FieldError(String field, String code, String detail) {}

    static ProblemDetails of(Problem problem, Messages messages, Locale language) {
        var errors = problem.fields().entrySet().stream()
                .map(entry -> new FieldError(
                        entry.getKey(), entry.getValue().code(), say(messages, language, entry.getValue())))
                .toList();
        var detail = say(messages, language, problem.word());
        return new ProblemDetails(
                "urn:atrium:problem:" + problem.code(),
                title(problem, messages, language),
                problem.status(),
                problem.code(),
                detail,
                errors);
    }

    /** That of the problem where it has one, else what its status means: the same for every problem of one type. */
    private static String title(Problem problem, Messages messages, Locale language) {
        var own = Family.ERROR_TITLE.key(problem.code());
        return messages.get(language, messages.has(own) ? own : Family.STATUS.key(problem.status()));
    }

    static String say(Messages messages, Locale language, Problem.Word word) {
        return messages.get(language, Family.ERROR.key(word.code()), word.args().toArray());
    }
}
