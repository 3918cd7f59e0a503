package dev.atrium.domain;

import dev.atrium.config.Config;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** The client of a certificate authority (RFC 8555). It blocks: only on the threads that orders are placed on. */
final class Acme {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration CALL = Duration.ofSeconds(15);

    /** An order that waits for its proofs to be answered. */
    record Pending(Order order, List<Http01Challenge> challenges) {}

    /** A certificate, fresh. */
    record Issued(List<X509Certificate> chain, KeyPair key) {}

    /** The authority said no; {@code retry} where it said from when on, {@code caa} where CAA is the reason. */
    static final class Refused extends Exception {
        private final transient Optional<Instant> retry;
        private final boolean caa;

        Refused(String why, Optional<Instant> retry, boolean caa) {
            super(why);
            this.retry = retry;
            this.caa = caa;
        }

        Optional<Instant> retry() {
            return retry;
        }

        boolean caa() {
            return caa;
        }
    }

    private final Config.Tls config;

    Acme(Config.Tls config) {
        this.config = config;
    }

    /** Places an order for {@code host}; its challenges must be answered before {@link #finish}. */
    Pending begin(KeyPair account, HostName host) throws Refused {
        try {
            var session = new Session(URI.create(config.acmeDirectory()));
            session.networkSettings().setTimeout(CALL);
            var builder = new AccountBuilder().useKeyPair(account);
            if (config.acmeAgree()) builder.agreeToTermsOfService();
            if (!config.acmeContact().isEmpty()) builder.addContact(config.acmeContact());
            var order =
                    builder.createLogin(session).newOrder().domain(host.ascii()).create();
            var challenges = new ArrayList<Http01Challenge>();
            for (var authorization : order.getAuthorizations()) {
                if (authorization.getStatus() == Status.VALID) continue;
                challenges.add(authorization
                        .findChallenge(Http01Challenge.class)
                        .orElseThrow(() -> new Refused("no-http-01", Optional.empty(), false)));
            }
            return new Pending(order, challenges);
        } catch (AcmeException e) {
            throw refused(e);
        }
    }

    /** Lets the authority look, and fetches what it issues. */
    Issued finish(Pending pending) throws Refused, InterruptedException, GeneralSecurityException {
        try {
            for (var challenge : pending.challenges()) challenge.trigger();
            for (var challenge : pending.challenges()) {
                if (challenge.waitForCompletion(WAIT) != Status.VALID) throw refused(challenge.getError());
            }
            var order = pending.order();
            if (order.waitUntilReady(WAIT) == Status.INVALID) throw refused(order.getError());
            var key = Pem.key();
            order.execute(key);
            if (order.waitForCompletion(WAIT) != Status.VALID) throw refused(order.getError());
            return new Issued(order.getCertificate().getCertificateChain(), key);
        } catch (AcmeException e) {
            throw refused(e);
        }
    }

    private static Refused refused(Optional<org.shredzone.acme4j.Problem> error) {
        var why = error.map(org.shredzone.acme4j.Problem::toString).orElse("timeout");
        var detail = error.flatMap(org.shredzone.acme4j.Problem::getDetail).orElse(why);
        boolean caa = error.map(problem -> problem.getType().toString().endsWith(":caa"))
                .orElse(false);
        return new Refused(detail, Optional.empty(), caa);
    }

    private static Refused refused(AcmeException e) {
        return switch (e) {
            case AcmeRateLimitedException limited -> new Refused(said(e), limited.getRetryAfter(), false);
            case AcmeServerException server ->
                new Refused(
                        said(e), Optional.empty(), server.getType().toString().endsWith(":caa"));
            default -> new Refused(said(e), Optional.empty(), false);
        };
    }

    private static String said(AcmeException e) {
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e.getCause() instanceof IOException io ? message + ": " + io : message;
    }
}
