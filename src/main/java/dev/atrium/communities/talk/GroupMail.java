package dev.atrium.communities.talk;

import dev.atrium.communities.talk.MentionStore.Words;
import dev.atrium.db.Tx;
import dev.atrium.identity.Social;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a whole group is told. In everybody's bell it is one row, which each reads against what they have seen; whoever wants a
 * mail of it gets one by jobs that go through these a batch at a time.
 */
final class GroupMail {
    static final NotificationType EVERYONE = TalkNews.type("community.everyone");
    static final NotificationType NEW_POSTS =
            TalkNews.type("community.new_posts").by(Channel.MAIL, Pace.OFF);

    /** So many are told in one transaction. */
    static final int AT_ONCE = 100;

    private static final String CALL = "talk.everyone";
    private static final String POST = "talk.posted";

    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;

    GroupMail(Clock clock, Hosts hosts, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
    }

    List<JobKind> kinds() {
        return List.of(
                new JobKind.InTx(CALL, JobKind.Limits.USUAL, this::call),
                new JobKind.InTx(POST, JobKind.Limits.USUAL, this::post));
    }

    /** Everyone was called by what {@code object} says. */
    Future<Void> calledSoon(Tx tx, UUID object) {
        return Jobs.schedule(tx, CALL, object.toString(), clock.now(), new JsonObject());
    }

    /** A post is new: a job only where anybody wants mail of it. */
    Future<Void> postedSoon(Tx tx, Words words) {
        return new HeardStore(tx)
                .mailed(words, HeardStore.FIRST, 1)
                .compose(some -> some.isEmpty()
                        ? Future.succeededFuture()
                        : Jobs.schedule(tx, POST, words.object().toString(), clock.now(), new JsonObject()));
    }

    private Future<Void> call(Tx tx, Job job) {
        return batch(tx, job, EVERYONE, (words, after) -> new HeardStore(tx).called(words, after, AT_ONCE));
    }

    private Future<Void> post(Tx tx, Job job) {
        return batch(tx, job, NEW_POSTS, (words, after) -> new HeardStore(tx).mailed(words, after, AT_ONCE));
    }

    private interface Audience {
        Future<List<UUID>> after(Words words, UUID last);
    }

    /** Tells a batch, and goes on with the next one in a transaction of its own; of what was taken back, nobody else. */
    private Future<Void> batch(Tx tx, Job job, NotificationType type, Audience audience) {
        var after = Ids.parse(job.payload().getString("after", ""));
        return new MentionStore(tx)
                .words(UUID.fromString(job.key()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : audience.after(found.get(), after == null ? HeardStore.FIRST : after)
                                .compose(people -> tell(tx, type, found.get(), people)
                                        .compose(x -> people.size() < AT_ONCE
                                                ? Future.succeededFuture()
                                                : further(tx, job, people.getLast()))));
    }

    private Future<Void> further(Tx tx, Job job, UUID last) {
        var payload = new JsonObject().put("after", last.toString());
        return Jobs.schedule(tx, job.kind(), job.key(), clock.now(), payload);
    }

    private Future<Void> tell(Tx tx, NotificationType type, Words words, List<UUID> people) {
        if (people.isEmpty()) return Future.succeededFuture();
        return hosts.tenant(tx.tenant()).compose(found -> {
            Future<Void> told = Future.succeededFuture();
            if (found.isEmpty()) return told;
            for (var contact : people) told = told.compose(x -> one(tx, found.get(), type, words, contact));
            return told;
        });
    }

    /** Whoever wants no mails of being named wants none of being called with everyone. */
    private Future<Void> one(Tx tx, Tenant tenant, NotificationType type, Words words, UUID contact) {
        var values = Map.<String, Object>of("group", words.group(), "author", words.name());
        var notice = Notice.of(type, new Recipient.Contact(contact), values)
                .about("post", words.object())
                .link(words.link())
                .mailAlone();
        if (!type.equals(EVERYONE)) return notifications.tell(tx, tenant, notice);
        return Social.of(tx, contact)
                .compose(social ->
                        social.mailMentions() ? notifications.tell(tx, tenant, notice) : Future.succeededFuture());
    }
}
