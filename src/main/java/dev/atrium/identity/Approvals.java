package dev.atrium.identity;

import dev.atrium.contacts.Contacts;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Letting people in where the business wants to be asked. Until it has decided there is no account and no session. */
final class Approvals {
    private static final String OBJECT = "account_request";

    /** What a decision came to. */
    enum Outcome {
        DONE,
        /** A colleague decided meanwhile. */
        GONE,
        /** The address has an account by now, and the business allows one each. */
        NEEDLESS
    }

    private Approvals() {}

    /** Writes down who waits; the person and the team are told, once. */
    static Future<Void> ask(Tx tx, Request request, Identity identity, Flow flow) {
        var id = Ids.next();
        var language = request.language().toLanguageTag();
        var who = new Applicant(id, flow.email(), flow.fullName(), null, language, Instant.EPOCH);
        return new ApprovalStore(tx)
                .ask(id, flow.email(), flow.fullName(), flow.passwordHash(), language)
                .compose(fresh -> fresh
                        ? Events.record(tx, new RequestFact.Requested(id))
                                .compose(x -> Audit.record(
                                        tx, "account.requested", OBJECT, id, new JsonObject(), request.ip()))
                                .compose(x -> identity.notifications()
                                        .tellTeam(tx, Told.SOMEBODY_WAITS, "/approvals", Map.of()))
                                .compose(x -> tell(tx, identity, request.tenant(), Told.REQUEST_WAITING, who, Map.of()))
                        : Future.succeededFuture());
    }

    /** Where the person is sent: the browser forgets the attempt. */
    static Reply waiting() {
        return Reply.redirect("/signup/waiting").with(new Cookies.Change(Cookies.FLOW, "", 0));
    }

    /** Lets somebody in; the rule about duplicates is asked once more, in the line of the address. */
    static Future<Outcome> approve(Tx tx, Tenant tenant, Identity identity, UUID id, String ip) {
        return new ApprovalStore(tx).find(id).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture(Outcome.GONE);
            return new AccountStore(tx)
                    .lock(found.get().email())
                    .compose(x -> new ApprovalStore(tx).take(id))
                    .compose(taken -> taken.isEmpty()
                            ? Future.succeededFuture(Outcome.GONE)
                            : admit(tx, tenant, identity, taken.get(), ip));
        });
    }

    private static Future<Outcome> admit(Tx tx, Tenant tenant, Identity identity, Applicant who, String ip) {
        boolean duplicates = tenant.settings().allowDuplicateContacts();
        return new AccountStore(tx).taken(who.email()).compose(taken -> {
            if (taken && !duplicates)
                return Audit.record(tx, "account.request-needless", OBJECT, who.id(), new JsonObject(), ip)
                        .map(Outcome.NEEDLESS);
            return Contacts.forAccount(tx, who.email(), who.fullName(), duplicates)
                    .compose(contact -> Registration.open(
                                    tx,
                                    new Registration.Person(
                                            contact, who.email(), who.passwordHash(), "signup", who.language(), true),
                                    "account.approved",
                                    ip)
                            .compose(account -> Events.record(tx, new RequestFact.Approved(who.id(), contact, account)))
                            .compose(x -> identity.notifications()
                                    .tell(
                                            tx,
                                            tenant,
                                            Notice.of(Told.REQUEST_APPROVED, new Recipient.Contact(contact), Map.of())
                                                    .link("/login"))))
                    .map(Outcome.DONE);
        });
    }

    /** Nothing of the person is kept but a line that somebody was declined. */
    static Future<Outcome> decline(Tx tx, Tenant tenant, Identity identity, UUID id, String reason, String ip) {
        return new ApprovalStore(tx).take(id).compose(taken -> {
            if (taken.isEmpty()) return Future.succeededFuture(Outcome.GONE);
            Map<String, Object> more = Map.of("reason", reason);
            return Events.record(tx, new RequestFact.Declined(id))
                    .compose(x -> Audit.record(tx, "account.declined", OBJECT, id, new JsonObject(), ip))
                    .compose(x -> tell(tx, identity, tenant, Told.REQUEST_DECLINED, taken.get(), more))
                    .map(Outcome.DONE);
        });
    }

    private static Future<Void> tell(
            Tx tx, Identity identity, Tenant tenant, NotificationType type, Applicant who, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("name", who.fullName());
        var language = tenant.settings().speaks(who.language());
        return identity.notifications()
                .tell(tx, tenant, Notice.of(type, new Recipient.Address(who.email(), language), values));
    }
}
