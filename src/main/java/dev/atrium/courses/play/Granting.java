package dev.atrium.courses.play;

import dev.atrium.courses.Drip;
import dev.atrium.courses.Progress;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** What staff and programs of the business do about who takes a course: once for both, with its audit lines and facts. */
final class Granting {
    private final Progress progress;

    Granting(Progress progress) {
        this.progress = progress;
    }

    static Future<LearnerStore.Named> course(Tx tx, UUID course) {
        return new LearnerStore(tx).course(course).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Fails with 409 {@code grant-there} where they have one already, and with {@code grant-unknown} at the field that names nobody. */
    Future<Grant> grant(Tx tx, LearnerStore.Named course, GrantDraft draft, String ip) {
        var store = new GrantStore(tx);
        var id = Ids.next();
        return thing(store, draft)
                .compose(thing -> store.holds(draft.kind(), thing).compose(there -> {
                    if (!there) throw Problem.invalid(field(draft), "grant-unknown");
                    return store.insert(id, course.id(), draft, thing);
                }))
                .compose(made -> {
                    if (!made) throw Problem.of(409, "grant-there");
                    return store.one(course.id(), id);
                })
                .map(Optional::orElseThrow)
                .compose(grant -> told(tx, course, grant, "grant.made", ip).map(grant));
    }

    private static String field(GrantDraft draft) {
        if (draft.kind().equals("contact")) return draft.email().isEmpty() ? "contact" : "email";
        return draft.email().isEmpty() ? "who" : draft.kind();
    }

    private static Future<UUID> thing(GrantStore store, GrantDraft draft) {
        if (draft.thing() != null) return Future.succeededFuture(draft.thing());
        var email = Email.parse(draft.email());
        if (email.isEmpty()) throw Problem.invalid("email", "email-invalid");
        return store.byEmail(email.get().address()).map(found -> {
            if (found.isEmpty()) throw Problem.invalid("email", "grant-unknown");
            if (found.size() > 1) throw Problem.invalid("email", "grant-several");
            return found.getFirst();
        });
    }

    private static Future<Void> told(Tx tx, LearnerStore.Named course, Grant grant, String act, String ip) {
        var contact = grant.kind().equals("contact") ? Optional.of(grant.thing()) : Optional.<UUID>empty();
        var fact = act.equals("grant.made")
                ? new LearnerFact.Granted(course.id(), grant.id(), course.title(), contact)
                : new LearnerFact.Ended(course.id(), grant.id(), course.title(), contact);
        return Events.record(tx, fact)
                .compose(x -> Audit.record(
                        tx,
                        act,
                        "course",
                        course.id(),
                        new JsonObject().put("title", course.title()).put("label", grant.name()),
                        ip));
    }

    /** Ends it now; what was learned stays. Fails with {@code not-found} where there is none that holds or will. */
    Future<Void> end(Tx tx, LearnerStore.Named course, UUID id, String ip) {
        var store = new GrantStore(tx);
        return store.one(course.id(), id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(grant -> store.end(course.id(), id).compose(ended -> {
                    if (!ended) throw Problem.of(409, "grant-over");
                    Feeds.changed(tx, null, null);
                    return told(tx, course, grant, "grant.ended", ip);
                }));
    }

    static Future<Learner> learner(Tx tx, UUID course, UUID contact) {
        return new LearnerStore(tx).one(course, contact).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Stops somebody's clock of days, or starts it again. Fails with 409 where it was so, or where they have not begun. */
    Future<Learner> pause(Tx tx, LearnerStore.Named course, UUID contact, boolean pause, String ip) {
        var store = new LearnerStore(tx);
        return learner(tx, course.id(), contact)
                .compose(learner -> {
                    if (learner.enrolledAt() == null) throw Problem.of(409, "learner-not-begun");
                    return pause ? store.pause(course.id(), contact) : store.resume(course.id(), contact);
                })
                .compose(changed -> {
                    if (!changed) throw Problem.of(409, pause ? "learner-paused" : "learner-not-paused");
                    return audit(tx, pause ? "learner.paused" : "learner.resumed", course, contact, course.title(), ip)
                            .compose(y -> Drip.soon(tx, course.id()));
                })
                .compose(x -> learner(tx, course.id(), contact));
    }

    /** Marks a lesson as done for somebody who has begun; twice is once. */
    Future<Learner> mark(Tx tx, Tenant tenant, LearnerStore.Named course, UUID contact, UUID lesson, String ip) {
        var store = new LearnerStore(tx);
        return learner(tx, course.id(), contact)
                .compose(learner -> {
                    if (learner.enrolledAt() == null) throw Problem.of(409, "learner-not-begun");
                    return store.steps(course.id(), contact);
                })
                .compose(steps -> {
                    var step = steps.stream()
                            .filter(one -> one.id().equals(lesson))
                            .findFirst()
                            .orElseThrow(Problem::notFound);
                    return progress.done(tx, tenant, lesson, contact)
                            .compose(fresh -> fresh
                                    ? audit(tx, "learner.lesson-marked", course, contact, step.title(), ip)
                                    : Future.succeededFuture());
                })
                .compose(x -> learner(tx, course.id(), contact));
    }

    private static Future<Void> audit(
            Tx tx, String act, LearnerStore.Named course, UUID contact, String title, String ip) {
        var detail =
                new JsonObject().put("title", title).put("course", course.id().toString());
        return Audit.record(tx, act, "contact", contact, detail, ip);
    }
}
