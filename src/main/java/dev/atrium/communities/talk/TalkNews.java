package dev.atrium.communities.talk;

import dev.atrium.communities.post.CallStore;
import dev.atrium.communities.post.Called;
import dev.atrium.communities.post.Named;
import dev.atrium.communities.talk.MentionStore.Words;
import dev.atrium.db.Tx;
import dev.atrium.identity.Social;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people are told of what others say: never what they said themselves, nor of what they muted. */
final class TalkNews {
    static final NotificationType MENTIONED = type("community.mentioned");
    static final NotificationType REPLY = type("community.reply");
    static final NotificationType COMMENT = type("community.comment");
    static final NotificationType ANSWERED = type("community.answered");
    static final NotificationType LIKED = type("community.liked").by(Channel.MAIL, Pace.OFF);

    /** Who called everyone in vain hears why, also of what was published while they were away. */
    static final NotificationType SPENT = type("community.everyone_spent").by(Channel.MAIL, Pace.OFF);

    static final NotificationType NOT_YOURS =
            type("community.everyone_not_yours").by(Channel.MAIL, Pace.OFF);

    /** Staff may always call, so that a call of theirs can only come too late. */
    static final NotificationType TEAM_SPENT = NotificationType.of("team.everyone_in_vain")
            .toTeam(Permission.CONTENT)
            .by(Channel.MAIL, Pace.OFF)
            .with("portal", Variable.Kind.TEXT, "Acme Studio")
            .with("group", Variable.Kind.TEXT, "Product photographers");

    static final List<NotificationType> TYPES = List.of(
            MENTIONED,
            REPLY,
            COMMENT,
            ANSWERED,
            LIKED,
            GroupMail.EVERYONE,
            GroupMail.NEW_POSTS,
            SPENT,
            NOT_YOURS,
            TEAM_SPENT);

    /** Whoever presses a button again and again is told of once a day. */
    private static final Duration ONCE = Duration.ofDays(1);

    private final Notifications notifications;
    private final Hosts hosts;
    private final GroupMail mail;

    TalkNews(Notifications notifications, Hosts hosts, GroupMail mail) {
        this.notifications = notifications;
        this.hosts = hosts;
        this.mail = mail;
    }

    static NotificationType type(String key) {
        return NotificationType.of(key)
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Variable.Kind.TEXT, "Acme Studio")
                .with("group", Variable.Kind.TEXT, "Product photographers")
                .with("author", Variable.Kind.TEXT, "Ben Okafor");
    }

    /** Of what was said, as it stands there now: who is named in it, and, where it is new, whom it concerns. */
    Future<Void> said(Tx tx, UUID object, boolean fresh) {
        return new MentionStore(tx)
                .words(object)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : hosts.tenant(tx.tenant())
                                .compose(tenant -> tenant.isEmpty()
                                        ? Future.succeededFuture()
                                        : said(tx, tenant.get(), found.get(), fresh)));
    }

    private Future<Void> said(Tx tx, Tenant tenant, Words words, boolean fresh) {
        return named(tx, tenant, words).compose(x -> {
            if (!fresh) return Future.succeededFuture();
            return words.post() ? mail.postedSoon(tx, words) : concerned(tx, tenant, words);
        });
    }

    private Future<Void> named(Tx tx, Tenant tenant, Words words) {
        var named = Named.in(words.body());
        if (named.nobody()) return Future.succeededFuture();
        var store = new MentionStore(tx);
        var called = named.everyone() ? called(tx, tenant, words) : Future.succeededFuture(false);
        return called.compose(all -> store.name(words, named)
                        .compose(people ->
                                all ? mail.calledSoon(tx, words.object()).map(people) : Future.succeededFuture(people)))
                .compose(people -> {
                    Future<Void> told = Future.succeededFuture();
                    for (var contact : people)
                        told = told.compose(x -> Social.of(tx, contact)).compose(social -> {
                            var notice = notice(MENTIONED, contact, words, words.object());
                            return tell(tx, tenant, social.mailMentions() ? notice : notice.bellAlone());
                        });
                    return told;
                });
    }

    /** Whether the group is called together by it now; where it is not, whoever wrote it hears so, once. */
    private Future<Boolean> called(Tx tx, Tenant tenant, Words words) {
        var store = new CallStore(tx);
        var post = words.place().post();
        var author = words.author();
        return store.call(post, words.object(), author).compose(all -> {
            if (all) return Future.succeededFuture(true);
            return store.fate(words.body(), post, words.object(), author)
                    .compose(fate -> fate.vain() ? unheard(tx, tenant, words, fate) : Future.succeededFuture())
                    .map(false);
        });
    }

    private Future<Void> unheard(Tx tx, Tenant tenant, Words words, Called fate) {
        var notice = unheard(words, fate);
        if (notice == null) return Future.succeededFuture();
        return RateLimit.take(tx, "unheard:" + words.object(), ONCE)
                .compose(taken -> taken.over(1) ? Future.succeededFuture() : tell(tx, tenant, notice));
    }

    /** To whoever wrote it: a member, or one of staff in the console's bell; null where nobody is there to hear it. */
    private static @Nullable Notice unheard(Words words, Called fate) {
        var author = words.author();
        if (author != null) return notice(fate == Called.SPENT ? SPENT : NOT_YOURS, author, words, words.object());
        var staff = words.staff();
        if (staff == null) return null;
        return Notice.of(TEAM_SPENT, new Recipient.Member(staff), Map.of("group", words.group()))
                .about("post", words.object())
                .link(words.deskLink());
    }

    private Future<Void> concerned(Tx tx, Tenant tenant, Words words) {
        return new FollowStore(tx)
                .concerned(words.place().post(), words.object())
                .compose(people -> {
                    Future<Void> told = Future.succeededFuture();
                    for (var person : people)
                        told = told.compose(x -> tell(
                                tx,
                                tenant,
                                person.reply()
                                        ? notice(REPLY, person.contact(), words, words.object())
                                        : notice(
                                                        COMMENT,
                                                        person.contact(),
                                                        words,
                                                        words.place().post())
                                                .oneLine()));
                    return told;
                });
    }

    /** The comment answers the question: whoever wrote it hears of it. */
    Future<Void> answers(Tx tx, UUID comment) {
        return new MentionStore(tx)
                .words(comment)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : hosts.tenant(tx.tenant()).compose(tenant -> answers(tx, tenant.orElse(null), found.get())));
    }

    private Future<Void> answers(Tx tx, @Nullable Tenant tenant, Words words) {
        var author = words.author();
        if (tenant == null || author == null || author.equals(words.place().author())) return Future.succeededFuture();
        return new FollowStore(tx)
                .state(author, words.place().post())
                .compose(state -> state.isEmpty() || state.get().equals("muted")
                        ? Future.succeededFuture()
                        : tell(tx, tenant, notice(ANSWERED, author, words, words.object())));
    }

    /** One line for all who reacted to one thing, as long as it was not looked at. */
    Future<Void> reacted(Tx tx, Tenant tenant, UUID by, String name, ReactionStore.Done done) {
        var author = done.author();
        var place = done.place();
        if (author == null || author.equals(by)) return Future.succeededFuture();
        var object = done.comment() == null ? place.post() : done.comment();
        return new FollowStore(tx).rings(author, place.post(), by).compose(rings -> {
            if (!rings) return Future.succeededFuture();
            return RateLimit.take(tx, "reacted:" + object + ":" + by, ONCE).compose(taken -> {
                if (taken.over(1)) return Future.succeededFuture();
                var link =
                        done.comment() == null ? place.path() : place.path() + "?at=" + object + "#comment-" + object;
                var variables = Map.<String, Object>of("group", done.group(), "author", name);
                return tell(
                        tx,
                        tenant,
                        Notice.of(LIKED, new Recipient.Contact(author), variables)
                                .about("post", object)
                                .link(link)
                                .oneLine());
            });
        });
    }

    private static Notice notice(NotificationType type, UUID contact, Words words, UUID about) {
        return Notice.of(type, new Recipient.Contact(contact), Map.of("group", words.group(), "author", words.name()))
                .about("post", about)
                .link(words.link());
    }

    private Future<Void> tell(Tx tx, Tenant tenant, Notice notice) {
        return notifications.tell(tx, tenant, notice);
    }
}
