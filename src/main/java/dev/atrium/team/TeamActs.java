package dev.atrium.team;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.StaffSessions;
import dev.atrium.session.ViewSessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** What is done about a team: each act is one transaction with its audit line and its mail, or it never was. */
final class TeamActs {
    static final Duration INVITATION = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAILS_PER_HOUR = 30;

    /** A link to be passed on by hand: it is shown this once. One that was mailed is for its reader alone and shown to nobody. */
    record Made(String email, String url) {}

    private final Db db;
    private final Clock clock;
    private final TeamMail mail;

    TeamActs(Db db, Clock clock, TeamMail mail) {
        this.db = db;
        this.clock = clock;
        this.mail = mail;
    }

    Future<Void> invite(Request request) {
        var form = request.form();
        if (form.text("email").isEmpty()) throw Problem.invalid("email", "email-missing");
        var email = Email.parse(form.text("email")).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        var role = Role.of(form.text("role")).orElseThrow(() -> Problem.invalid("role", "role-invalid"));
        var token = Token.random();
        var id = Ids.next();
        return limited(request)
                .compose(tenant -> db.write(
                        request.scope(),
                        tx -> new TeamStore(tx)
                                .invite(by(request), id, token, email, role, until())
                                .compose(word -> {
                                    refuse(word);
                                    return audit(
                                            tx,
                                            request,
                                            "team.invited",
                                            "invitation",
                                            id,
                                            email.address(),
                                            role.word());
                                })
                                .compose(x -> mail.invite(tx, tenant, email, role, token))));
    }

    /** A new link in the place of the old one, good for seven days; mailed, or to be passed on by hand. */
    Future<Made> renew(Request request, boolean mailed) {
        var id = request.form().id("invitation");
        var token = Token.random();
        return limited(request)
                .compose(tenant -> db.write(
                        request.scope(),
                        tx -> new TeamStore(tx)
                                .renew(by(request), id, token, mailed, until())
                                .compose(renewed -> {
                                    refuse(renewed.word());
                                    return renewed(tx, request, tenant, id, renewed, token, mailed);
                                })));
    }

    private Future<Made> renewed(
            Tx tx, Request request, Tenant tenant, UUID id, TeamStore.Outcome renewed, Token token, boolean mailed) {
        var action = mailed ? "team.invited-again" : "team.link-made";
        var role = Role.of(renewed.was()).orElseThrow();
        var sent = mailed
                ? mail.invite(tx, tenant, new Email(renewed.email()), role, token)
                : Future.<Void>succeededFuture();
        return sent.compose(x -> audit(tx, request, action, "invitation", id, renewed.email(), renewed.was()))
                .map(x -> new Made(renewed.email(), mailed ? "" : mail.url(token)));
    }

    Future<Void> revoke(Request request) {
        var id = request.form().id("invitation");
        return db.write(
                request.scope(),
                tx -> new TeamStore(tx).revoke(by(request), id).compose(revoked -> {
                    refuse(revoked.word());
                    return audit(tx, request, "team.invitation-revoked", "invitation", id, revoked.email(), "");
                }));
    }

    /** Whoever looks at a client's portal at this moment does so by the old role: that ends. */
    Future<Void> change(Request request) {
        var person = request.id("person");
        var role = Role.of(request.form().text("role")).orElseThrow(() -> Problem.invalid("role", "role-invalid"));
        return tenant(request)
                .compose(tenant -> db.write(
                        request.scope(),
                        tx -> new TeamStore(tx)
                                .change(by(request), person, role)
                                .compose(changed -> {
                                    if (changed.word().equals("same")) return Future.succeededFuture();
                                    refuse(changed.word());
                                    var detail = new JsonObject()
                                            .put("role", role.word())
                                            .put("was", changed.was());
                                    StaffSessions.changed(tx, person);
                                    return Audit.record(tx, "team.role-changed", "staff", person, detail, request.ip())
                                            .compose(x -> ViewSessions.endOf(tx, person))
                                            .compose(x -> tell(tx, tenant, person, role));
                                })));
    }

    private Future<Void> tell(Tx tx, Tenant tenant, UUID person, Role role) {
        return new TeamStore(tx)
                .members()
                .compose(members -> members.stream()
                        .filter(member -> member.id().equals(person))
                        .findFirst()
                        .map(member -> mail.roleChanged(tx, tenant, new Email(member.email()), member.name(), role))
                        .orElse(Future.succeededFuture()));
    }

    Future<Void> remove(Request request) {
        var person = request.id("person");
        return tenant(request)
                .compose(tenant -> db.write(
                        request.scope(),
                        tx -> new TeamStore(tx).remove(by(request), person).compose(removed -> {
                            refuse(removed.word());
                            var detail =
                                    new JsonObject().put("name", removed.name()).put("was", removed.was());
                            StaffSessions.changed(tx, person);
                            return Audit.record(tx, "team.removed", "staff", person, detail, request.ip())
                                    .compose(x -> ViewSessions.endOf(tx, person))
                                    .compose(x -> mail.removed(tx, tenant, new Email(removed.email()), removed.name()));
                        })));
    }

    /** For somebody who lost everything: their next sign-in is by password, and sets up anew. */
    Future<Void> dropFactors(Request request) {
        var person = request.id("person");
        return tenant(request)
                .compose(tenant -> db.write(
                        request.scope(),
                        tx -> new TeamStore(tx).dropFactors(by(request), person).compose(done -> {
                            refuse(done.word());
                            return audit(tx, request, "team.factors_removed", "staff", person, done.email(), "")
                                    .compose(
                                            x -> mail.factorsRemoved(tx, tenant, new Email(done.email()), done.name()));
                        })));
    }

    /** Counted before anything is done, and kept: mails to strangers are what a stolen session would be used for. */
    private Future<Tenant> limited(Request request) {
        return db.write(request.scope(), tx -> RateLimit.take(tx, "team-mail:" + by(request), HOUR))
                .compose(count -> {
                    if (count.over(MAILS_PER_HOUR))
                        throw Problem.tooMany("too-many-invitations", count.waitSeconds(), count.waitMinutes());
                    return tenant(request);
                });
    }

    private Future<Tenant> tenant(Request request) {
        return mail.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** What the database answered where it did nothing. */
    private static void refuse(String word) {
        switch (word) {
            case "gone" -> throw Problem.notFound();
            case "elsewhere" -> throw Problem.of(422, "works-elsewhere");
            case "forbidden" -> throw Problem.of(422, "role-above");
            case "last-owner" -> throw Problem.of(409, "last-owner");
            case "member" -> throw Problem.invalid("email", "team-member-already");
            case "waiting" -> throw Problem.invalid("email", "team-invited-already");
            case "full" -> throw Problem.of(409, "team-full");
            default -> {
                // it was done
            }
        }
    }

    private static Future<Void> audit(
            Tx tx, Request request, String action, String object, UUID id, String email, String role) {
        var detail = new JsonObject().put("email", email);
        if (!role.isEmpty()) detail.put("role", role);
        return Audit.record(tx, action, object, id, detail, request.ip());
    }

    private static UUID by(Request request) {
        return request.staff().id();
    }

    private OffsetDateTime until() {
        return OffsetDateTime.ofInstant(clock.now().plus(INVITATION), ZoneOffset.UTC);
    }
}
