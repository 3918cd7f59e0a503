package dev.atrium.domain;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What receivers look up of the domain that mails come from: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489), what should
 * stand there beside what does. Under which selector a server signs is its own affair: the usual ones are asked.
 */
final class SenderRecords {
    /** By the end of the mail server's name: what its provider says belongs into SPF, and where it publishes its keys. */
    private record Provider(String include, List<String> selectors) {}

    private static final Map<String, Provider> PROVIDERS = Map.of(
            "gmail.com", new Provider("_spf.google.com", List.of("google")),
            "google.com", new Provider("_spf.google.com", List.of("google")),
            "office365.com", new Provider("spf.protection.outlook.com", List.of("selector1", "selector2")),
            "mailgun.org", new Provider("mailgun.org", List.of("mx", "pic", "krs", "smtp")),
            "sendgrid.net", new Provider("sendgrid.net", List.of("s1", "s2")),
            "postmarkapp.com", new Provider("spf.mtasv.net", List.of("pm")),
            "amazonaws.com", new Provider("amazonses.com", List.of()),
            "mailjet.com", new Provider("spf.mailjet.com", List.of("mailjet")),
            "brevo.com", new Provider("spf.brevo.com", List.of("brevo1", "brevo2", "mail")),
            "zoho.com", new Provider("zohomail.com", List.of("zmail", "zoho")));
    private static final Provider UNKNOWN = new Provider("", List.of());
    private static final List<String> USUAL =
            List.of("default", "mail", "dkim", "selector1", "selector2", "google", "k1", "s1", "s2", "smtp");

    /** How a record stands. */
    enum State {
        GOOD,
        WARN,
        BAD
    }

    /**
     * A record as it should be beside how it is.
     *
     * @param word what is to be said of it, a message {@code sender-dns.said.<word>} that {@code arg} fills
     */
    record Line(
            String title, String name, String expected, List<String> observed, State state, String word, String arg) {}

    /** Every word that is said of a record. */
    static final List<String> WORDS = List.of(
            "silent",
            "spf-good",
            "spf-missing",
            "spf-two",
            "spf-open",
            "spf-other",
            "dkim-good",
            "dkim-unseen",
            "dmarc-good",
            "dmarc-watching",
            "dmarc-missing",
            "dmarc-two");

    private final Dns dns;

    SenderRecords(Dns dns) {
        this.dns = dns;
    }

    /** Looks all of them up now; never fails. {@code server} is the mail server's name. */
    Future<List<Line>> look(String domain, String server) {
        var provider = provider(server);
        return dns.resolvers().otherwise(List.of()).compose(all -> {
            if (all.isEmpty()) return Future.succeededFuture(List.of());
            var resolver = all.getFirst();
            var spf = texts(resolver, domain);
            var dkim = keys(resolver, domain, provider);
            var dmarc = dmarc(resolver, domain);
            return Future.all(spf, dkim, dmarc)
                    .map(x -> List.of(spf(domain, server, provider, spf.result()), dkim.result(), dmarc.result()));
        });
    }

    private static Provider provider(String server) {
        return PROVIDERS.entrySet().stream()
                .filter(known -> server.equals(known.getKey()) || server.endsWith("." + known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** What a name says in TXT; {@code known} is false where nobody answered. */
    private record Texts(boolean known, List<String> all) {
        List<String> of(String version) {
            return all.stream()
                    .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(version))
                    .toList();
        }
    }

    private Future<Texts> texts(SimpleResolver resolver, String name) {
        return dns.ask(resolver, name, Type.TXT)
                .map(answer -> new Texts(
                        answer.outcome() == Dns.Outcome.KNOWN,
                        answer.of(TXTRecord.class).stream()
                                .map(record -> String.join("", record.getStrings()))
                                .toList()));
    }

    private static Line spf(String domain, String server, Provider provider, Texts texts) {
        var mechanism = provider.include().isEmpty() ? "a:" + server : "include:" + provider.include();
        var found = texts.of("v=spf1");
        var expected = expected(mechanism, found);
        if (!texts.known()) return new Line("SPF", domain, expected, List.of(), State.WARN, "silent", "");
        if (found.isEmpty()) return new Line("SPF", domain, expected, found, State.BAD, "spf-missing", "");
        if (found.size() > 1) return new Line("SPF", domain, expected, found, State.BAD, "spf-two", "");
        var record = found.getFirst().toLowerCase(Locale.ROOT);
        if (record.matches(".*\\s\\+?all(\\s.*)?"))
            return new Line("SPF", domain, expected, found, State.BAD, "spf-open", "");
        // A server that nobody knows may send from an address that another mechanism names.
        boolean named = provider.include().isEmpty() || record.contains(mechanism);
        return named
                ? new Line("SPF", domain, found.getFirst(), found, State.GOOD, "spf-good", "")
                : new Line("SPF", domain, expected, found, State.WARN, "spf-other", mechanism);
    }

    /** One that is there is added to: a second one would make both worthless. */
    private static String expected(String mechanism, List<String> found) {
        if (found.size() != 1) return "v=spf1 " + mechanism + " ~all";
        var words = new ArrayList<>(List.of(found.getFirst().strip().split("\\s+")));
        words.removeIf(word -> word.equalsIgnoreCase("+all") || word.equalsIgnoreCase("all"));
        boolean ends = words.getLast().toLowerCase(Locale.ROOT).matches("[-~?]all|redirect=.*");
        if (!words.contains(mechanism)) words.add(ends ? words.size() - 1 : words.size(), mechanism);
        if (!ends) words.add("~all");
        return String.join(" ", words);
    }

    private Future<Line> keys(SimpleResolver resolver, String domain, Provider provider) {
        var selectors = Stream.concat(provider.selectors().stream(), USUAL.stream())
                .distinct()
                .toList();
        var asked = selectors.stream()
                .map(selector -> texts(resolver, selector + "._domainkey." + domain))
                .toList();
        return Future.all(asked).map(x -> {
            for (int i = 0; i < selectors.size(); i++) {
                var keys = asked.get(i).result().all().stream()
                        .filter(text -> text.matches("(?s).*\\bp=[A-Za-z0-9+/].*"))
                        .map(text -> text.length() > 60 ? text.substring(0, 60) + "…" : text)
                        .toList();
                var name = selectors.get(i) + "._domainkey." + domain;
                if (!keys.isEmpty())
                    return new Line("DKIM", name, keys.getFirst(), keys, State.GOOD, "dkim-good", selectors.get(i));
            }
            boolean silent = asked.stream().noneMatch(one -> one.result().known());
            var name =
                    (provider.selectors().isEmpty() ? "…" : provider.selectors().getFirst()) + "._domainkey." + domain;
            return new Line(
                    "DKIM",
                    name,
                    "v=DKIM1; k=rsa; p=…",
                    List.of(),
                    State.WARN,
                    silent ? "silent" : "dkim-unseen",
                    selectors.stream().limit(4).collect(Collectors.joining(", ")));
        });
    }

    /** That of the domain itself, else that of the one above (RFC 7489, section 6.6.3). */
    private Future<Line> dmarc(SimpleResolver resolver, String domain) {
        var own = "_dmarc." + domain;
        return texts(resolver, own).compose(texts -> {
            var found = texts.of("v=dmarc1");
            int labels = domain.split("\\.").length;
            if (!found.isEmpty() || labels < 3 || !texts.known())
                return Future.succeededFuture(dmarc(domain, own, texts.known(), found));
            var above = "_dmarc." + domain.substring(domain.indexOf('.') + 1);
            return texts(resolver, above).map(more -> {
                var inherited = more.of("v=dmarc1");
                return dmarc(domain, inherited.isEmpty() ? own : above, true, inherited);
            });
        });
    }

    private static Line dmarc(String domain, String name, boolean known, List<String> found) {
        var expected = String.join(";", "v=DMARC1", "p=none", "rua=mailto:postmaster@" + domain);
        if (!known) return new Line("DMARC", name, expected, List.of(), State.WARN, "silent", "");
        if (found.isEmpty()) return new Line("DMARC", name, expected, found, State.BAD, "dmarc-missing", "");
        if (found.size() > 1) return new Line("DMARC", name, expected, found, State.BAD, "dmarc-two", "");
        var record = found.getFirst();
        boolean watches = record.toLowerCase(Locale.ROOT).matches(".*;\\s*p\\s*=\\s*none\\b.*");
        return new Line("DMARC", name, record, found, State.GOOD, watches ? "dmarc-watching" : "dmarc-good", "");
    }
}
