package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.time.Duration;
import java.util.Locale;

/**
 * The language menu: a form without script. The choice lies in a cookie for a year, and the page that the menu stood on
 * comes back in the language chosen.
 */
public record LanguageChoice(Locale language, String back) {
    private static final long SECONDS = Duration.ofDays(365).toSeconds();

    /** What the form says; a language that is not offered is refused. */
    public static LanguageChoice of(Request request) {
        var tag = request.form().text("language");
        var language = request.languages().stream()
                .filter(offered -> offered.toLanguageTag().equals(tag))
                .findFirst()
                .orElseThrow(() -> Problem.of(422, "language-invalid"));
        var back = request.page(request.form().text("back"));
        var next = request.next();
        return new LanguageChoice(language, next.isEmpty() ? back : back + "?next=" + Landings.encode(next));
    }

    public Reply reply() {
        return Reply.redirect(back).with(new Cookies.Change(Cookies.LANGUAGE, language.toLanguageTag(), SECONDS));
    }
}
