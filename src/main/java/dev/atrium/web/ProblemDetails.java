package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.Locale;

/**
 * A problem as programs read it (RFC 9457). {@code code} is the stable word; {@code errors} names each wrong member.
 *
 * @param type a URN of the code, stable over releases
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
                io.netty.handler.codec.http.HttpResponseStatus.valueOf(problem.status())
                        .reasonPhrase(),
                problem.status(),
                problem.code(),
                detail,
                errors);
    }

    static String say(Messages messages, Locale language, Problem.Word word) {
        return messages.get(language, "error." + word.code(), word.args().toArray());
    }
}
