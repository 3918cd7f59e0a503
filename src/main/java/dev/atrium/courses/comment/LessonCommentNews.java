package dev.atrium.courses.comment;

import dev.atrium.communities.post.Named;
import dev.atrium.courses.Door;
import dev.atrium.courses.comment.TalkedStore.Words;
import dev.atrium.db.Tx;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Recorded;
import dev.atrium.identity.Social;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tells people of what was said below lessons, soon after: never of what they said themselves, nor who may not open the lesson now. */
final class LessonCommentNews implements Reader {
    private final Notifications notifications;
    private final Hosts hosts;

    LessonCommentNews(Notifications notifications, Hosts hosts) {
        this.notifications = notifications;
        this.hosts = hosts;
    }

    @Override
    public String name() {
        return "lesson-comment-news";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(LessonCommentFact.ADDED.name(), LessonCommentFact.EDITED.name());
    }

    @Override
    public Future<Void> read(Tx tx, List<Recorded> facts) {
        return hosts.tenant(tx.tenant()).compose(tenant -> {
            Future<Void> told = Future.succeededFuture();
            if (tenant.isEmpty()) return told;
            for (var fact : facts) {
                boolean fresh = fact.kind().equals(LessonCommentFact.ADDED.name());
                told = told.compose(x -> said(tx, tenant.get(), fact.objectId(), fresh));
            }
            return told;
        });
    }

    /** Of what stands there now: who is named in it, and, where it is new, whom it concerns. */
    private Future<Void> said(Tx tx, Tenant tenant, UUID comment, boolean fresh) {
        var store = new TalkedStore(tx);
        return store.words(comment).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var words = found.get();
            var named = named(tx, tenant, store, words);
            if (fresh)
                named = named.compose(x -> concerned(tx, tenant, store, words))
                        .compose(x -> asked(tx, tenant, store, words));
            return named.compose(x -> new FlaggedStore(tx).held(comment))
                    .compose(held -> held ? flagged(notifications, tx, words.course()) : Future.succeededFuture());
        });
    }

    private Future<Void> named(Tx tx, Tenant tenant, TalkedStore store, Words words) {
        var people = Named.in(words.body()).people();
        if (people.isEmpty()) return Future.succeededFuture();
        return Door.seers(tx, words.course(), words.lesson(), people)
                .compose(seers -> store.name(words, seers))
                .compose(fresh -> {
                    Future<Void> told = Future.succeededFuture();
                    for (var contact : fresh)
                        told = told.compose(x -> Social.of(tx, contact)).compose(social -> {
                            var notice = notice(words, contact);
                            return notifications.tell(tx, tenant, social.mailMentions() ? notice : notice.bellAlone());
                        });
                    return told;
                });
    }

    private Future<Void> concerned(Tx tx, Tenant tenant, TalkedStore store, Words words) {
        return store.concerned(words)
                .compose(people -> Door.seers(tx, words.course(), words.lesson(), people))
                .compose(seers -> {
                    Future<Void> told = Future.succeededFuture();
                    for (var contact : seers.stream().sorted().toList())
                        told = told.compose(x -> notifications.tell(tx, tenant, notice(words, contact)));
                    return told;
                });
    }

    /** Where nobody of staff teaches, the whole team hears of a question: it would wait for nobody otherwise. */
    private Future<Void> asked(Tx tx, Tenant tenant, TalkedStore store, Words words) {
        if (words.staff() != null) return Future.succeededFuture();
        Map<String, Object> values = Map.of(
                "portal", tenant.branding().portalName(),
                "course", words.courseTitle(),
                "lesson", words.lessonTitle());
        return store.staff(words).compose(staff -> {
            var told = new HashSet<>(staff);
            if (told.isEmpty())
                return words.parent() == null
                        ? notifications.tellTeam(
                                tx, LessonCommentTypes.ASKED, "/courses/" + words.course() + "/comments", values)
                        : Future.succeededFuture();
            Future<Void> done = Future.succeededFuture();
            for (var one : told.stream().sorted().toList())
                done = done.compose(x -> notifications.tell(
                        tx,
                        tenant,
                        Notice.of(LessonCommentTypes.ASKED, new Recipient.Member(one), values)
                                .about("lesson", words.lesson())
                                .link(words.deskLink())
                                .oneLine()));
            return done;
        });
    }

    /** Word to the team that something waits for their look. */
    static Future<Void> flagged(Notifications notifications, Tx tx, UUID course) {
        return notifications.tellTeam(
                tx, LessonCommentTypes.REPORTED, "/courses/" + course + "/comments?state=reported", Map.of());
    }

    /** One line for all that is said below one question, until it is read. */
    private static Notice notice(Words words, UUID contact) {
        return Notice.of(
                        LessonCommentTypes.COMMENT,
                        new Recipient.Contact(contact),
                        Map.of(
                                "course", words.courseTitle(),
                                "lesson", words.lessonTitle(),
                                "author", words.name()))
                .about("lesson-comment", words.top())
                .link(words.link())
                .oneLine();
    }
}
