package dev.atrium.operator;

import dev.atrium.kernel.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a portal in its address, for good: 3 to 40 lower-case letters, digits and single hyphens (a label of RFC 1123,
 * shorter), and none of the words that people take for the installation itself.
 */
record Slug(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
    private static final Set<String> RESERVED = Set.of(
            "about",
            "abuse",
            "account",
            "accounts",
            "admin",
            "administrator",
            "api",
            "app",
            "apps",
            "assets",
            "atrium",
            "auth",
            "autoconfig",
            "autodiscover",
            "billing",
            "blog",
            "cdn",
            "console",
            "dashboard",
            "demo",
            "dev",
            "dns",
            "docs",
            "download",
            "email",
            "files",
            "ftp",
            "help",
            "host",
            "hostmaster",
            "imap",
            "info",
            "internal",
            "legal",
            "localhost",
            "login",
            "mail",
            "mailbox",
            "media",
            "metrics",
            "mx",
            "news",
            "noreply",
            "ns1",
            "ns2",
            "oauth",
            "operator",
            "ops",
            "pay",
            "payment",
            "payments",
            "pop",
            "portal",
            "postmaster",
            "privacy",
            "public",
            "root",
            "secure",
            "security",
            "sign",
            "signup",
            "smtp",
            "sso",
            "staff",
            "staging",
            "static",
            "stats",
            "status",
            "store",
            "support",
            "sys",
            "system",
            "team",
            "test",
            "webmail",
            "webmaster",
            "wpad",
            "www");

    /** @throws Problem of the field {@code slug} where it cannot be a portal's name */
    static Slug parse(String typed, String console) {
        var text = typed.toLowerCase(Locale.ROOT);
        if (text.length() < 3 || text.length() > 40 || !FORM.matcher(text).matches())
            throw Problem.invalid("slug", "slug-shape");
        if (RESERVED.contains(text) || console.startsWith(text + ".")) throw Problem.invalid("slug", "slug-reserved");
        return new Slug(text);
    }
}
