package dev.atrium.invitation;

import dev.atrium.contacts.ContactFact;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The door to invitations: inviting one person, and what a bearer of a link may do. */
public final class Invitations {
    private static final String OBJECT = "invitation";
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    /** So often in an hour an old link begets a new mail. */
    private static final int RENEWED = 3;

    private static final int COPIED = 20;

    private final Notifications notifications;

    public Invitations(Notifications notifications) {
        this.notifications = notifications;
    }

    /**
     * The invitation of this address, made where there was none and mailed; a repeated one is a reminder.
     *
     * @param mailed false leaves a draft
     * @throws Problem {@code invitation-needless} where there is an account already
     */
    Future<UUID> invite(Tx tx, Tenant tenant, Invitee who, boolean mailed, String ip) {
        var store = new InvitationStore(tx);
        boolean duplicates = tenant.settings().allowDuplicateContacts();
        return store.lock(List.of(who.email()))
                .compose(x -> store.look(List.of(who.email()), duplicates))
                .map(List::getFirst)
                .compose(look -> {
                    if (look.account()) throw Problem.of(409, "invitation-needless");
                    var contact = look.contact();
                    return contact == null ? contact(tx, who) : Future.succeededFuture(contact);
                })
                .compose(contact -> invite(tx, tenant, contact, mailed, ip));
    }

    /**
     * Asks somebody into the portal who is to find themselves at {@code next}, a path of it. Whoever has an open invitation gets
     * it anew, unless the last mail left a minute ago. Their contact.
     *
     * @throws Problem {@code invitation-needless} where there is an account already
     */
    public Future<UUID> toward(Tx tx, Tenant tenant, Email email, String next, String ip) {
        var who = new Invitee(email, "");
        return invite(tx, tenant, who, false, ip)
                .compose(id -> RateLimit.take(tx, "invitation-mail:" + id, PAUSE)
                        .compose(count -> count.over(1)
                                ? Future.succeededFuture(true)
                                : mail(tx, tenant, id, "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8), ip))
                        .compose(x -> new InvitationStore(tx).find(id)))
                .map(found -> found.orElseThrow().contact());
    }

    private static Future<UUID> contact(Tx tx, Invitee who) {
        var id = Ids.next();
        return new InvitationStore(tx)
                .contacts(List.of(id), List.of(who))
                .compose(x -> Events.record(tx, new ContactFact.Created(id, "staff")))
                .map(id);
    }

    /** The same for somebody known. */
    Future<UUID> inviteContact(Tx tx, Tenant tenant, UUID contact, boolean mailed, String ip) {
        var store = new InvitationStore(tx);
        boolean duplicates = tenant.settings().allowDuplicateContacts();
        return store.contact(contact).compose(found -> {
            var who = found.orElseThrow(Problem::notFound);
            return store.lock(List.of(who.email()))
                    .compose(x -> store.hasAccount(contact, who.email(), duplicates))
                    .compose(needless -> {
                        if (needless) throw Problem.of(409, "invitation-needless");
                        return invite(tx, tenant, contact, mailed, ip);
                    });
        });
    }

    private Future<UUID> invite(Tx tx, Tenant tenant, UUID contact, boolean mailed, String ip) {
        var store = new InvitationStore(tx);
        var id = Ids.next();
        return store.draft(List.of(id), List.of(contact), false).compose(made -> {
            var which = made.isEmpty()
                    ? store.openOf(contact).map(Optional::orElseThrow)
                    : Audit.record(tx, "invitation.created", OBJECT, id, new JsonObject(), ip)
                            .map(id);
            return mailed ? which.compose(found -> resend(tx, tenant, found, ip).map(found)) : which;
        });
    }

    /**
     * Mails it, for seven days from now, with a new link; every link before is worth nothing from now on.
     *
     * @throws Problem {@code invitation-too-soon} within a minute, {@code invitation-closed} where it is not open
     */
    Future<Void> resend(Tx tx, Tenant tenant, UUID id, String ip) {
        return RateLimit.take(tx, "invitation-mail:" + id, PAUSE).compose(count -> {
            if (count.over(1)) throw Problem.tooMany("invitation-too-soon", count.waitSeconds(), count.waitSeconds());
            return mail(tx, tenant, id, ip).map(sent -> {
                if (!sent) throw Problem.of(409, "invitation-closed");
                return null;
            });
        });
    }

    /** Mails it, whoever wants that; false where it is not open. */
    Future<Boolean> mail(Tx tx, Tenant tenant, UUID id, String ip) {
        return mail(tx, tenant, id, "", ip);
    }

    private Future<Boolean> mail(Tx tx, Tenant tenant, UUID id, String query, String ip) {
        var token = Token.random();
        return new InvitationStore(tx).send(id, Buffer.buffer(token.hash())).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture(false);
            var left = found.get();
            var leaving = new LinkStore.Leaving(id, left.contact(), left.email(), left.name(), left.until());
            return sent(tx, leaving, ip)
                    .compose(x -> notifications.tell(tx, tenant, notice(leaving, url(tenant, token) + query)))
                    .map(true);
        });
    }

    private static Future<Void> sent(Tx tx, LinkStore.Leaving leaving, String ip) {
        return Events.record(tx, new InvitationFact.Sent(leaving.contact(), leaving.id(), "mail"))
                .compose(x -> Audit.record(tx, "invitation.sent", OBJECT, leaving.id(), new JsonObject(), ip));
    }

    private static Notice notice(LinkStore.Leaving leaving, String url) {
        var name = new Invitee(leaving.email(), "").called().equals(leaving.name()) ? "" : leaving.name();
        Map<String, Object> values = Map.of("url", url, "until", leaving.until(), "name", name);
        return Notice.of(Told.INVITATION, new Recipient.Contact(leaving.contact()), values)
                .about(OBJECT, leaving.id());
    }

    /**
     * Somebody types an address to get in: where it has an open invitation and no account, the notice that mails it anew instead of
     * word that there is no account. For every address the same statements run; so often in an hour it is mailed again.
     *
     * @param may false where something else is mailed anyway: then nothing is changed
     */
    public static Future<Optional<Notice>> again(Tx tx, Tenant tenant, Email email, boolean may, String ip) {
        var token = Token.random();
        return RateLimit.take(tx, "invitation-typed:" + email.address(), HOUR)
                .compose(count -> new LinkStore(tx).again(email, hash(token), may && !count.over(RENEWED)))
                .map(found -> found.map(leaving -> {
                    // Both leave in one flush with what follows: nobody waits for them, and a failure rolls everything
                    // back.
                    Events.record(tx, new InvitationFact.Sent(leaving.contact(), leaving.id(), "mail"));
                    Audit.record(tx, "invitation.sent", OBJECT, leaving.id(), new JsonObject(), ip);
                    return notice(leaving, url(tenant, token));
                }));
    }

    /** A link to hand over in another way than by mail; it is shown this once and kept nowhere. */
    Future<String> link(Tx tx, Tenant tenant, UUID id, String ip) {
        var token = Token.random();
        return RateLimit.take(tx, "invitation-link:" + id, HOUR).compose(count -> {
            if (count.over(COPIED))
                throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
            return new InvitationStore(tx).copy(id, Buffer.buffer(token.hash())).compose(found -> {
                var leaving = found.orElseThrow(() -> Problem.of(409, "invitation-closed"));
                return Events.record(tx, new InvitationFact.Sent(leaving.contact(), id, "copy"))
                        .compose(x -> Audit.record(tx, "invitation.link-shown", OBJECT, id, new JsonObject(), ip))
                        .map(url(tenant, token));
            });
        });
    }

    /** Takes it back; fails with {@code invitation-closed} where it is not open. */
    static Future<Void> revoke(Tx tx, UUID id, String ip) {
        return new InvitationStore(tx).revoke(id).compose(contact -> {
            if (contact.isEmpty()) throw Problem.of(409, "invitation-closed");
            return Events.record(tx, new InvitationFact.Revoked(contact.get(), id))
                    .compose(x -> Audit.record(tx, "invitation.revoked", OBJECT, id, new JsonObject(), ip));
        });
    }

    private static String url(Tenant tenant, Token token) {
        return tenant.origin() + "/invitation/" + token.text();
    }

    /** What the bearer of {@code token} holds; empty where it is nothing here. */
    public static Future<Optional<Held>> held(Tx tx, Tenant tenant, Token token) {
        return new LinkStore(tx).held(hash(token), tenant.settings().allowDuplicateContacts());
    }

    /** Somebody looks at it, in all likelihood a person. */
    public static Future<Void> opened(Tx tx, Token token) {
        return new LinkStore(tx)
                .opened(hash(token))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : Events.record(
                                tx,
                                new InvitationFact.Opened(
                                        found.get().contact(), found.get().id())));
    }

    /** Takes the invitation, once; empty where it is not to be had any more. */
    public static Future<Optional<Held>> take(Tx tx, Token token) {
        return new LinkStore(tx).take(hash(token));
    }

    /** Writes down that the account came of the invitation. */
    public static Future<Void> accepted(Tx tx, Held held, UUID account, String ip) {
        return accepted(tx, held.id(), held.contact(), account, held.way(), ip);
    }

    /** Whoever has an open invitation and signs up by themselves has accepted it. */
    public static Future<Void> signedUp(Tx tx, UUID contact, UUID account, String ip) {
        return new LinkStore(tx)
                .takenBySigningUp(contact)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : accepted(tx, found.get().id(), contact, account, "signup", ip));
    }

    private static Future<Void> accepted(Tx tx, UUID id, UUID contact, UUID account, String way, String ip) {
        var detail = new JsonObject().put("way", way).put("account", account.toString());
        return Events.record(tx, new InvitationFact.Accepted(contact, id, account, way))
                .compose(x -> Audit.record(tx, "invitation.accepted", OBJECT, id, detail, ip));
    }

    /** Whether staff asked the owner of this address to join, and that still holds: they need no further approval. */
    public static Future<Boolean> expected(Tx tx, Email email) {
        return new LinkStore(tx).expected(email);
    }

    /** Mails a new invitation to the contact of an old link; nothing where the link is of none, or taken back, or too soon. */
    public Future<Void> renew(Tx tx, Tenant tenant, Token old, String ip) {
        return new LinkStore(tx).renewable(hash(old)).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var id = found.get().id();
            return RateLimit.take(tx, "invitation-again:" + id, HOUR)
                    .compose(count -> count.over(RENEWED)
                            ? Future.succeededFuture()
                            : mail(tx, tenant, id, ip).mapEmpty());
        });
    }

    private static Buffer hash(Token token) {
        return Buffer.buffer(token.hash());
    }
}
