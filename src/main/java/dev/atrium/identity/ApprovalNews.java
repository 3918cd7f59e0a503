package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Recipient;
import dev.atrium.session.StaffLanguages;
import dev.atrium.session.StaffRoll;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Word to the team that somebody waits to be let in: to everybody who may decide, in their own language. Who floods the queue
 * does not flood mailboxes: after the first few of an hour the console alone tells.
 */
final class ApprovalNews {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PER_HOUR = 5;
    private static final int READERS = 20;

    private final Identity identity;
    private final Origins origins;

    ApprovalNews(Identity identity, Origins origins) {
        this.identity = identity;
        this.origins = origins;
    }

    Future<Void> asked(Tx tx, Tenant tenant, Applicant who) {
        return RateLimit.take(tx, "approval-told", HOUR)
                .compose(count -> count.over(PER_HOUR) ? Future.succeededFuture(List.of()) : StaffRoll.of(tx))
                .compose(team -> all(tx, tenant, who, team));
    }

    private Future<Void> all(Tx tx, Tenant tenant, Applicant who, List<StaffRoll.Person> team) {
        var told = Future.<Void>succeededFuture();
        for (var person : team.stream()
                .filter(one -> Permission.CONTACTS.of(one.role()))
                .limit(READERS)
                .toList()) told = told.compose(x -> tell(tx, tenant, who, person));
        return told;
    }

    private Future<Void> tell(Tx tx, Tenant tenant, Applicant who, StaffRoll.Person person) {
        Map<String, Object> values =
                Map.of("who", who.fullName(), "url", origins.ofConsole() + "/t/" + tenant.slug() + "/approvals");
        return StaffLanguages.of(tx, person.email()).compose(chosen -> {
            var language = chosen.orElse(tenant.settings().language());
            var to = new Recipient.Staff(person.email(), person.name(), language);
            return identity.notifications().tell(tx, tenant, Notice.of(Told.APPROVAL_ASKED, to, values));
        });
    }
}
