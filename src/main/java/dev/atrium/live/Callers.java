package dev.atrium.live;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Living;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Web.BearerTokens;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Who sits at the other end of a line: proven by a token, or by a browser's session and the token of its open page. */
final class Callers {
    private static final String PURPOSE = "feeds-of-page";
    private static final String JOB = "feeds";
    /** An access token is worth at most this long; whoever listens longer renews it. */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    /**
     * An account, or a program of the business; one of the two is null.
     *
     * @param until when the proof ends; null where it ends with the session
     */
    record Caller(
            @Nullable Session session,
            Principal.@Nullable Business business,
            @Nullable Instant until) {
        /** The account, or the key of the business. */
        UUID who() {
            return session == null ? Objects.requireNonNull(business).key() : session.account();
        }

        /** What ends: the session, or the key. */
        UUID holder() {
            return session == null ? Objects.requireNonNull(business).key() : session.id();
        }

        private Principal principal() {
            return session == null ? Objects.requireNonNull(business) : session.principal();
        }
    }

    private final Db db;
    private final Clock clock;
    private final Keys keys;
    private final BearerTokens tokens;
    private final Turnstile turnstile;

    Callers(Db db, Clock clock, Keys keys, BearerTokens tokens, Turnstile turnstile) {
        this.turnstile = turnstile;
        this.db = db;
        this.clock = clock;
        this.keys = keys;
        this.tokens = tokens;
    }

    /** When a token that is good now is worth nothing any more, at the latest. */
    Instant tokenEnds() {
        return clock.now().plus(TOKEN_LIFE);
    }

    /**
     * Proven by an access token or a key, of an account with the scope {@code feeds:read} or of the business; empty for
     * whatever reason it is not.
     */
    Future<Optional<Caller>> bearer(Tenant tenant, String token) {
        return turnstile.pass(() -> tokens.check(tenant, token, "")).map(found -> found.flatMap(this::caller));
    }

    private Optional<Caller> caller(BearerTokens.Bearer proof) {
        return switch (proof) {
            case BearerTokens.Bearer.ForAccount a ->
                a.program().scopes().contains(LiveModule.SCOPE)
                        ? Optional.of(new Caller(a.session(), null, tokenEnds()))
                        : Optional.empty();
            case BearerTokens.Bearer.ForBusiness b -> Optional.of(new Caller(null, b.program(), tokenEnds()));
        };
    }

    /**
     * What a page bears so that it, and no page of another site, may use the session's cookie for feeds: a second lock beside
     * the Origin (OWASP ASVS 4.4.2). It holds for this session alone and ends with it.
     */
    String pageToken(Tenant tenant, Session session) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.linkMac(
                        PURPOSE, tenant.id().toString(), session.id().toString()));
    }

    boolean page(Tenant tenant, Caller cookie, String token) {
        return MessageDigest.isEqual(
                pageToken(tenant, Objects.requireNonNull(cookie.session()))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                token.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /**
     * Whoever has not ended, as they are now.
     *
     * @param ends when time alone will end their session or key, unless it is used meanwhile
     */
    record Still(Caller caller, Instant ends) {}

    /** Of many of one tenant, in the same order; empty where the session, or the key, has ended. */
    Future<List<Optional<Still>>> again(Tenant tenant, List<Caller> callers) {
        return db.read(Scope.job(tenant.id(), JOB), tx -> {
            var sessions = Sessions.living(tx, ids(callers, caller -> caller.business() == null));
            var keys = Sessions.keysEnd(tx, ids(callers, caller -> caller.business() != null));
            return sessions.compose(living -> keys.map(ends ->
                    callers.stream().map(caller -> still(caller, living, ends)).toList()));
        });
    }

    private static List<UUID> ids(List<Caller> callers, Predicate<Caller> of) {
        return callers.stream().filter(of).map(Caller::holder).distinct().toList();
    }

    private static Optional<Still> still(Caller caller, Map<UUID, Living> living, Map<UUID, Instant> keys) {
        var session = caller.session();
        if (session == null)
            return Optional.ofNullable(keys.get(caller.holder())).map(ends -> new Still(caller, ends));
        var now = living.get(session.id());
        return now == null || !now.account().equals(session.account())
                ? Optional.empty()
                : Optional.of(new Still(new Caller(session.now(now), null, caller.until()), now.ends()));
    }

    /** Those who listen, of whom some may not any more. */
    record Listening(Caller caller, FeedName feed) {}

    /** Whether each may still hear what was opened for them, in the same order. */
    Future<List<Boolean>> still(Teller teller, Tenant tenant, List<Listening> listening) {
        return db.read(Scope.job(tenant.id(), JOB), tx -> {
            var people = new ArrayList<FeedSource.Listener>();
            var programs = new ArrayList<Future<Void>>();
            var still = new HashSet<Integer>();
            for (int i = 0; i < listening.size(); i++) {
                int number = i;
                var one = listening.get(i);
                var session = one.caller().session();
                if (session != null) people.add(new FeedSource.Listener(number, session, one.feed()));
                else
                    programs.add(
                            teller.open(tx, tenant, one.caller(), one.feed()).map(found -> {
                                if (found.equals(Optional.of(one.feed()))) still.add(number);
                                return null;
                            }));
            }
            return Future.all(programs)
                    .compose(x -> teller.still(tx, tenant, people))
                    .map(those -> {
                        still.addAll(those);
                        return IntStream.range(0, listening.size())
                                .mapToObj(still::contains)
                                .toList();
                    });
        });
    }

    /** Everybody's own feed and what the features open, as {@code caller} may hear it; in line with those who come. */
    Future<List<Optional<FeedName>>> inLine(Teller teller, Tenant tenant, Caller caller, List<FeedName> asked) {
        return turnstile.pass(() -> opens(teller, tenant, caller, asked));
    }

    private Future<List<Optional<FeedName>>> opens(Teller teller, Tenant tenant, Caller caller, List<FeedName> asked) {
        var scope = new Scope(tenant.id(), caller.principal(), Locale.ENGLISH);
        return db.read(
                scope,
                tx -> Future.all(asked.stream()
                                .map(feed -> teller.open(tx, tenant, caller, feed))
                                .toList())
                        .map(all -> all.<Optional<FeedName>>list()));
    }
}
