package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Imports at work: a batch of rows is one transaction, which also says how far it came and schedules the next. A server that
 * dies in between loses a batch that never happened, and whoever comes after goes on at the same row.
 */
final class ImportWork {
    static final String STEP = "contacts.import";
    private static final String FORGET = "contacts.import-forget";
    private static final int BATCH = 200;
    private static final JobKind.Limits LIMITS = new JobKind.Limits(Duration.ofSeconds(30), 25, Duration.ofDays(3));

    private final Clock clock;
    private final Sessions sessions;

    ImportWork(Clock clock, Sessions sessions) {
        this.clock = clock;
        this.sessions = sessions;
    }

    List<JobKind> kinds() {
        return List.of(
                new JobKind.InTx(STEP, LIMITS, this::step),
                new JobKind.InTx(
                        FORGET,
                        JobKind.Limits.USUAL,
                        (tx, job) -> forget(tx, Objects.requireNonNull(Ids.parse(job.key())))));
    }

    Future<Void> wake(Tx tx, UUID id) {
        return Jobs.schedule(tx, STEP, id.toString(), clock.now(), new JsonObject());
    }

    /** What was in the file is forgotten after a week, whatever became of it. */
    Future<Void> forgetLater(Tx tx, UUID id) {
        return Jobs.schedule(tx, FORGET, id.toString(), clock.now().plus(ContactImport.KEPT), new JsonObject());
    }

    private static Future<Void> forget(Tx tx, UUID id) {
        var store = new ImportStore(tx);
        return store.cancel(id).compose(x -> store.forget(id)).mapEmpty();
    }

    private Future<Void> step(Tx tx, Job job) {
        return new ImportStore(tx).hold(ContactImport.id(job.key())).compose(found -> {
            // Cancelled, or gone with its tenant, while the job waited.
            if (found.isEmpty() || !found.get().busy()) return Future.succeededFuture();
            var one = found.get();
            return one.state().equals("undoing")
                    ? new ImportUndo(sessions).batch(tx, one).compose(more -> go(tx, one, more))
                    : rows(tx, one).compose(more -> go(tx, one, more));
        });
    }

    private Future<Void> go(Tx tx, ContactImport one, boolean more) {
        return more ? wake(tx, one.id()) : end(tx, one);
    }

    private Future<Void> end(Tx tx, ContactImport one) {
        var store = new ImportStore(tx);
        return switch (one.state()) {
            case "checking" -> store.end(one.id(), "checked").mapEmpty();
            case "running" -> store.end(one.id(), "done").compose(x -> audit(tx, one, "import.done"));
            default -> store.end(one.id(), "undone").compose(x -> audit(tx, one, "import.undone"));
        };
    }

    private static Future<Void> audit(Tx tx, ContactImport one, String action) {
        return Audit.record(tx, action, "import", one.id(), new JsonObject().put("name", one.fileName()), "");
    }

    /** Tries or does the next rows; whether there may be more. */
    private Future<Boolean> rows(Tx tx, ContactImport one) {
        var fields = new FieldStore(tx).all();
        var rows = new ImportWorkStore(tx).next(one.id(), one.place(), BATCH);
        return Future.all(fields, rows).compose(x -> {
            if (rows.result().isEmpty()) return Future.succeededFuture(false);
            var people = ImportJudge.people(one, rows.result(), fields.result());
            var done = one.state().equals("checking")
                    ? ImportBatch.check(tx, one, people)
                    : new ImportBatch(tx, one).run(people).map(tally -> {
                        sessions.refreshAll(tx);
                        return tally;
                    });
            return done.compose(tally -> new ImportStore(tx).step(one.id(), tally))
                    .map(y -> rows.result().size() == BATCH);
        });
    }

    /** Records what happened to a contact. */
    static Future<Void> tell(Tx tx, ContactFact fact) {
        return Events.record(tx, fact);
    }
}
