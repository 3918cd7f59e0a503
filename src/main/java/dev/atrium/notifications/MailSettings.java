package dev.atrium.notifications;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a business sends its mail. Empty texts mean: the portal's name, its support address, no footer.
 *
 * @param version counts the changes that people made; 0 where there was none
 */
record MailSettings(int version, String fromName, String replyTo, String footer, Server server, Circuit circuit) {
    private static final int NAME_MAX = 100;
    private static final int FOOTER_MAX = 500;
    private static final int FOOTER_LINES = 6;

    static final MailSettings NONE = new MailSettings(
            0,
            "",
            "",
            "",
            new Server(false, "", 587, Tls.STARTTLS, "", false, "", false),
            new Circuit(0, null, "", null, null));

    /** How the way to the mail server is secured; there is no other way. */
    enum Tls {
        /** The connection turns to TLS before anything is said, or ends. */
        STARTTLS,
        /** TLS from the first byte. */
        IMPLICIT
    }

    /**
     * The business' own mail server.
     *
     * @param secret whether a password is kept
     * @param codesByPlatform whether mails that guard an account go by the platform's server while this one fails
     */
    record Server(
            boolean on,
            String host,
            int port,
            Tls tls,
            String user,
            boolean secret,
            String from,
            boolean codesByPlatform) {
        private static final Pattern HOST = Pattern.compile(
                "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
        /** Where mail servers listen; anything else would turn the portal into a scanner of ports. */
        static final Set<Integer> PORTS = Set.of(25, 465, 587, 2525);

        /** @throws Problem naming the field */
        static Server of(
                boolean on,
                String host,
                String port,
                String tls,
                String user,
                boolean secret,
                String from,
                boolean codes,
                boolean anyPort) {
            if (!host.isEmpty() && !HOST.matcher(host).matches()) throw Problem.invalid("host", "mail-host");
            int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
            boolean open = anyPort ? number > 0 && number < 65_536 : PORTS.contains(number);
            if (!open) throw Problem.invalid("port", "mail-port");
            if (user.length() > 254 || user.chars().anyMatch(Character::isISOControl))
                throw Problem.invalid("user", "mail-user");
            if (on && host.isEmpty()) throw Problem.invalid("host", "mail-host");
            var address = from.isEmpty() && !on
                    ? ""
                    : Email.parse(from)
                            .orElseThrow(() -> Problem.invalid("from", Email.INVALID))
                            .address();
            var way = tls.equals("implicit") ? Tls.IMPLICIT : Tls.STARTTLS;
            return new Server(on, host, number, way, user, secret, address, codes);
        }
    }

    /**
     * How the business' own server does.
     *
     * @param failures in a row
     * @param restsUntil until when it is left alone
     * @param fault what it said last, empty where it does well
     */
    record Circuit(
            int failures,
            @Nullable Instant restsUntil,
            String fault,
            @Nullable Instant since,
            @Nullable Instant succeeded) {
        boolean failing() {
            return failures > 0;
        }
    }

    /** The sender as typed: a name that fits into a header, one address, a few lines. */
    MailSettings named(String name, String reply, String foot) {
        if (name.codePointCount(0, name.length()) > NAME_MAX)
            throw Problem.invalid("from_name", "wording-long", NAME_MAX);
        if (!HeaderText.clean(name).value().equals(name)) throw Problem.invalid("from_name", "mail-name");
        var address = reply.isEmpty()
                ? ""
                : Email.parse(reply)
                        .orElseThrow(() -> Problem.invalid("reply_to", Email.INVALID))
                        .address();
        var lines =
                foot.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        var text = String.join("\n", lines);
        if (text.codePointCount(0, text.length()) > FOOTER_MAX)
            throw Problem.invalid("footer", "wording-long", FOOTER_MAX);
        if (lines.size() > FOOTER_LINES) throw Problem.invalid("footer", "mail-footer-lines", FOOTER_LINES);
        return new MailSettings(version, name, address, text, server, circuit);
    }

    HeaderText sender(Tenant tenant) {
        return HeaderText.clean(fromName.isEmpty() ? tenant.branding().portalName() : fromName);
    }

    String replyTo(Tenant tenant) {
        return replyTo.isEmpty() ? tenant.branding().supportEmail() : replyTo;
    }

    /** The address that mails come from, where it is the business' own. */
    Optional<Email> from() {
        return server.on() ? Email.parse(server.from()) : Optional.empty();
    }
}
