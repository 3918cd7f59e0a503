package dev.atrium.invitation;

import dev.atrium.contacts.ContactFact;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Many invitations at once: judged line by line, written down in one transaction, mailed a few at a time. */
final class Batch {
    private static final String KIND = "invitation.send";
    private static final int AT_A_TIME = 25;
    /** So many are reminded by one press of the button. */
    private static final int REMINDED = 5000;

    /** A line of a list and what becomes of it. */
    record Judged(
            InviteList.Line line, Verdict verdict, @Nullable UUID contact) {
        String name() {
            return line.name();
        }

        String typed() {
            return line.typed();
        }
    }

    private final Clock clock;
    private final Hosts hosts;
    private final Invitations invitations;

    Batch(Clock clock, Hosts hosts, Invitations invitations) {
        this.clock = clock;
        this.hosts = hosts;
        this.invitations = invitations;
    }

    /** The work that mails what is queued. */
    JobKind kind() {
        return new JobKind.Outside<>(KIND, JobKind.Limits.USUAL, this::tenant, this::mail);
    }

    /** Looked up before the transaction, so that a job never holds two connections. */
    private Future<Tenant> tenant(Job job) {
        return hosts.tenant(job.tenant()).map(Optional::orElseThrow);
    }

    private Future<Void> mail(Tx tx, Job job, Tenant tenant) {
        return new InvitationStore(tx).queued(AT_A_TIME).compose(ids -> {
            Future<Void> done = Future.succeededFuture();
            for (var id : ids)
                done = done.compose(x -> invitations.mail(tx, tenant, id, "").mapEmpty());
            return done.compose(x -> ids.size() < AT_A_TIME ? Future.succeededFuture() : wake(tx, 1));
        });
    }

    private Future<Void> wake(Tx tx, int seconds) {
        return Jobs.schedule(tx, KIND, "queue", clock.now().plusSeconds(seconds), new JsonObject());
    }

    /** What would become of each line. */
    static Future<List<Judged>> judge(Tx tx, Tenant tenant, InviteList list) {
        var asked = list.distinct();
        boolean duplicates = tenant.settings().allowDuplicateContacts();
        return new InvitationStore(tx).look(emails(asked), duplicates).map(looks -> {
            var seen = new HashSet<Email>();
            var judged = new ArrayList<Judged>();
            for (var line : list.lines()) {
                if (line.email() == null) judged.add(new Judged(line, Verdict.INVALID, null));
                else if (!seen.add(line.email())) judged.add(new Judged(line, Verdict.DUPLICATE, null));
                else judged.add(judge(line, looks.get(seen.size() - 1)));
            }
            return judged;
        });
    }

    private static Judged judge(InviteList.Line line, InvitationStore.Look look) {
        var verdict = look.account()
                ? Verdict.ACCOUNT
                : look.invitation() != null ? Verdict.INVITED : look.contact() == null ? Verdict.NEW : Verdict.KNOWN;
        return new Judged(line, verdict, look.contact());
    }

    private static List<Email> emails(List<InviteList.Line> lines) {
        return lines.stream().map(line -> Objects.requireNonNull(line.email())).toList();
    }

    /** Queues everybody of the list who can be invited, judged anew in the line of their addresses; how many. */
    Future<Integer> invite(Tx tx, Tenant tenant, InviteList list, String ip) {
        return new InvitationStore(tx)
                .lock(emails(list.distinct()))
                .compose(x -> judge(tx, tenant, list))
                .compose(judged -> {
                    var going = judged.stream().filter(j -> j.verdict().goes()).toList();
                    return contacts(tx, going).compose(contacts -> queue(tx, contacts, ip));
                });
    }

    private static Future<List<UUID>> contacts(Tx tx, List<Judged> going) {
        var ids = new ArrayList<UUID>();
        var fresh = new ArrayList<UUID>();
        var people = new ArrayList<Invitee>();
        for (var one : going) {
            var known = one.contact();
            var id = known == null ? Ids.next() : known;
            ids.add(id);
            if (known != null) continue;
            fresh.add(id);
            people.add(new Invitee(
                    Objects.requireNonNull(one.line().email()), one.line().name()));
        }
        if (fresh.isEmpty()) return Future.succeededFuture(ids);
        fresh.forEach(id -> Events.record(tx, new ContactFact.Created(id, "staff")));
        return new InvitationStore(tx).contacts(fresh, people).map(ids);
    }

    /** Queues an invitation for whoever of {@code contacts} has no account and can have one; how many. */
    Future<Integer> queueAll(Tx tx, List<UUID> contacts, String ip) {
        return new InvitationStore(tx).without(contacts).compose(left -> queue(tx, left, ip));
    }

    private Future<Integer> queue(Tx tx, List<UUID> contacts, String ip) {
        if (contacts.isEmpty()) return Future.succeededFuture(0);
        var ids = contacts.stream().map(x -> Ids.next()).toList();
        return new InvitationStore(tx)
                .draft(ids, contacts, true)
                .compose(made -> Audit.record(
                                tx,
                                "invitation.list-queued",
                                "invitation",
                                null,
                                new JsonObject().put("people", made.size()),
                                ip)
                        .compose(x -> wake(tx, 0))
                        .map(made.size()));
    }

    /** Queues a reminder to everybody who never opened theirs and was not mailed within a day; how many. */
    Future<Integer> remind(Tx tx, String ip) {
        return new InvitationStore(tx)
                .remind(REMINDED)
                .compose(queued -> queued == 0
                        ? Future.succeededFuture(0)
                        : Audit.record(
                                        tx,
                                        "invitation.reminded",
                                        "invitation",
                                        null,
                                        new JsonObject().put("people", queued),
                                        ip)
                                .compose(x -> wake(tx, 0))
                                .map(queued));
    }
}
