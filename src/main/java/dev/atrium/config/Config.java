package dev.atrium.config;

import dev.atrium.kernel.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, typed and checked before anything starts. Keys, meanings and defaults stand in
 * {@code conf/portal.yaml}; each can be set by the environment (http.port is PORTAL_HTTP_PORT). Secrets print as stars.
 */
public record Config(
        Path home,
        Http http,
        Hosts hosts,
        Management management,
        Database database,
        Mail mail,
        Security security,
        Limits limits,
        Media media,
        Outside outside,
        Domains domains,
        Tls tls,
        Path dataDir,
        boolean development,
        boolean pseudoLanguages) {
    private static final long MB = 1024 * 1024;

    public enum Scheme {
        HTTP,
        HTTPS
    }

    public enum StartTls {
        DISABLED,
        OPTIONAL,
        REQUIRED,
        /** No STARTTLS, since TLS stands from the first byte (RFC 8314, section 3.3; port 465). */
        IMPLICIT
    }

    /**
     * @param publicPort the port that links carry; 0 means the one that is listened on
     * @param loops event loops and web verticles; 0 means one per core
     * @param nativeTransport whether sockets are served by epoll where the system has it, in place of java.nio
     * @param drainNoticeMillis how long a stopping server still answers, asking each client to leave
     */
    public record Http(
            String address,
            int port,
            Scheme publicScheme,
            int publicPort,
            int loops,
            boolean nativeTransport,
            List<String> trustedProxies,
            int drainNoticeMillis) {}

    /** Of whom among staff a second factor is asked. */
    public enum StaffFactor {
        REQUIRED,
        OPTIONAL
    }

    public enum StorageKind {
        DISK,
        S3
    }

    /** Portals answer at {@code slug.base}; {@code console} is the staff's host, {@code files} that of original files. */
    public record Hosts(String base, String console, String files) {}

    public record Management(String address, int port) {}

    /** The owner may create roles and tables; without one the schema is expected to be there. */
    public record Database(
            String host,
            int port,
            String name,
            String user,
            Secret password,
            String ownerUser,
            Secret ownerPassword,
            int poolSize) {}

    /** Where tenants' own mail servers may stand. */
    public enum TenantHosts {
        /** On the open internet, at the ports of mail. */
        PUBLIC,
        /** Anywhere that this machine can reach. */
        ANY
    }

    /**
     * @param trust a PEM file of authorities that mail servers' certificates may come from; null: those of this machine
     * @param tenantHosts where tenants' own mail servers may stand
     */
    public record Mail(
            String host,
            int port,
            String user,
            Secret password,
            StartTls startTls,
            @Nullable Path trust,
            String from,
            int connections,
            Secret bounceSecret,
            TenantHosts tenantHosts) {}

    /**
     * @param secret 32 bytes or more in Base64; every keyed hash and sealed value hangs on it
     * @param staffFactor whether staff without a second factor must set one up before anything else
     * @param argonMemoryKib memory of one password hash, in KiB
     */
    public record Security(Secret secret, int argonMemoryKib, int argonIterations, StaffFactor staffFactor) {}

    /** Attempts per time; each is counted in the database, so that a restart forgives nothing. */
    public record Limits(
            int codesPerAddressPerHour,
            int codesPerIpPerHour,
            int codeFailuresPerAddressPerDay,
            int codeMailsPerTenantPerHour,
            int passwordFailures,
            int signInPerIpPerMinute,
            int requestsPerIpPerSecond,
            int apiRequestsPerMinute,
            int messagesPerPersonPerMinute,
            int conversationsPerPersonPerHour,
            int socketsPerAccount,
            int handshakesPerSecond,
            int postsPerMinute,
            int factRoundsPerSecond) {}

    /**
     * Where files lie and how large they may be.
     *
     * @param dir uploads under way, and the files themselves where the storage is the disk
     * @param tenantBytes what one tenant may keep where its own row says nothing
     */
    public record Media(
            StorageKind storage, Path dir, long clientFileBytes, long staffFileBytes, long tenantBytes, S3 s3) {}

    /**
     * Where the server speaks to addresses that people name.
     *
     * @param http plain HTTP too, at port 80
     * @param loopback this very machine too: for tests and the demo, never for a server that strangers use
     */
    public record Outside(boolean http, boolean loopback) {}

    /** A bucket that speaks the S3 protocol, addressed by path. */
    public record S3(String endpoint, String region, String bucket, String accessKey, Secret secretKey) {}

    /**
     * Where domains of a business's own must point, and whom we ask about it.
     *
     * @param target the name that their CNAME records carry
     * @param addresses what an apex's A and AAAA records carry; empty where {@code target} is resolved
     * @param resolvers {@code address} or {@code address:port}, at most three; empty where the machine's own are asked
     * @param timeoutMillis of one question
     * @param certifier what a CAA record must allow; empty where CAA is of no interest
     * @param connect how providers that speak Domain Connect know our template
     */
    public record Domains(
            String target,
            List<String> addresses,
            List<String> resolvers,
            int timeoutMillis,
            String certifier,
            Connect connect) {}

    /**
     * @param provider and {@code service} our template's names; without the first nothing is offered
     * @param key PEM of the RSA key that signs, empty where links are not signed; {@code keyName} where its public half lies
     * @param insecure plain HTTP to any address: tests alone
     */
    public record Connect(String provider, String service, Secret key, String keyName, boolean insecure) {}

    /**
     * TLS on this server.
     *
     * @param port 0 where a proxy ends TLS, -1 for any free one
     * @param certificate PEM file of the installation's own names (sub-domains, console, files), {@code key} its key
     * @param acmeDirectory of the authority that certifies custom domains; empty where nobody does
     */
    public record Tls(
            int port, String certificate, String key, String acmeDirectory, String acmeContact, boolean acmeAgree) {
        public boolean on() {
            return port != 0;
        }

        /** Whether verified domains get certificates by themselves. */
        public boolean certifies() {
            return on() && !acmeDirectory.isEmpty();
        }
    }

    /** Reads {@code home/conf/portal.yaml}, the environment over it and {@code overrides} over both. */
    public static Config load(Path home, Map<String, String> environment, Map<String, String> overrides) {
        var settings = new Settings(home.resolve("conf/portal.yaml"), environment, overrides);
        var config = read(home, settings);
        settings.refuseUnknown();
        return config;
    }

    static Config read(Path home, Settings s) {
        return new Config(
                home,
                new Http(
                        s.text("http.address", "0.0.0.0"),
                        s.number("http.port", 8080, 0, 65535),
                        s.choice("http.public-scheme", Scheme.HTTP),
                        s.number("http.public-port", 0, 0, 65535),
                        s.number("http.loops", 0, 0, 64),
                        s.flag("http.native-transport", true),
                        s.list("http.trusted-proxies"),
                        s.number("http.drain-notice-ms", 1000, 0, 3000)),
                hosts(s),
                new Management(s.text("management.address", "127.0.0.1"), s.number("management.port", 8081, 0, 65535)),
                database(s),
                mail(home, s),
                security(s),
                limits(s),
                media(home, s),
                new Outside(s.flag("outside.http", false), s.flag("outside.loopback", false)),
                domains(s),
                tls(s),
                home.resolve(s.text("data.dir", "data")),
                s.flag("development", false),
                s.flag("pseudo-languages", false));
    }

    private static Hosts hosts(Settings s) {
        var base = s.text("hosts.base", "localhost").toLowerCase(Locale.ROOT);
        return new Hosts(
                base,
                s.text("hosts.console", "console.localhost").toLowerCase(Locale.ROOT),
                s.text("hosts.files", "files.localhost").toLowerCase(Locale.ROOT));
    }

    private static Domains domains(Settings s) {
        var target = s.text("domains.target", "").toLowerCase(Locale.ROOT);
        return new Domains(
                target.isEmpty() ? s.text("hosts.base", "localhost").toLowerCase(Locale.ROOT) : target,
                s.list("domains.addresses"),
                s.list("domains.resolvers").stream().limit(3).toList(),
                s.number("domains.timeout-ms", 3000, 100, 10_000),
                s.text("domains.certifier", "letsencrypt.org").toLowerCase(Locale.ROOT),
                new Connect(
                        s.text("domains.connect-provider", ""),
                        s.text("domains.connect-service", "portal"),
                        new Secret(s.text("domains.connect-key", "")),
                        s.text("domains.connect-key-name", ""),
                        s.flag("domains.connect-insecure", false)));
    }

    private static Tls tls(Settings s) {
        var tls = new Tls(
                s.number("tls.port", 0, -1, 65535),
                s.text("tls.certificate", ""),
                s.text("tls.key", ""),
                s.text("tls.acme-directory", ""),
                s.text("tls.acme-contact", ""),
                s.flag("tls.acme-agree", false));
        if (tls.certifies() && !tls.acmeAgree())
            throw new StartFailure(
                    "Set tls.acme-agree to true once you have read the terms of the authority at tls.acme-directory.");
        if (tls.certificate().isEmpty() != tls.key().isEmpty())
            throw new StartFailure("The settings tls.certificate and tls.key belong together.");
        return tls;
    }

    private static Media media(Path home, Settings s) {
        var kind = s.choice("media.storage", StorageKind.DISK);
        var dir = s.text("media.dir", "");
        return new Media(
                kind,
                dir.isEmpty() ? home.resolve(s.text("data.dir", "data")).resolve("media") : home.resolve(dir),
                s.number("media.client-file-mb", 100, 1, 5120) * MB,
                s.number("media.staff-file-mb", 5120, 1, 5120) * MB,
                s.number("media.tenant-mb", 51200, 1, 1_000_000_000) * MB,
                s3(s, kind == StorageKind.S3));
    }

    private static S3 s3(Settings s, boolean wanted) {
        var s3 = new S3(
                s.text("media.s3-endpoint", ""),
                s.text("media.s3-region", "us-east-1"),
                s.text("media.s3-bucket", ""),
                s.text("media.s3-access-key", ""),
                new Secret(s.text("media.s3-secret-key", "")));
        if (wanted && !s3.endpoint().matches("https?://[^/?#]+/?"))
            throw new StartFailure(
                    "The setting media.s3-endpoint must be an origin such as https://s3.eu-central-1.amazonaws.com.");
        if (wanted && !s3.bucket().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"))
            throw new StartFailure("The setting media.s3-bucket must name a bucket.");
        return s3;
    }

    private static Database database(Settings s) {
        return new Database(
                s.text("database.host", "127.0.0.1"),
                s.number("database.port", 5432, 0, 65535),
                s.text("database.name", "atrium"),
                s.text("database.user", "atrium"),
                new Secret(s.text("database.password", "")),
                s.text("database.owner-user", ""),
                new Secret(s.text("database.owner-password", "")),
                s.number("database.pool-size", 16, 2, 500));
    }

    private static Mail mail(Path home, Settings s) {
        var trust = s.text("mail.trust", "");
        if (!trust.isEmpty() && !Files.isReadable(home.resolve(trust)))
            throw new StartFailure("The file " + home.resolve(trust) + " of the setting mail.trust cannot be read.");
        return new Mail(
                s.text("mail.host", "127.0.0.1"),
                s.number("mail.port", 25, 0, 65535),
                s.text("mail.user", ""),
                new Secret(s.text("mail.password", "")),
                s.choice("mail.start-tls", StartTls.OPTIONAL),
                trust.isEmpty() ? null : home.resolve(trust),
                s.text("mail.from", "portal@localhost.localdomain"),
                s.number("mail.connections", 4, 1, 32),
                new Secret(s.text("mail.bounce-secret", "")),
                s.choice("mail.tenant-hosts", TenantHosts.PUBLIC));
    }

    private static Security security(Settings s) {
        var secret =
                s.required("security.secret", "32 random bytes in Base64, for example from 'openssl rand -base64 32'");
        try {
            if (Base64.getDecoder().decode(secret).length < 32) throw new IllegalArgumentException();
        } catch (IllegalArgumentException e) {
            throw new StartFailure("The setting security.secret must be at least 32 random bytes in Base64.");
        }
        return new Security(
                new Secret(secret),
                s.number("security.argon-memory-kib", 19456, 64, 262144),
                s.number("security.argon-iterations", 2, 1, 10),
                s.choice("console.second-factor", StaffFactor.REQUIRED));
    }

    private static Limits limits(Settings s) {
        return new Limits(
                s.number("limits.codes-per-address-per-hour", 5, 1, 1_000_000),
                s.number("limits.codes-per-ip-per-hour", 30, 1, 1_000_000),
                s.number("limits.code-failures-per-address-per-day", 20, 1, 1_000_000),
                s.number("limits.code-mails-per-tenant-per-hour", 2000, 1, 1_000_000),
                s.number("limits.password-failures", 5, 1, 1_000_000),
                s.number("limits.sign-in-per-ip-per-minute", 60, 1, 1_000_000),
                s.number("limits.requests-per-ip-per-second", 50, 1, 1_000_000),
                s.number("limits.api-requests-per-minute", 600, 1, 1_000_000),
                s.number("limits.messages-per-person-per-minute", 30, 1, 1_000_000),
                s.number("limits.conversations-per-person-per-hour", 20, 1, 1_000_000),
                s.number("limits.sockets-per-account", 20, 1, 1_000_000),
                s.number("limits.handshakes-per-second", 150, 1, 1_000_000),
                s.number("limits.posts-per-minute", 10, 1, 1_000_000),
                s.number("limits.fact-rounds-per-second", 4, 1, 1_000));
    }

    /** Whether browsers reach the portals over TLS, so that cookies are Secure and carry the {@code __Host-} prefix. */
    public boolean overTls() {
        return http.publicScheme() == Scheme.HTTPS;
    }
}
