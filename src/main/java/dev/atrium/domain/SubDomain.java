package dev.atrium.domain;

import dev.atrium.kernel.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A label under the installation's own domain: 3 to 63 of {@code [a-z0-9-]}, no hyphen at either end, nothing reserved. */
record SubDomain(String label) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    /** Names that people take for the installation's own, or that mail and browsers treat in a way of their own. */
    private static final Set<String> RESERVED = Set.of(
            "abuse",
            "accounts",
            "acme-challenge",
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
            "dev",
            "dns",
            "docs",
            "files",
            "ftp",
            "help",
            "hostmaster",
            "imap",
            "info",
            "internal",
            "login",
            "mail",
            "mta-sts",
            "noreply",
            "ns1",
            "ns2",
            "ns3",
            "oauth",
            "operator",
            "pay",
            "pop",
            "pop3",
            "portal",
            "portals",
            "postmaster",
            "root",
            "secure",
            "security",
            "smtp",
            "sso",
            "staging",
            "static",
            "status",
            "support",
            "test",
            "webmail",
            "webmaster",
            "wpad",
            "www");

    /**
     * What a person typed.
     *
     * @throws Problem that says at the field what is wrong
     */
    static SubDomain of(String typed) {
        var label = typed.strip().toLowerCase(Locale.ROOT);
        if (label.length() < 3 || label.length() > 63) throw Problem.invalid("sub_domain", "sub-domain-length");
        // Labels with hyphens in the third and fourth place are IDNA's (RFC 5891, section 4.2.3.1).
        if (!FORM.matcher(label).matches() || label.startsWith("--", 2))
            throw Problem.invalid("sub_domain", "sub-domain-form");
        if (RESERVED.contains(label)) throw Problem.invalid("sub_domain", "sub-domain-reserved");
        return new SubDomain(label);
    }
}
