package dev.atrium.communities.moderation;

import dev.atrium.communities.Sanctions;
import dev.atrium.communities.post.Judged;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** Deciding about what waits and what was reported: once, by whoever is first. */
final class Queue {
    /** What can be decided of posts that wait, of what was reported, and of who wrote it. */
    static final List<String> DECISIONS = List.of("approve", "decline", "keep", "remove", "mute", "ban");

    /**
     * What is decided.
     *
     * @param length of a mute
     * @param reason as the person reads it; may be empty
     */
    record Decision(String what, String length, String reason) {
        private static final int REASON = 300;

        Decision {
            if (!DECISIONS.contains(what)) throw Problem.invalid("decision", "choice-invalid");
            if (what.equals("mute") && !Sanctions.MUTES.contains(length))
                throw Problem.invalid("length", "choice-invalid");
            reason = reason.strip();
            if (reason.codePointCount(0, reason.length()) > REASON)
                throw Problem.invalid("reason", "text-long", REASON);
            if (reason.chars().anyMatch(Character::isISOControl)) throw Problem.invalid("reason", "text-broken");
        }
    }

    private record On(Tx tx, Tenant tenant, Judge judge, QueueItem item, Decision decision) {}

    private final Sanctions sanctions;
    private final ModerationNews news;

    Queue(Sanctions sanctions, ModerationNews news) {
        this.sanctions = sanctions;
        this.news = news;
    }

    /** Fails with 404 where there is no such thing for them to decide, 409 where somebody was faster. */
    Future<Void> decide(Tx tx, Tenant tenant, Judge judge, UUID object, Decision decision) {
        return new QueueStore(tx).items(judge, object).compose(items -> {
            boolean waits = List.of("approve", "decline").contains(decision.what());
            var fits = items.stream()
                    .filter(item ->
                            decision.what().equals("mute") || decision.what().equals("ban") || item.waiting() == waits)
                    .findFirst()
                    .orElseThrow(Problem::notFound);
            return decide(new On(tx, tenant, judge, fits, decision));
        });
    }

    private Future<Void> decide(On on) {
        return switch (on.decision().what()) {
            case "approve" -> approve(on);
            case "decline" -> decline(on);
            case "keep" -> ended(on, "kept");
            case "remove" -> remove(on);
            case "mute" -> mute(on);
            default -> ban(on);
        };
    }

    private Future<Void> approve(On on) {
        var judged = new Judged(on.tx());
        return judged.approve(on.judge().contact(), on.item().object())
                .map(done -> done.orElseThrow(Queue::late))
                .compose(done -> noted(on, "approved")
                        .compose(x -> news.approved(on.tx(), on.tenant(), on.item()))
                        .compose(x -> judged.published(done)));
    }

    private Future<Void> decline(On on) {
        return new Judged(on.tx())
                .decline(on.judge().contact(), on.item().object())
                .map(done -> done.orElseThrow(Queue::late))
                .compose(done -> noted(on, "declined"))
                .compose(x -> news.declined(
                        on.tx(), on.tenant(), on.item(), on.decision().reason()));
    }

    private Future<Void> remove(On on) {
        if (on.item().kind() == Kind.MEMBER) throw Problem.invalid("decision", "choice-invalid");
        return ended(on, "removed")
                .compose(x -> news.removed(
                        on.tx(), on.tenant(), on.item(), on.decision().reason()))
                .compose(x -> on.item().kind() == Kind.POST
                        ? new Judged(on.tx())
                                .remove(
                                        on.judge().contact(),
                                        on.judge().staff(),
                                        on.item().object(),
                                        on.judge().ip())
                        : uncomment(on));
    }

    private static Future<Void> uncomment(On on) {
        var comment = on.item().object();
        return new QueueStore(on.tx())
                .removeComment(on.judge().contact(), comment)
                .map(gone -> gone.orElseThrow(Queue::late))
                .compose(gone -> Feeds.publish(
                                on.tx(),
                                FeedName.thread(gone.post()),
                                new Happening("comment.removed", comment, gone.post()))
                        .compose(x -> Feeds.publish(
                                on.tx(),
                                gone.closed() ? FeedName.channel(gone.channel()) : FeedName.group(gone.group()),
                                new Happening("post.counted", gone.post(), gone.channel()))));
    }

    /** A report about the person themselves is decided by it; what they wrote is decided for itself. */
    private Future<Void> mute(On on) {
        var person = person(on);
        var length = on.decision().length();
        return (on.item().kind() == Kind.MEMBER ? ended(on, "muted") : Future.<Void>succeededFuture())
                .compose(x -> news.muted(
                        on.tx(), on.tenant(), on.item(), on.decision().reason()))
                .compose(x -> sanctions.mute(
                        on.tx(), on.tenant(), on.item().group(), on.judge().by(), person, length));
    }

    private Future<Void> ban(On on) {
        var person = person(on);
        return (on.item().kind() == Kind.MEMBER ? ended(on, "banned") : Future.<Void>succeededFuture())
                .compose(x -> news.banned(
                        on.tx(), on.tenant(), on.item(), on.decision().reason()))
                .compose(x -> sanctions.ban(
                        on.tx(),
                        on.tenant(),
                        on.item().group(),
                        on.judge().by(),
                        person,
                        on.decision().reason()));
    }

    private static UUID person(On on) {
        var person = on.item().person();
        if (person == null || on.item().role().isEmpty()) throw Problem.of(409, "group-person-changed");
        return person;
    }

    private static Problem late() {
        return Problem.of(409, "queue-decided");
    }

    private static Future<Void> ended(On on, String outcome) {
        return new QueueStore(on.tx())
                .decide(on.judge(), on.item().object(), outcome)
                .compose(done -> {
                    if (!done) throw late();
                    return noted(on, outcome);
                });
    }

    private static String action(String outcome) {
        return switch (outcome) {
            case "approved" -> "moderation.approved";
            case "declined" -> "moderation.declined";
            case "kept" -> "moderation.kept";
            case "removed" -> "moderation.removed";
            case "muted" -> "moderation.muted";
            default -> "moderation.banned";
        };
    }

    private static Future<Void> noted(On on, String outcome) {
        var item = on.item();
        Events.record(
                on.tx(),
                new ModerationFact.Decided(item.kind().word(), item.object(), item.person(), item.group(), outcome));
        return Audit.record(
                on.tx(),
                action(outcome),
                item.kind().word(),
                item.object(),
                new JsonObject()
                        .put("group", item.group().toString())
                        .put("name", item.groupName())
                        .put("reason", on.decision().reason()),
                on.judge().ip());
    }
}
