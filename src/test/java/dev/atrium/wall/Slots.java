package dev.atrium.wall;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.notifications.Subscriptions;
import dev.atrium.secrets.Token;
import java.util.Optional;
import java.util.UUID;

/**
 * What may stand in an id slot, by what the slot names: the caller's own, somebody else's, another tenant's, nobody's. A
 * route that names something new needs a line in {@link #of}.
 */
final class Slots {
    /**
     * One slot's values for one caller.
     *
     * @param own the positive control, made anew
     * @param neighbour that of another contact of the same tenant; empty where the thing is no contact's, or where the value
     *     is itself the proof (a link's token)
     * @param foreign that of another tenant; empty where the value names no row (a word of the URL)
     * @param alone whether one stands at a time: making the next ends this one, so that it is made anew each time
     */
    record Slot(String own, Optional<String> neighbour, Optional<String> foreign, String unknown, boolean alone) {
        Slot(String own, Optional<String> neighbour, Optional<String> foreign, String unknown) {
            this(own, neighbour, foreign, unknown, false);
        }

        /** This, of which one stands at a time. */
        Slot ofOneAtATime() {
            return new Slot(own, neighbour, foreign, unknown, true);
        }
    }

    private final Portal portal;
    private final WallFixture fixture;

    Slots(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    /** The values for {@code caller}, who stands in {@code home}; gives the visitor the cookies that their own needs. */
    Slot of(String entity, Caller caller, String home, Visitor visitor) {
        var away = home.equals(Portal.ACME) ? Portal.GLOBEX : Portal.ACME;
        var self = fixture.client(home, caller.person);
        var neighbour = fixture.client(home, self.neighbour());
        var stranger = fixture.client(away, "ana");
        return switch (entity) {
            case "account" -> {
                visitor.cookie("ticket", fixture.ticket(home, self.account(), self.email()));
                yield slot(self.account(), neighbour.account(), stranger.account());
            }
            case "session" ->
                // The stranger's anew as well: what the walk does as them may have ended the ones before.
                slot(
                        fixture.session(self, Token.random()),
                        fixture.session(neighbour, Token.random()),
                        fixture.session(stranger, Token.random()));
            case "staff-passkey" ->
                slot(
                        fixture.staffPasskey(caller).toString(),
                        fixture.staffPasskey(caller == Caller.FOREIGN_STAFF ? Caller.STAFF : Caller.FOREIGN_STAFF)
                                .toString(),
                        UUID.randomUUID().toString());
            case "passkey" -> slot(fixture.passkey(self), fixture.passkey(neighbour), fixture.passkey(stranger));
            case "key" ->
                slot(
                        fixture.key(self).id(),
                        fixture.key(neighbour).id(),
                        fixture.key(stranger).id());
            // A client's key is nothing to the business, though it is the same table.
            case "business-key" ->
                slot(
                        fixture.businessKey(home).id(),
                        fixture.key(self).id(),
                        fixture.businessKey(away).id());
            case "token" -> {
                var mine = Token.random();
                var theirs = Token.random();
                fixture.link(home, self.who(), mine);
                fixture.link(away, "ana", theirs);
                visitor.cookie("flow", mine.text());
                yield slot(mine.text(), theirs.text(), Token.random().text());
            }
            case "undo" -> {
                var mine = Token.random();
                var theirs = Token.random();
                fixture.moved(home, mine);
                fixture.moved(away, theirs);
                yield slot(mine.text(), theirs.text(), Token.random().text());
            }
            // Staff see every contact of their tenant: there is no neighbour.
            case "contact", "company", "tag", "field", "note", "task", "appointment", "segment", "item", "member" ->
                slot(
                        fixture.crm(home, entity).toString(),
                        fixture.crm(away, entity).toString(),
                        UUID.randomUUID().toString());
            case "group" -> slot(fixture.group(self), fixture.group(neighbour), fixture.group(stranger));
            case "course", "section", "empty-section", "lesson", "earlier-lesson", "video-lesson" ->
                slot(
                        fixture.course(home, entity).toString(),
                        fixture.course(away, entity).toString(),
                        UUID.randomUUID().toString());
            case "feed" ->
                new Slot(
                        "group:" + fixture.group(self),
                        Optional.of("group:" + fixture.group(neighbour)),
                        Optional.of("group:" + fixture.group(stranger)),
                        "group:" + UUID.randomUUID());
            case "tenant-feed" ->
                slot("group:" + fixture.group(home), "group:" + fixture.group(away), "group:" + UUID.randomUUID());
            case "joined-group" -> slot(fixture.joined(self), fixture.joined(neighbour), fixture.joined(stranger));
            case "door-group" -> slot(fixture.door(self), fixture.door(neighbour), fixture.door(stranger));
            case "tenant-group" ->
                slot(
                        fixture.group(home).toString(),
                        fixture.group(away).toString(),
                        UUID.randomUUID().toString());
            case "channel", "closed-channel" -> {
                var kind = entity.equals("channel") ? "channel" : "closed";
                yield slot(
                        fixture.channel(self, kind), fixture.channel(neighbour, kind), fixture.channel(stranger, kind));
            }
            case "tenant-channel", "tenant-closed-channel" -> {
                var kind = entity.equals("tenant-channel") ? "channel" : "closed";
                yield slot(
                        fixture.channel(home, kind).toString(),
                        fixture.channel(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "group-link" -> slot(fixture.link(self), fixture.link(neighbour), fixture.link(stranger));
            case "tenant-group-link" ->
                slot(
                        fixture.link(home).toString(),
                        fixture.link(away).toString(),
                        UUID.randomUUID().toString());
            case "group-link-token" -> slot(fixture.linkToken(home), fixture.linkToken(away), "A".repeat(43));
            case "group-event" -> slot(fixture.event(self), fixture.event(neighbour), fixture.event(stranger));
            case "tenant-event" ->
                slot(
                        fixture.event(home).toString(),
                        fixture.event(away).toString(),
                        UUID.randomUUID().toString());
            case "open-course", "open-lesson" -> {
                var kind = entity.substring("open-".length());
                yield slot(fixture.learn(self, kind), fixture.learn(neighbour, kind), fixture.learn(stranger, kind));
            }
            case "played-lesson", "lesson-note" -> {
                var kind = entity.equals("played-lesson") ? "lesson" : "note";
                yield slot(fixture.play(self, kind), fixture.play(neighbour, kind), fixture.play(stranger, kind));
            }
            case "talked-lesson" -> {
                fixture.remark(self, "question");
                fixture.remark(neighbour, "question");
                fixture.remark(stranger, "question");
                yield slot(
                        fixture.learn(self, "lesson"),
                        fixture.learn(neighbour, "lesson"),
                        fixture.learn(stranger, "lesson"));
            }
            case "lesson-question", "lesson-comment", "seen-lesson-comment", "removed-lesson-comment" -> {
                var kind = switch (entity) {
                    case "lesson-question" -> "question";
                    case "lesson-comment" -> "comment";
                    case "seen-lesson-comment" -> "seen";
                    default -> "removed";
                };
                yield slot(fixture.remark(self, kind), fixture.remark(neighbour, kind), fixture.remark(stranger, kind));
            }
            case "taught-comment", "taught-removed-comment", "staff-lesson-comment" -> {
                var kind = switch (entity) {
                    case "taught-comment" -> "question";
                    case "staff-lesson-comment" -> "staff";
                    default -> "removed";
                };
                yield slot(
                        fixture.taughtRemark(home, kind).toString(),
                        fixture.taughtRemark(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "taught-talk" -> {
                fixture.taughtRemark(home, "question");
                fixture.taughtRemark(away, "question");
                yield slot(
                        WallLearn.id(home, "ana", "lesson").toString(),
                        WallLearn.id(away, "ana", "lesson").toString(),
                        UUID.randomUUID().toString());
            }
            case "taught-course",
                    "taught-person",
                    "taught-paused",
                    "taught-lesson",
                    "course-grant",
                    "fresh-learner" -> {
                var kind = entity.equals("course-grant")
                        ? "grant"
                        : entity.equals("fresh-learner") ? "fresh" : entity.substring("taught-".length());
                yield slot(
                        fixture.taught(home, kind).toString(),
                        fixture.taught(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "quiz-lesson", "quiz-attempt" -> {
                var kind = entity.equals("quiz-lesson") ? "lesson" : "open";
                yield slot(fixture.quiz(self, kind), fixture.quiz(neighbour, kind), fixture.quiz(stranger, kind));
            }
            case "taught-quiz", "quiz-question", "taught-attempt" -> {
                var kind =
                        entity.equals("taught-quiz") ? "lesson" : entity.equals("quiz-question") ? "question" : "done";
                yield slot(
                        fixture.quiz(fixture.client(home, "ana"), kind).toString(),
                        fixture.quiz(fixture.client(away, "ana"), kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "task-lesson", "task-lesson-sent", "task-file", "task-upload" -> {
                var kind = switch (entity) {
                    case "task-lesson" -> "lesson";
                    case "task-lesson-sent" -> "sent";
                    case "task-file" -> "file lesson";
                    default -> "upload";
                };
                yield slot(fixture.work(self, kind), fixture.work(neighbour, kind), fixture.work(stranger, kind));
            }
            case "staff-marked-course" ->
                slot(
                        fixture.marked(home, caller).toString(),
                        fixture.marked(away, caller).toString(),
                        UUID.randomUUID().toString());
            case "marked-lesson", "marked-work", "ended-work", "marked-file" -> {
                var kind = switch (entity) {
                    case "marked-lesson" -> "lesson";
                    case "marked-work" -> "work sent";
                    case "ended-work" -> "work ended";
                    default -> "file sent";
                };
                yield slot(
                        fixture.marked(home, kind).toString(),
                        fixture.marked(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "caption-language" -> new Slot("en", Optional.empty(), Optional.empty(), "xx");
            case "certificate" ->
                slot(fixture.certificate(self), fixture.certificate(neighbour), fixture.certificate(stranger));
            case "tenant-certificate" ->
                slot(
                        fixture.certificate(home).toString(),
                        fixture.certificate(away).toString(),
                        UUID.randomUUID().toString());
            // Whoever has the code may check it: there is no neighbour.
            case "certificate-code" -> {
                fixture.certificate(self);
                fixture.certificate(stranger);
                yield slot(
                        WallCertificates.code(home, self.who()),
                        WallCertificates.code(away, stranger.who()),
                        "0000-0000-0000-ZZZZ");
            }
            case "certified-course" ->
                slot(
                        fixture.certified(home).toString(),
                        fixture.certified(away).toString(),
                        UUID.randomUUID().toString());
            case "calendar" -> {
                var mine = Token.random();
                var theirs = Token.random();
                fixture.calendar(self, mine);
                fixture.calendar(stranger, theirs);
                yield slot(mine.text(), theirs.text(), Token.random().text());
            }
            case "queued-item", "seen-post", "seen-comment" -> {
                var kind = entity.equals("queued-item") ? "waiting" : entity.substring("seen-".length());
                if (kind.equals("post")) kind = "seen";
                yield slot(fixture.life(self, kind), fixture.life(neighbour, kind), fixture.life(stranger, kind));
            }
            case "tenant-queued-item" ->
                slot(
                        fixture.life(home, "waiting").toString(),
                        fixture.life(away, "waiting").toString(),
                        UUID.randomUUID().toString());
            case "post", "draft", "removed-post", "post-file", "draft-file", "comment", "removed-comment" -> {
                var kind = entity.equals("removed-post") ? "removed" : entity;
                yield slot(fixture.post(self, kind), fixture.post(neighbour, kind), fixture.post(stranger, kind));
            }
            case "staff-post", "staff-comment", "staff-draft", "staff-draft-file" -> {
                var kind = entity.startsWith("staff-draft") ? entity : entity.substring("staff-".length());
                yield slot(
                        fixture.post(home, kind).toString(),
                        fixture.post(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "tenant-post",
                    "tenant-removed-post",
                    "tenant-comment",
                    "tenant-removed-comment",
                    "tenant-post-file" -> {
                var kind = entity.equals("tenant-removed-post") ? "removed" : entity.substring("tenant-".length());
                yield slot(
                        fixture.post(home, kind).toString(),
                        fixture.post(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            // They are in the groups of both clients.
            case "group-person", "event-person", "tenant-event-person", "group-applicant", "group-banned" -> {
                var kind = switch (entity) {
                    case "group-person", "event-person", "tenant-event-person" -> "member";
                    case "group-applicant" -> "contact";
                    default -> "banned";
                };
                yield slot(
                        fixture.person(home, kind).toString(),
                        fixture.person(away, kind).toString(),
                        UUID.randomUUID().toString());
            }
            case "accent" -> new Slot("2f5d50.css", Optional.empty(), Optional.empty(), "nothing.css");
            case "import", "import-mapping", "import-checked", "import-done" -> {
                var state = entity.equals("import") ? "mapping" : entity.substring("import-".length());
                yield slot(
                                fixture.imported(home, state).toString(),
                                fixture.imported(away, state).toString(),
                                UUID.randomUUID().toString())
                        .ofOneAtATime();
            }
            case "document" ->
                slot(
                        fixture.document(home).toString(),
                        fixture.document(away).toString(),
                        UUID.randomUUID().toString());
            case "shared-document" ->
                slot(fixture.document(self), fixture.document(neighbour), fixture.document(stranger));
            case "conversation", "group-conversation" ->
                slot(
                        fixture.chats.conversation(self),
                        fixture.chats.conversation(neighbour),
                        fixture.chats.conversation(stranger));
            case "own-message" ->
                slot(fixture.chats.own(self), fixture.chats.own(neighbour), fixture.chats.own(stranger));
            case "received-message" ->
                slot(fixture.chats.received(self), fixture.chats.received(neighbour), fixture.chats.received(stranger));
            case "message-file" ->
                slot(fixture.chats.file(self), fixture.chats.file(neighbour), fixture.chats.file(stranger));
            // Both clients can write to the same person: there is no neighbour.
            case "reachable" ->
                slot(
                        fixture.chats.reachable(self).toString(),
                        fixture.chats.reachable(stranger).toString(),
                        UUID.randomUUID().toString());
            case "blocked-person" ->
                slot(
                        fixture.chats.blocked(self).toString(),
                        fixture.chats.blocked(stranger).toString(),
                        UUID.randomUUID().toString());
            case "followable" ->
                slot(
                        fixture.chats.followable(self).toString(),
                        fixture.chats.followable(stranger).toString(),
                        UUID.randomUUID().toString());
            case "followed-person" ->
                slot(
                        fixture.chats.followed(self).toString(),
                        fixture.chats.followed(stranger).toString(),
                        UUID.randomUUID().toString());
            case "thread" ->
                slot(
                        fixture.chats.thread(home).toString(),
                        fixture.chats.thread(away).toString(),
                        UUID.randomUUID().toString());
            case "team-message" ->
                slot(
                        fixture.chats.answered(home).toString(),
                        fixture.chats.answered(away).toString(),
                        UUID.randomUUID().toString());
            case "thread-file" ->
                slot(
                        fixture.chats.threadFile(home).toString(),
                        fixture.chats.threadFile(away).toString(),
                        UUID.randomUUID().toString());
            case "report" ->
                slot(
                        fixture.chats.report(home).toString(),
                        fixture.chats.report(away).toString(),
                        UUID.randomUUID().toString());
            // Programs of the business see every client's files: there is no neighbour.
            case "client-file" ->
                slot(
                        fixture.file(self).toString(),
                        fixture.file(stranger).toString(),
                        UUID.randomUUID().toString());
            case "program-document" ->
                slot(
                        fixture.document(self).toString(),
                        fixture.document(stranger).toString(),
                        UUID.randomUUID().toString());
            case "program-upload" ->
                slot(
                        fixture.programUpload(home, 0).toString(),
                        fixture.programUpload(away, 0).toString(),
                        UUID.randomUUID().toString());
            case "program-upload-under-way" ->
                slot(
                        fixture.programUpload(home, WallFixture.BYTES.length()).toString(),
                        fixture.programUpload(away, WallFixture.BYTES.length()).toString(),
                        UUID.randomUUID().toString());
            case "webhook" ->
                slot(
                        fixture.webhook(home).toString(),
                        fixture.webhook(away).toString(),
                        UUID.randomUUID().toString());
            case "delivery" ->
                slot(
                        fixture.delivery(home).toString(),
                        fixture.delivery(away).toString(),
                        UUID.randomUUID().toString());
            case "app" -> new Slot("account", Optional.empty(), Optional.empty(), "no-such-app");
            case "media" -> slot(fixture.file(self), fixture.file(neighbour), fixture.file(stranger));
            case "upload" -> slot(fixture.upload(self), fixture.upload(neighbour), fixture.upload(stranger));
            case "upload-under-way" ->
                slot(
                        fixture.upload(self, WallFixture.BYTES.length()),
                        fixture.upload(neighbour, WallFixture.BYTES.length()),
                        fixture.upload(stranger, WallFixture.BYTES.length()));
            // Two letters that no answer of these routes has anywhere else.
            case "language" -> new Slot("fr", Optional.empty(), Optional.empty(), "xx");
            // No neighbour: the portal's names are the business's.
            case "domain" ->
                slot(
                                fixture.domain(home).toString(),
                                fixture.domain(away).toString(),
                                UUID.randomUUID().toString())
                        .ofOneAtATime();
            case "staff-upload" -> staffUpload(home, away, 0);
            case "staff-upload-under-way" -> staffUpload(home, away, WallFixture.BYTES.length());
            case "setup" ->
                new Slot(
                        Token.random().text(),
                        Optional.empty(),
                        Optional.empty(),
                        Token.random().text());
            case "starter" -> new Slot("coach", Optional.empty(), Optional.empty(), "no-such-trade");
            case "job" -> given("job", home, away);
            case "mail" -> given("mail_outbox", home, away);
            // A console form names a client by the account, and staff may name every client of their tenant.
            case "tenant-account" ->
                slot(
                        self.account().toString(),
                        stranger.account().toString(),
                        UUID.randomUUID().toString());
            case "announcement" ->
                slot(
                        fixture.announcement(home).toString(),
                        fixture.announcement(away).toString(),
                        UUID.randomUUID().toString());
            case "invited" ->
                slot(
                        fixture.invited(home).toString(),
                        fixture.invited(away).toString(),
                        UUID.randomUUID().toString());
            case "account-request" ->
                slot(
                        fixture.applicant(home).toString(),
                        fixture.applicant(away).toString(),
                        UUID.randomUUID().toString());
            case "invited-token" -> {
                var mine = Token.random();
                var theirs = Token.random();
                fixture.invited(home, mine);
                fixture.invited(away, theirs);
                yield slot(mine.text(), theirs.text(), Token.random().text());
            }
            case "object-link" ->
                slot(
                        fixture.link(home, Token.random()).toString(),
                        fixture.link(away, Token.random()).toString(),
                        UUID.randomUUID().toString());
            case "link" -> {
                var mine = Token.random();
                var theirs = Token.random();
                fixture.link(home, mine);
                fixture.link(away, theirs);
                yield slot(mine.text(), theirs.text(), Token.random().text());
            }
            case "handoff" -> {
                var mine = Token.random();
                var theirs = Token.random();
                fixture.handoff(self, mine);
                fixture.handoff(stranger, theirs);
                yield slot(mine.text(), theirs.text(), Token.random().text());
            }
            case "invitation" ->
                new Slot(
                        fixture.invitation(),
                        Optional.empty(),
                        Optional.empty(),
                        Token.random().text());
            case "team-member" ->
                slot(
                        fixture.member(home).toString(),
                        fixture.member(away).toString(),
                        UUID.randomUUID().toString());
            case "team-invitation" ->
                slot(
                        fixture.invitation(home).toString(),
                        fixture.invitation(away).toString(),
                        UUID.randomUUID().toString());
            case "staff-session" ->
                slot(
                        fixture.staffSession(caller).toString(),
                        fixture.staffSession(caller == Caller.FOREIGN_STAFF ? Caller.STAFF : Caller.FOREIGN_STAFF)
                                .toString(),
                        UUID.randomUUID().toString());
            case "any-tenant" ->
                new Slot(
                        fixture.spareTenant().toString(),
                        Optional.empty(),
                        Optional.empty(),
                        UUID.randomUUID().toString());
            case "tenant" ->
                slot(
                        portal.tenantId(home).toString(),
                        portal.tenantId(away).toString(),
                        UUID.randomUUID().toString());
            // Staff and programs of the business name any client of their tenant.
            case "client-contact" ->
                slot(
                        fixture.mailable(self).toString(),
                        fixture.contact(stranger).toString(),
                        UUID.randomUUID().toString());
            case "sign-in-link" ->
                slot(
                        fixture.signInLink(self).toString(),
                        fixture.signInLink(stranger).toString(),
                        UUID.randomUUID().toString());
            case "slug" -> {
                fixture.settled(home);
                yield slot(home, away, "nobody");
            }
            case "style" ->
                slot(
                        looks(home).branding().styleVersion() + ".css",
                        looks(away).branding().styleVersion() + ".css",
                        "0123456789abcdef.css");
            case "manifest" -> slot(manifest(home), manifest(away), "0123456789ab-1.webmanifest");
            case "fingerprint" -> slot(theme(home), theme(away), "0123456789ab.css");
            case "version" -> {
                fixture.pictured(home);
                yield slot(version(home), version(away), "99999");
            }
            case "picture" -> {
                fixture.pictured(home);
                yield new Slot("logo", Optional.empty(), Optional.empty(), "letterhead");
            }
            case "notification" -> slot(notification(self), notification(neighbour), notification(stranger));
            case "staff-notification" ->
                slot(
                        (caller == Caller.BOOKKEEPER
                                        ? fixture.staffNotification(home, "bookkeeper@example.com")
                                        : fixture.staffNotification(home))
                                .toString(),
                        fixture.staffNotification(away).toString(),
                        UUID.randomUUID().toString());
            case "reference" ->
                new Slot(
                        reference(self),
                        Optional.of(reference(neighbour)),
                        Optional.of(reference(stranger)),
                        "nobodys");
            case "type" -> new Slot("account.welcome", Optional.empty(), Optional.empty(), "nothing.such");
            case "subscription" -> slot(subscription(self), subscription(stranger), "nobodys");
            // The token names its tenant: the console's host is of none, and whoever bears it of another is answered
            // there.
            case "teamsubscription" ->
                new Slot(subscriptionOfStaff(home), Optional.empty(), Optional.empty(), "nobodys");
            default -> throw new AssertionError("nothing is known of \"" + entity + "\": give it a line in Slots.of");
        };
    }

    /** A row that was given up, made anew. */
    private Slot given(String table, String home, String away) {
        return slot(
                fixture.givenUp(table, home).toString(),
                fixture.givenUp(table, away).toString(),
                UUID.randomUUID().toString());
    }

    private static Slot slot(UUID own, UUID neighbour, UUID foreign) {
        return new Slot(
                own.toString(),
                Optional.of(neighbour.toString()),
                Optional.of(foreign.toString()),
                UUID.randomUUID().toString());
    }

    private static Slot slot(String own, String foreign, String unknown) {
        return new Slot(own, Optional.empty(), Optional.of(foreign), unknown);
    }

    private Slot staffUpload(String home, String away, long size) {
        return slot(
                fixture.staffUpload(home, size).toString(),
                fixture.staffUpload(away, size).toString(),
                UUID.randomUUID().toString());
    }

    private UUID notification(WallFixture.Client client) {
        return fixture.notification(
                portal.tenantId(client.tenant()), fixture.contact(client), Canary.of(client.tenant(), client.who()));
    }

    /** What the button of a new mail carries. */
    private String reference(WallFixture.Client client) {
        var reference = Token.random().text().substring(0, 22);
        fixture.mail(client, reference);
        return reference;
    }

    private String subscriptionOfStaff(String slug) {
        return Subscriptions.tokenOfStaff(portal, slug, fixture.member(slug), "digest.summary");
    }

    private String subscription(WallFixture.Client client) {
        return Subscriptions.token(portal, client.tenant(), fixture.contact(client), "digest.summary");
    }

    private String manifest(String tenant) {
        return looks(tenant).theme().fingerprint() + "-"
                + looks(tenant).branding().version() + ".webmanifest";
    }

    private String theme(String tenant) {
        return looks(tenant).theme().fingerprint() + ".css";
    }

    private dev.atrium.tenancy.Tenant looks(String tenant) {
        return portal.house()
                .hosts()
                .tenant(portal.tenantId(tenant))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private String version(String tenant) {
        return portal.query("SELECT version FROM branding WHERE tenant_id = ?", portal.tenantId(tenant))
                .getFirst()
                .getFirst()
                .toString();
    }
}
