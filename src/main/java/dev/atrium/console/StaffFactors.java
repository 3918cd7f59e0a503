package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import dev.atrium.session.StaffSessions;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The second factor of staff: the core that clients have, under the tenant of all zeros, with the console's host as the relying
 * party.
 */
final class StaffFactors {
    private final Db db;
    private final Factors factors;
    private final Passkeys passkeys;
    private final StaffSessions sessions;
    private final StaffFactorStore store;
    private final Origins origins;
    private final StaffMail mail;

    StaffFactors(Db db, Factors factors, Passkeys passkeys, StaffSessions sessions, Origins origins, StaffMail mail) {
        this.db = db;
        this.factors = factors;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.store = new StaffFactorStore(db);
        this.origins = origins;
        this.mail = mail;
    }

    Factors factors() {
        return factors;
    }

    StaffMail mail() {
        return mail;
    }

    Passkeys passkeys() {
        return passkeys;
    }

    Passkeys.Place place(Request request) {
        return new Passkeys.Place(request.host(), origins.ofConsole());
    }

    /** No tenant's, whatever the path names. */
    static Scope scope(Request request) {
        return new Scope(Scope.NO_TENANT, request.scope().principal(), request.language());
    }

    Future<Factors.State> state(Request request, UUID staff) {
        return db.read(scope(request), tx -> Factors.state(tx, staff, request.host()));
    }

    /** A ticket to the second factor for somebody whose password was right. */
    Future<Token> ticket(Request request, UUID staff, String next) {
        var token = Token.random();
        return db.write(scope(request), tx -> new StaffTicketStore(tx).insert(token.hash(), staff, next))
                .map(token);
    }

    Future<Optional<StaffTicketStore.Ticket>> waiting(Tx tx, Request request) {
        return Token.parse(request.cookie(Cookies.FACTOR))
                .map(token -> new StaffTicketStore(tx).find(token.hash()))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /** Uses the ticket up, once; the session opens after the commit, since staff sessions lie behind doors of their own. */
    Future<Optional<StaffTicketStore.Ticket>> use(Tx tx, Request request) {
        return Token.parse(request.cookie(Cookies.FACTOR))
                .map(token -> new StaffTicketStore(tx).use(token.hash()))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /** What a code came to: the problem to answer with once the try is committed, if any, and whether a recovery code was used up. */
    record Tried(@Nullable Problem problem, boolean recovery) {}

    Future<Tried> attempt(Tx tx, Request request, UUID staff) {
        var recovery = request.form().text("recovery");
        var field = recovery.isEmpty() ? "code" : "recovery";
        return factors.attempt(tx, staff, recovery.isEmpty() ? request.form().text("code") : recovery)
                .map(verdict -> switch (verdict.outcome()) {
                    case TOTP -> new Tried(null, false);
                    case RECOVERY -> new Tried(null, true);
                    case WRONG -> new Tried(Problem.invalid(field, "factor-wrong"), false);
                    case LIMITED ->
                        new Tried(
                                Problem.tooMany("factor-limited", verdict.waitSeconds(), verdict.waitMinutes()), false);
                });
    }

    /** A recovery code stood in for the factor: written down, and told to the person, for it may not have been them. */
    Future<Void> recovered(Request request, UUID staff) {
        return store.recovered(staff, request.ip())
                .compose(email -> mail.factorChanged(email, StaffTold.RECOVERY_USED));
    }

    /** Checks a passkey of {@code staff} and writes down that it was shown. */
    Future<Void> shown(Request request, Passkeys.Purpose purpose, UUID staff) {
        return passkeys.check(
                        scope(request),
                        purpose,
                        place(request),
                        staff,
                        request.cookie(Cookies.PASSKEY),
                        request.form().raw("credential"))
                .compose(shown -> db.write(scope(request), tx -> Passkeys.used(tx, shown)))
                .map(used -> {
                    if (!used) throw Problem.of(422, "passkey-refused");
                    return null;
                });
    }

    Future<Reply> open(Request request, UUID staff, boolean mfa, String next) {
        return sessions.open(staff, mfa, request.ip(), request.userAgent())
                .map(token -> Reply.redirect(next.isEmpty() ? "/" : next)
                        .with(new Cookies.Change(Cookies.STAFF, token.text(), StaffLogin.SESSION_SECONDS))
                        .with(new Cookies.Change(Cookies.FACTOR, "", 0)));
    }

    /** A fresh proof: the session goes on under a new token. */
    Future<Reply> renew(Request request, boolean mfa, Reply reply) {
        var old = Token.parse(request.cookie(Cookies.STAFF)).orElseThrow(Problem::notFound);
        return sessions.renew(old, mfa)
                .map(token -> reply.with(new Cookies.Change(
                        Cookies.STAFF,
                        token.orElseThrow(() -> Problem.of(409, "ticket-expired"))
                                .text(),
                        StaffLogin.SESSION_SECONDS)));
    }

    /** A line of the installation's audit. */
    Future<Void> note(Request request, String act) {
        var staff = request.staff();
        return store.note(Ids.next(), staff.id(), act, staff.id(), staff.email(), request.ip());
    }
}
