package dev.atrium.courses.certificate;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the certificates of a business look and what they say.
 *
 * @param title empty for the house's own words, as the other texts
 * @param body lines; one that is a field alone stands large
 * @param signatory whose name stands below the line
 */
record CertificateDesign(String layout, String orientation, String title, String body, String signatory, int version) {
    static final List<String> LAYOUTS = List.of("classic", "modern", "plain");
    static final List<String> ORIENTATIONS = List.of("landscape", "portrait");
    /** What the texts may name; the rest of a sheet stands there anyway. */
    static final List<String> FIELDS = List.of("learner", "course", "date", "serial", "instructor", "hours");

    static final CertificateDesign FIRST = new CertificateDesign("classic", "landscape", "", "", "", 0);

    static final int TITLE = 80;
    static final int BODY = 600;
    static final int SIGNATORY = 120;
    private static final int LINES = 10;
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)\\}");

    /** What was typed, held against what fits on one sheet; 422 names the field. */
    static CertificateDesign of(UnaryOperator<String> typed, int version) {
        var wrong = new LinkedHashMap<String, Problem.Word>();
        var design = new CertificateDesign(
                choice(wrong, "layout", typed.apply("layout"), LAYOUTS),
                choice(wrong, "orientation", typed.apply("orientation"), ORIENTATIONS),
                text(wrong, "title", typed.apply("title"), TITLE),
                text(wrong, "body", typed.apply("body").replace("\r\n", "\n"), BODY),
                text(wrong, "signatory", typed.apply("signatory"), SIGNATORY),
                version);
        design.check(wrong);
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return design;
    }

    private static String choice(Map<String, Problem.Word> wrong, String field, String typed, List<String> known) {
        if (!known.contains(typed)) wrong.put(field, Problem.Word.of("choice-invalid"));
        return typed;
    }

    private static String text(Map<String, Problem.Word> wrong, String field, String typed, int most) {
        if (typed.codePointCount(0, typed.length()) > most) wrong.put(field, Problem.Word.of("text-long", most));
        return typed;
    }

    private void check(Map<String, Problem.Word> wrong) {
        for (var text : List.of(Map.entry("title", title), Map.entry("body", body))) {
            FIELD.matcher(text.getValue())
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !FIELDS.contains(name))
                    .findFirst()
                    .ifPresent(name -> wrong.putIfAbsent(
                            text.getKey(), Problem.Word.of("certificate-field-unknown", "{" + name + "}")));
        }
        if (body.isEmpty()) return;
        if (!body.contains("{learner}")) wrong.putIfAbsent("body", Problem.Word.of("certificate-nameless"));
        if (body.lines().count() > LINES) wrong.putIfAbsent("body", Problem.Word.of("certificate-lines", LINES));
    }

    /** What a certificate that is issued now keeps of it: its words, in the portal's own language where they are the house's. */
    JsonObject look(Tenant tenant, Messages messages) {
        var language = tenant.settings().language();
        return new JsonObject()
                .put("layout", layout)
                .put("orientation", orientation)
                .put("title", title.isEmpty() ? messages.get(language, "certificate.sheet.title") : title)
                .put("body", body.isEmpty() ? words(messages.get(language, "certificate.sheet.body")) : body)
                .put("signatory", signatory)
                .put("issuer", tenant.branding().portalName())
                .put("accent", tenant.branding().look().primary())
                .put("zone", tenant.settings().zone().getId())
                .put("language", language.toLanguageTag());
    }

    /** Bundles write lines as bars. */
    private static String words(String text) {
        return text.replace(" | ", "\n");
    }

    /** {@code text} with its fields filled in; an unknown one stays as it is. */
    static String filled(String text, Map<String, String> values) {
        return FIELD.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** The field that a line consists of, empty where it is another line. */
    static String alone(String line) {
        var found = FIELD.matcher(line.strip());
        return found.matches() && Set.copyOf(FIELDS).contains(found.group(1)) ? found.group(1) : "";
    }
}
