package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The door to links by which the business lets a client in: single use, any browser, one hour to seven days. Only where the
 * portal's magic links are on.
 */
public final class SignInLinks {
    public static final Duration SHORTEST = Duration.ofHours(1);
    public static final Duration USUAL = Duration.ofDays(3);
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration PER_CONTACT = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * What is wished for.
     *
     * @param next a path that {@code Request.safe} let through; empty: the landing page
     * @param maker who wishes it, as its list shows them
     */
    public record Wish(UUID contact, String next, Duration life, String maker, String ip) {
        public Wish {
            if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) throw Problem.invalid("life", "link-life");
        }
    }

    /**
     * What came of it: a link, or why there is none. A refusal is a value and no failure, so that what was counted stays
     * counted: throw the problem once the transaction is through.
     *
     * @param url the address, only of a link that is handed over, and this once
     */
    public record Outcome(@Nullable UUID link, @Nullable Problem problem, String url) {
        static Outcome refused(Problem problem) {
            return new Outcome(null, problem, "");
        }

        /** The id of the link. */
        public UUID made() {
            if (problem != null) throw problem;
            return Objects.requireNonNull(link);
        }
    }

    private final Notifications notifications;
    private final Clock clock;
    private final int mailsPerHour;

    SignInLinks(Notifications notifications, Clock clock, int mailsPerHour) {
        this.notifications = notifications;
        this.clock = clock;
        this.mailsPerHour = mailsPerHour;
    }

    /** Mails a link to the address that the account has; at most one per contact in a minute. */
    public Future<Outcome> mail(Tx tx, Tenant tenant, Wish wish) {
        return new SignInLinkStore(tx).target(wish.contact()).compose(found -> {
            var target = found.orElseThrow(Problem::notFound);
            var refusal = refusal(target);
            if (refusal.isPresent()) return Future.succeededFuture(Outcome.refused(refusal.get()));
            return limits(tx, wish)
                    .compose(over -> over.isPresent()
                            ? Future.succeededFuture(Outcome.refused(over.get()))
                            : mail(tx, tenant, wish, target));
        });
    }

    private Future<Outcome> mail(Tx tx, Tenant tenant, Wish wish, SignInLinkStore.Target target) {
        return make(tx, tenant, wish, target, false).compose(made -> {
            var id = made.made();
            var until = clock.now().plus(wish.life());
            Map<String, Object> values = Map.of("link", made.url(), "until", until);
            var account = Objects.requireNonNull(target.account());
            Events.record(tx, new SignInLinkFact.Sent(wish.contact(), id));
            return notifications
                    .tell(
                            tx,
                            tenant,
                            Notice.of(Told.SIGN_IN_LINK, new Recipient.Account(account), values)
                                    .about("sign_in_link", id))
                    .map(new Outcome(id, null, ""));
        });
    }

    /** Makes a link that staff hand over themselves. Whoever opens it has proven no address, and the audit says so. */
    public Future<Outcome> hand(Tx tx, Tenant tenant, Wish wish) {
        return new SignInLinkStore(tx).target(wish.contact()).compose(found -> {
            var target = found.orElseThrow(Problem::notFound);
            var refusal = refusal(target);
            if (refusal.isPresent()) return Future.succeededFuture(Outcome.refused(refusal.get()));
            return make(tx, tenant, wish, target, true)
                    .compose(made -> Events.record(tx, new SignInLinkFact.Handed(wish.contact(), made.made()))
                            .map(made));
        });
    }

    private static Optional<Problem> refusal(SignInLinkStore.Target target) {
        if (!target.magicLinks()) return Optional.of(Problem.of(409, "magic-links-off"));
        if (target.account() == null) return Optional.of(Problem.of(409, "link-no-account"));
        if (!target.active()) return Optional.of(Problem.of(409, "link-account-closed"));
        if (Email.parse(target.email()).isEmpty()) return Optional.of(Problem.of(409, "link-no-address"));
        return Optional.empty();
    }

    private Future<Optional<Problem>> limits(Tx tx, Wish wish) {
        var contact = RateLimit.take(tx, "sign-in-link:" + wish.contact(), PER_CONTACT);
        var tenant = RateLimit.take(tx, "sign-in-link-mails", HOUR);
        return Future.all(contact, tenant).map(x -> {
            var own = contact.result();
            var all = tenant.result();
            if (own.over(1)) return Optional.of(Problem.tooMany("link-too-soon", own.waitSeconds(), own.waitSeconds()));
            if (all.over(mailsPerHour))
                return Optional.of(Problem.tooMany("links-too-many", all.waitSeconds(), all.waitMinutes()));
            return Optional.empty();
        });
    }

    private static Future<Outcome> make(
            Tx tx, Tenant tenant, Wish wish, SignInLinkStore.Target target, boolean handed) {
        var id = Ids.next();
        var token = Token.random();
        var detail = new JsonObject()
                .put("contact", wish.contact().toString())
                .put("next", wish.next())
                .put("hours", wish.life().toHours());
        return new SignInLinkStore(tx)
                .insert(
                        id,
                        token.hash(),
                        wish.contact(),
                        Objects.requireNonNull(target.account()),
                        new Email(target.email()),
                        wish.next(),
                        handed,
                        wish.maker(),
                        wish.life())
                .compose(x -> Audit.record(
                        tx,
                        handed ? "sign-in-link.handed" : "sign-in-link.sent",
                        "sign_in_link",
                        id,
                        detail,
                        wish.ip()))
                .map(new Outcome(id, null, tenant.origin() + "/login/link/" + token.text()));
    }

    /** The newest links of a contact, at most fifty. */
    public static Future<List<SignInLink>> of(Tx tx, UUID contact) {
        return new SignInLinkStore(tx).of(contact);
    }

    /** Takes a living link back; false where there is none such. {@code contact} null: whosever it is. */
    static Future<Boolean> revoke(Tx tx, UUID link, @Nullable UUID contact, String ip) {
        return new SignInLinkStore(tx).revoke(link, contact).compose(revoked -> {
            if (revoked.isEmpty()) return Future.succeededFuture(false);
            var whose = revoked.get().contact();
            Events.record(tx, new SignInLinkFact.Revoked(whose, link));
            var detail = new JsonObject().put("contact", whose.toString());
            return Audit.record(tx, "sign-in-link.revoked", "sign_in_link", link, detail, ip)
                    .map(true);
        });
    }
}
