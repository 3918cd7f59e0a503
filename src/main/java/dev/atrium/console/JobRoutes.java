package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Readers;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.MailOutbox;
import dev.atrium.web.Cookies;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** What the tenant's background work has given up, and the way to let it be tried again. */
final class JobRoutes {
    /** More than a person looks through; what is older shows once these are dealt with. */
    private static final int SHOWN = 100;

    private final Db db;
    private final Messages messages;

    /** A job as the page shows it: {@code what} it is for, in words. */
    record JobRow(UUID id, String what, String key, int attempts, String error, Instant at) {}

    /** A reader as the page shows it. */
    record ReaderRow(String who, long seq, int failures, String error, Instant next) {}

    JobRoutes(Db db, Messages messages) {
        this.db = db;
        this.messages = messages;
    }

    void mount(Routes routes) {
        routes.staff(Permission.OPERATE).get("/t/:slug/jobs", this::page).summary("Show what was given up");
        routes.staff(Permission.OPERATE)
                .post("/t/:slug/jobs/retry", this::retryJob)
                .summary("Try a job again that was given up")
                .names("job", "job")
                .shows(this::page);
        routes.staff(Permission.OPERATE)
                .post("/t/:slug/jobs/mail", this::retryMail)
                .summary("Try a mail again that was given up")
                .names("mail", "mail")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), tx -> model(tx, request))
                .map(model -> Reply.page("console/jobs", Reply.Layout.CONSOLE, "console.jobs.title", model));
    }

    private Future<Map<String, Object>> model(Tx tx, Request request) {
        var jobs = Jobs.dead(tx, SHOWN);
        var mails = MailOutbox.dead(tx, SHOWN);
        var readers = Readers.stuck(tx);
        return Future.all(jobs, mails, readers).map(x -> {
            var model = Desk.of(request).model(request);
            model.put(
                    "jobs", jobs.result().stream().map(job -> row(request, job)).toList());
            model.put("mails", mails.result());
            model.put(
                    "readers",
                    readers.result().stream()
                            .map(reader -> row(request, reader))
                            .toList());
            return model;
        });
    }

    private JobRow row(Request request, Jobs.Dead job) {
        return new JobRow(
                job.id(), word(request, Family.JOB, job.kind()), job.key(), job.attempts(), job.error(), job.at());
    }

    private ReaderRow row(Request request, Readers.Stuck reader) {
        return new ReaderRow(
                word(request, Family.FACT_READER, reader.reader()),
                reader.seq(),
                reader.failures(),
                reader.error(),
                reader.next());
    }

    /** Work that was left by another version of the server has no words in this one: then its name must do. */
    private String word(Request request, Family family, String name) {
        var key = family.key(name);
        return messages.has(key) ? request.say(key) : name;
    }

    private Future<Reply> retryJob(Request request) {
        return retry(request, "job", "job.retried", Jobs::retry)
                .map(back(request).with(new Cookies.Change(Cookies.FLASH, "job-retried", 60)));
    }

    private Future<Reply> retryMail(Request request) {
        return retry(request, "mail", "mail.retried", MailOutbox::retry)
                .map(back(request).with(new Cookies.Change(Cookies.FLASH, "mail-retried", 60)));
    }

    private Future<Void> retry(Request request, String field, String act, BiFunction<Tx, UUID, Future<Void>> again) {
        var id = Ids.parse(request.form().text(field));
        if (id == null) throw Problem.notFound();
        return db.write(
                request.scope(),
                tx -> again.apply(tx, id)
                        .compose(x -> Audit.record(tx, act, field, id, new JsonObject(), request.ip())));
    }

    private static Reply back(Request request) {
        return Reply.redirect("/t/" + request.seat().slug() + "/jobs");
    }
}
