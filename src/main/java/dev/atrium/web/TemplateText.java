package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of one template on its way to Handlebars, for one language. Calls whose answer is known now
 * ({@code {{t "key"}}}, {@code {{asset "…"}}}, {@code {{icon "…"}}}) become literal text, so that rendering looks
 * nothing up; references to a partial, helper, key, asset or icon that does not exist, and blocks that do not close, stop
 * the start.
 */
final class TemplateText {
    /** Group 1 is what stands inside. Comments and strings may hold braces. Tried only where two braces are. */
    private static final Pattern TAG = Pattern.compile(
            "\\{\\{(!--.*?--|![^}]*|\\{[^}]*\\}|(?:\"[^\"]*\"|'[^']*'|[^}\"'])*+)\\}\\}", Pattern.DOTALL);

    private static final Pattern LITERAL = Pattern.compile("(t|asset|icon)\\s+\"([^\"]*)\"");
    private static final Pattern LITERAL_ARGUMENT = Pattern.compile("\\(\\s*(t|asset)\\s+\"([^\"]*)\"\\s*\\)");
    private static final Pattern MESSAGE = Pattern.compile("(?:^|[\\s(])t\\s+\"([^\"]*)\"([^)]*)");
    private static final Pattern COMPUTED = Pattern.compile("(?:^|\\(\\s*)t\\s+(?![\"\\s])");
    private static final Pattern COUNTED = Pattern.compile("\\sn=");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern CALL = Pattern.compile("(?:^#?\\s*|\\(\\s*)([\\w.@/-]+)(?=\\s+[^\\s)]|\\s*\\()");
    private static final Pattern PARTIAL = Pattern.compile("^#?>\\s*([^\\s(]*)");
    private static final Pattern WHOLE_PARTIAL = Pattern.compile("^>\\s*([^\\s(]+)(.*)$", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("\\{\\{~?#\\*\\s*inline\\s+[\"']([^\"']+)[\"']");
    private static final Pattern OPENING = Pattern.compile("^(?:#[*>]?|\\^)\\s*[\"']?([^\\s\"'|(]+)");

    private record Block(String name, int at) {}

    private final Deque<Block> open = new ArrayDeque<>();
    private final String name;
    private final String text;
    private final Set<String> names;
    private final Set<String> partials;
    private final Function<String, @Nullable String> inlinable;
    private final Locale language;
    private final Messages messages;
    private final Assets assets;

    /**
     * @param names the names of all templates
     * @param inlinable the ready text of a partial that may be written into its caller, else null
     */
    TemplateText(
            String name,
            String text,
            Set<String> names,
            Function<String, @Nullable String> inlinable,
            Locale language,
            Messages messages,
            Assets assets) {
        this.name = name;
        this.text = text;
        this.names = names;
        this.partials = new HashSet<>(names);
        if (text.contains("#*")) INLINE.matcher(text).results().forEach(inline -> partials.add(inline.group(1)));
        this.inlinable = inlinable;
        this.language = language;
        this.messages = messages;
        this.assets = assets;
    }

    /** As Handlebars shall read it, line for line. */
    String ready() {
        var out = new StringBuilder(text.length() + 256);
        var matcher = TAG.matcher(text);
        int end = 0;
        for (int at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", Math.max(at + 2, end))) {
            if (at > 0 && text.charAt(at - 1) == '\\') continue;
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw failure(at, "opens a tag and does not close it");
            }
            blocks(matcher.group(1).replace('~', ' ').strip(), at);
            out.append(text, end, at).append(tag(matcher.group(1), at));
            end = matcher.end();
        }
        out.append(text, end, text.length());
        if (!open.isEmpty()) {
            throw failure(open.getLast().at(), "opens {{#" + open.getLast().name() + "}} and does not close it");
        }
        return isPreformatted(name, text) ? out.toString() : withoutIndent(out);
    }

    /** Whether a template is plain text, such as that of a mail: nothing in it is escaped and every line counts. */
    static boolean isPlain(String name) {
        return name.endsWith(".txt");
    }

    /** Whether white space at the beginning of a line can be seen. */
    static boolean isPreformatted(String name, String text) {
        return isPlain(name) || text.contains("<pre") || text.contains("<textarea");
    }

    /** What Handlebars would find too, but only when the page is first asked for: blocks close in order. */
    private void blocks(String tag, int at) {
        var opening = OPENING.matcher(tag);
        if (tag.startsWith("/")) {
            var closed = tag.substring(1).strip();
            if (open.isEmpty() || !open.removeLast().name().equals(closed)) {
                throw failure(at, "closes {{/" + closed + "}}, which is not the block that is open");
            }
        } else if (tag.equals("^") || tag.equals("else") || tag.startsWith("else ")) {
            if (open.isEmpty()) throw failure(at, "says {{" + tag + "}} outside of any block");
        } else if (opening.find()) {
            open.addLast(new Block(opening.group(1), at));
        }
    }

    /** By hand: the start goes over every character of every page. */
    private static String withoutIndent(CharSequence text) {
        var out = new StringBuilder(text.length());
        boolean indent = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            indent = c == '\n' || (indent && (c == ' ' || c == '\t'));
            if (c == '\n' || !indent) out.append(c);
        }
        return out.toString();
    }

    private String tag(String inside, int at) {
        if (inside.startsWith("!")) {
            return isPlain(name)
                    ? "{{" + inside + "}}"
                    : "\n".repeat((int) inside.chars().filter(c -> c == '\n').count());
        }
        if (inside.startsWith("{") || inside.startsWith("&")) {
            return raw(inside, at);
        }
        var literal = LITERAL.matcher(inside.strip());
        if (literal.matches()) {
            return literal(literal.group(1), literal.group(2), at);
        }
        check(inside, at);
        return expanded(arguments(inside));
    }

    private String arguments(String inside) {
        return LITERAL_ARGUMENT.matcher(inside).replaceAll(found -> Matcher.quoteReplacement(argument(found)));
    }

    /**
     * A call of a partial becomes the partial's own text where that means the same: rendering a partial costs Handlebars
     * more than most partials have in them. On one line, so that the lines of the caller stay what they are.
     */
    private String expanded(String inside) {
        var call = WHOLE_PARTIAL.matcher(inside);
        var text = call.find() ? inlinable.apply(call.group(1)) : null;
        if (text == null) {
            return "{{" + inside + "}}";
        }
        var line = text.replace('\n', ' ').strip();
        var arguments = call.group(2).strip();
        return arguments.isEmpty() && !line.contains("../")
                ? line
                : "{{#" + Builtins.PART + " " + arguments + "}}" + line + "{{/" + Builtins.PART + "}}";
    }

    /** Three braces promise markup of ours: the html helper holds the promise against the type of the value. */
    private String raw(String inside, int at) {
        var value = inside.replaceAll("^\\{|\\}$", "").strip();
        if (inside.startsWith("&") || !value.matches("[\\w./@-]+")) {
            throw failure(at, "writes " + value + " without escaping; only {{{value}}} of type Html may do that");
        }
        return "{{html " + value + "}}";
    }

    private String literal(String helper, String argument, int at) {
        if (isPlain(name)) {
            // An unescaped message could hold what reads as a tag, so it stays a call; texts are not on the hot path.
            return plain(helper, argument, at);
        }
        return switch (helper) {
            case "t" -> inert(Escape.html(message(argument, at)));
            case "asset" -> Escape.html(asset(argument, at));
            default -> icon(argument, at);
        };
    }

    private String plain(String helper, String argument, int at) {
        if (helper.equals("icon")) {
            throw failure(at, "draws an icon in a plain text");
        }
        return helper.equals("asset") ? asset(argument, at) : "{{t \"" + keyOf(argument, at) + "\"}}";
    }

    private String keyOf(String key, int at) {
        message(key, at);
        return key;
    }

    /** A message as a string inside a tag; where the quoting of Handlebars cannot hold it, the call stays. */
    private String argument(MatchResult found) {
        var value = found.group(1).equals("t") ? messages.get(language, found.group(2)) : assets.url(found.group(2));
        var quotable = value.chars().noneMatch(character -> "\n\\\"{}".indexOf(character) >= 0);
        return quotable ? '"' + value + '"' : found.group();
    }

    /** Words in a message that look like a tag must not become one. */
    private static String inert(String escaped) {
        return escaped.replace("{", "&#123;").replace("\\", "&#92;");
    }

    private void check(String inside, int at) {
        if (COMPUTED.matcher(inside).find()) {
            throw failure(at, "computes the key of a message; only a fixed key can be checked at boot");
        }
        MESSAGE.matcher(inside).results().forEach(call -> {
            var counted = COUNTED.matcher(call.group(2)).find();
            message(call.group(1) + (counted ? ".other" : ""), at);
            message(call.group(1) + (counted ? ".one" : ""), at);
        });
        LITERAL_ARGUMENT
                .matcher(inside)
                .results()
                .filter(call -> call.group(1).equals("asset"))
                .forEach(call -> asset(call.group(2), at));
        var bare = inside.replace('~', ' ').strip();
        var partial = PARTIAL.matcher(bare);
        if (partial.find()) {
            partial(partial.group(1), at);
        } else if (!bare.startsWith("/")) {
            calls(STRING.matcher(bare).replaceAll("''"), at);
        }
    }

    private void calls(String bare, int at) {
        if (bare.startsWith("#*") || bare.equals("^") || bare.equals("else")) {
            return;
        }
        CALL.matcher(bare.startsWith("else ") ? bare.substring(5).strip() : bare)
                .results()
                .forEach(call -> {
                    if (!Builtins.NAMES.contains(call.group(1))) {
                        throw failure(at, "calls the helper \"" + call.group(1) + "\", which does not exist");
                    }
                });
    }

    private void partial(String reference, int at) {
        if (reference.isEmpty()) {
            throw failure(at, "computes the name of a partial; only a fixed name can be checked at boot");
        }
        var partial = STRING.matcher(reference).matches() ? reference.substring(1, reference.length() - 1) : reference;
        if (!partial.equals("@partial-block") && !partials.contains(partial)) {
            throw failure(at, "uses the partial \"" + partial + "\", which does not exist");
        }
        if (names.contains(partial) && isPlain(partial) != isPlain(name)) {
            throw failure(at, "uses the partial \"" + partial + "\", but plain text and markup do not mix");
        }
    }

    private String message(String key, int at) {
        if (!messages.has(key)) {
            throw failure(at, "uses the message \"" + key + "\", which does not exist");
        }
        return messages.get(language, key);
    }

    private String asset(String asset, int at) {
        if (!assets.has(asset)) {
            throw failure(at, "uses the asset \"" + asset + "\", which does not exist");
        }
        return assets.url(asset);
    }

    private String icon(String id, int at) {
        if (!assets.hasIcon(id)) {
            throw failure(at, "uses the icon \"" + id + "\", which is not in icons/sprite.svg");
        }
        return assets.icon(id).markup();
    }

    private StartFailure failure(int at, String reason) {
        var line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
        return new StartFailure("The template " + name + TemplateFiles.ENDING + ", line " + line + ", " + reason + ".");
    }
}
