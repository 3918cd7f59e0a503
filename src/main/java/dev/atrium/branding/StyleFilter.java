package dev.atrium.branding;

import com.helger.css.ECSSVersion;
import com.helger.css.decl.CSSDeclaration;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.handler.DoNothingCSSParseExceptionCallback;
import com.helger.css.parser.ParseException;
import com.helger.css.parser.Token;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.DoNothingCSSInterpretErrorHandler;
import com.helger.css.reader.errorhandler.DoNothingCSSParseErrorHandler;
import com.helger.css.writer.CSSWriterSettings;
import dev.atrium.branding.StylePieces.Piece;
import dev.atrium.branding.StyleSheet.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a business's own style sheet one that may stand on its portal's pages. Each rule is parsed, each selector, property
 * and value held against {@link StyleAllowed}, and what passes is written anew: what was typed never reaches a browser, so no
 * difference between this parser and a browser's is a way in. Computes: for {@link dev.atrium.media.Paper}, not for an
 * event loop.
 */
public final class StyleFilter {
    private static final int MOST_RULES = 1_000;
    private static final int SHOWN = 80;
    private static final CSSWriterSettings WRITTEN =
            new CSSWriterSettings(ECSSVersion.CSS30).setOptimizedOutput(true).setQuoteURLs(false);
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}&&[^\\n\\t]]");
    private static final Pattern MEDIA = Pattern.compile(
            "@media\\s+(?:(?:only\\s+)?(?:screen|print|all)(?:\\s+and\\s+)?)?(?:\\(FEATURE\\)(?:\\s+and\\s+\\(FEATURE\\)){0,4})?"
                    .replace(
                            "FEATURE",
                            "\\s*(?:(?:min-|max-)?(?:width|height|inline-size)\\s*:\\s*\\d{1,5}(?:px|em|rem)|(?:width|height)\\s*[<>]=?\\s*\\d{1,5}(?:px|em|rem)"
                                    + "|orientation\\s*:\\s*(?:portrait|landscape)|prefers-color-scheme\\s*:\\s*(?:dark|light)"
                                    + "|prefers-reduced-motion\\s*:\\s*(?:reduce|no-preference)|hover\\s*:\\s*(?:hover|none)|pointer\\s*:\\s*(?:coarse|fine|none))\\s*"),
            Pattern.CASE_INSENSITIVE);
    static final Pattern PICTURE = Pattern.compile("url\\(\\s*[\"']?asset:(logo|logo-dark|login-image)[\"']?\\s*\\)");
    private static final Pattern OWN = Pattern.compile("--[a-zA-Z][\\w-]{0,60}");

    private final Map<String, String> pictures;
    private final List<Refusal> refusals = new ArrayList<>();
    private int rules;
    private int kept;

    private StyleFilter(Map<String, String> pictures) {
        this.pictures = pictures;
    }

    /**
     * @param pictures the addresses of the pictures that {@code url(asset:logo)}, {@code asset:logo-dark} and
     *     {@code asset:login-image} stand for
     */
    public static StyleSheet filter(String typed, Map<String, String> pictures) {
        var filter = new StyleFilter(pictures);
        var css = filter.rules(StylePieces.of(StylePieces.withoutComments(typed), 1), false);
        return new StyleSheet(css, List.copyOf(filter.refusals), filter.kept);
    }

    private String rules(List<Piece> pieces, boolean inMedia) {
        var css = new StringBuilder();
        for (var piece : pieces) {
            if (++rules > MOST_RULES) {
                refuse(piece.line(), piece.head(), "many");
                break;
            }
            css.append(rule(piece, inMedia));
        }
        return css.toString();
    }

    private String rule(Piece piece, boolean inMedia) {
        var all = piece.head() + piece.body();
        if (all.indexOf('\\') >= 0) return refuse(piece.line(), piece.head(), "escape");
        if (UNSEEN.matcher(all).find()) return refuse(piece.line(), piece.head(), "control");
        if (piece.head().startsWith("@")) return media(piece, inMedia);
        if (!piece.whole() || !piece.block()) return refuse(piece.line(), piece.head(), "broken");
        if (piece.body().indexOf('{') >= 0) return refuse(piece.line(), piece.head(), "nesting");
        return style(piece);
    }

    /** Of at-rules this one alone, and not within itself. */
    private String media(Piece piece, boolean inMedia) {
        var head = piece.head().replaceAll("\\s+", " ");
        if (inMedia || !MEDIA.matcher(head).matches() || head.equalsIgnoreCase("@media"))
            return refuse(piece.line(), piece.head(), "at-rule");
        if (!piece.whole() || !piece.block()) return refuse(piece.line(), piece.head(), "broken");
        int lines = (int) piece.head().chars().filter(c -> c == '\n').count();
        var body = rules(StylePieces.of(piece.body(), piece.line() + lines), true);
        return body.isEmpty() ? "" : head.toLowerCase(Locale.ROOT) + "{\n" + body + "}\n";
    }

    private String style(Piece piece) {
        var parsed = parsed(piece);
        if (parsed == null) return refuse(piece.line(), piece.head(), "broken");
        var selectors = new ArrayList<String>();
        for (var selector : parsed.getAllSelectors()) {
            var text = selector.getAsCSSString(WRITTEN, 0).strip();
            if (!StyleSelectors.allowed(text)) return refuse(piece.line(), piece.head(), "selector");
            selectors.add(text);
        }
        var declarations = new StringBuilder();
        for (var declaration : parsed.getAllDeclarations()) declarations.append(declaration(piece, declaration));
        if (declarations.isEmpty()) return "";
        kept++;
        return String.join(",", selectors) + "{" + declarations + "}\n";
    }

    private static @Nullable CSSStyleRule parsed(Piece piece) {
        var heard = new Heard();
        var settings = new CSSReaderSettings()
                .setCSSVersion(ECSSVersion.CSS30)
                .setUseSourceLocation(false)
                .setCustomErrorHandler(heard)
                .setCustomExceptionHandler(new DoNothingCSSParseExceptionCallback())
                .setInterpretErrorHandler(new DoNothingCSSInterpretErrorHandler());
        CascadingStyleSheet sheet =
                CSSReader.readFromStringReader(piece.head() + "{" + piece.body().strip() + "}", settings);
        if (sheet == null || heard.broken || sheet.getRuleCount() != 1 || sheet.getStyleRuleCount() != 1) return null;
        var rule = sheet.getAllStyleRules().get(0);
        return rule.getSelectorCount() == 0 ? null : rule;
    }

    private String declaration(Piece piece, CSSDeclaration declaration) {
        var property = Objects.requireNonNullElse(declaration.getProperty(), "").strip();
        var value = declaration.getExpression().getAsCSSString(WRITTEN, 0).strip();
        var said = property + ": " + value;
        int line = line(piece, property);
        boolean own = OWN.matcher(property).matches();
        var name = own ? property : property.toLowerCase(Locale.ROOT);
        if (!own && !known(name)) return refuse(line, said, "property");
        var reason = StyleValues.refused(name, value);
        if (reason.isPresent()) return refuse(line, said, reason.get());
        var written = addressed(value);
        if (written.isEmpty()) return refuse(line, said, "picture");
        return name + ":" + written.get() + (declaration.isImportant() ? "!important" : "") + ";";
    }

    private static boolean known(String name) {
        return StyleAllowed.PROPERTIES.contains(name)
                || StyleAllowed.SHIFTS.contains(name)
                || StyleAllowed.EDGES.contains(name)
                || List.of("display", "position", "content", "z-index").contains(name);
    }

    /** Each picture's name gives way to its address; empty where the business has no such picture. */
    private Optional<String> addressed(String value) {
        var found = PICTURE.matcher(value);
        var written = new StringBuilder();
        while (found.find()) {
            var address = pictures.get(found.group(1));
            if (address == null) return Optional.empty();
            found.appendReplacement(written, Matcher.quoteReplacement("url(\"" + address + "\")"));
        }
        return Optional.of(found.appendTail(written).toString());
    }

    /** Where a property stands in its rule: the first place that names it. */
    private static int line(Piece piece, String property) {
        var text = piece.head() + "{" + piece.body();
        int at = Math.max(0, text.indexOf(property, piece.head().length()));
        return piece.line()
                + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private String refuse(int line, String what, String reason) {
        var said = UNSEEN.matcher(what.replaceAll("\\s+", " ").strip()).replaceAll("\u00B7");
        if (refusals.size() < StyleSheet.MOST_REFUSALS)
            refusals.add(new Refusal(line, said.length() > SHOWN ? said.substring(0, SHOWN) + "\u2026" : said, reason));
        return "";
    }

    /** What the parser cannot read spoils the rule: nothing is guessed, and nothing goes without being told. */
    private static final class Heard extends DoNothingCSSParseErrorHandler {
        private boolean broken;

        @Override
        public void onCSSParseError(ParseException error, @Nullable Token skipped) {
            broken = true;
        }

        @Override
        public void onCSSUnexpectedRule(Token token, String rule, String message) {
            broken = true;
        }

        @Override
        public void onIllegalCharacter(char character) {
            broken = true;
        }
    }
}
