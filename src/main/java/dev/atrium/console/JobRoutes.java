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
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** What the tenant's background work has given up, and the way to let it be tried again. */
final class JobRoutes {
    /** More than a person looks through; what is older shows once these are dealt with. */
    private static final int SHOWN = 100;

    private final Db db;

    JobRoutes(Db db) {
        this.db = db;
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

    private static Future<Map<String, Object>> model(Tx tx, Request request) {
        var jobs = Jobs.dead(tx, SHOWN);
        var mails = MailOutbox.dead(tx, SHOWN);
        var readers = Readers.stuck(tx);
        return Future.all(jobs, mails, readers).map(x -> {
            var model = Desk.of(request).model(request);
            model.put("jobs", jobs.result());
            model.put("mails", mails.result());
            model.put("readers", readers.result());
            return model;
        });
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
