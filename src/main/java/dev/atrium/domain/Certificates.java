package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.kernel.Periodic;
import dev.atrium.kernel.StartFailure;
import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.Hosts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that this server shows in handshakes: of verified domains and of the installation's own names. One map is
 * asked for the exact name and replaced as a whole; nothing is kept of names that were asked for and are not in it, so that no
 * number of handshakes makes it grow.
 */
public final class Certificates {
    /** Bus address: a certificate came or went. */
    static final String CHANGED = "certificates.changed";

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final int PAGE = 500;
    private static final int MOST = 20_000;
    private static final long EVERY_MS = 5 * 60 * 1000;

    /** A certificate with its key. */
    record Entry(PrivateKey key, List<X509Certificate> chain) {
        /** The algorithm that both are of. */
        String algorithm() {
            return chain.getFirst().getPublicKey().getAlgorithm();
        }
    }

    private final Vertx vertx;
    private final Db db;
    private final Keys keys;
    private final Hosts hosts;
    private final Config.Tls config;
    private volatile Map<String, Entry> byHost = Map.of();
    private volatile @Nullable Entry own;

    Certificates(Vertx vertx, Db db, Keys keys, Hosts hosts, Config.Tls config) {
        this.vertx = vertx;
        this.db = db;
        this.keys = keys;
        this.hosts = hosts;
        this.config = config;
    }

    /** Reads all, and from now on whatever changes; before the first handshake. */
    public Future<Void> open() {
        if (!config.on()) return Future.succeededFuture();
        vertx.eventBus().consumer(CHANGED, message -> reload());
        Periodic.every(vertx, EVERY_MS, this::reload);
        return vertx.executeBlocking(this::installation)
                .onSuccess(found -> own = found.orElse(null))
                .compose(x -> reload());
    }

    /** What the server is started with: it asks for each handshake anew. */
    public KeyCertOptions options() {
        return KeyCertOptions.wrap(new SniKeys(this));
    }

    /** What is shown for the name of a handshake; none for a name that is nobody's. */
    Optional<Entry> of(String alias) {
        if (alias.isEmpty() || hosts.owns(alias)) return Optional.ofNullable(own);
        return Optional.ofNullable(byHost.get(alias));
    }

    int size() {
        return byHost.size();
    }

    Future<Void> reload() {
        return page("", new HashMap<>())
                .onSuccess(all -> byHost = Map.copyOf(all))
                .onFailure(e -> LOG.warn("certificates were not read: {}", e.toString()))
                .mapEmpty();
    }

    private Future<Map<String, Entry>> page(String after, Map<String, Entry> all) {
        return CertificateStore.page(db, after, PAGE)
                .compose(rows -> vertx.executeBlocking(() -> open(rows, all))
                        .compose(x -> rows.size() < PAGE || all.size() >= MOST
                                ? Future.succeededFuture(all)
                                : page(rows.getLast().host(), all)));
    }

    private Map<String, Entry> open(List<CertificateStore.Kept> rows, Map<String, Entry> all) {
        for (var row : rows) {
            try {
                var key = Pem.key(keys.open(purpose(row.host()), row.locked().getBytes()));
                all.put(row.host(), new Entry(key, Pem.chain(row.chain())));
            } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
                LOG.warn("the certificate of {} cannot be read: {}", row.host(), e.toString());
            }
        }
        return all;
    }

    static String purpose(String host) {
        return "certificate " + host;
    }

    private Optional<Entry> installation() throws GeneralSecurityException {
        if (config.certificate().isEmpty()) return Optional.empty();
        try {
            var chain = Pem.chain(Files.readString(Path.of(config.certificate())));
            var key = Pem.key(Pem.bytes(Files.readString(Path.of(config.key()))));
            if (chain.isEmpty()) throw new StartFailure("There is no certificate in " + config.certificate() + ".");
            return Optional.of(new Entry(key, chain));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure("The files of tls.certificate and tls.key cannot be read: " + e.getMessage(), e);
        }
    }
}
