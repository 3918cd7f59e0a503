package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What the business decides about messages: those that were reported, and who may write here at all. */
final class ReportRoutes {
    private static final String REPORTS = "/t/:slug/inbox/reports";
    private static final String SETTINGS = "/t/:slug/inbox/settings";

    private final Db db;
    private final Hosts hosts;

    ReportRoutes(Db db, Hosts hosts) {
        this.db = db;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.get(REPORTS, this::reports).summary("List messages that clients reported");
        staff.post(REPORTS + "/:report", this::decide)
                .summary("Keep or remove a message that was reported")
                .shows(this::reports);
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(SETTINGS, this::settings).summary("Show who may write to whom in the portal");
        settings.post(SETTINGS, this::save)
                .summary("Choose who may write to whom in the portal")
                .shows(this::settings);
    }

    private Future<Reply> reports(Request request) {
        return db.read(Desk.of(request).scope(), tx -> new ReportStore(tx).open(null))
                .map(reports -> Desk.page(
                        request,
                        "inbox/reports",
                        "inbox.reports",
                        Map.of(
                                "reports",
                                reports.stream().map(r -> shown(request, r)).toList())));
    }

    /** A report with its reason in words. */
    record Row(ReportStore.Report it, String reason) {}

    private static Row shown(Request request, ReportStore.Report report) {
        return new Row(
                report,
                switch (report.reason()) {
                    case "abuse" -> request.say("messages.reason.abuse");
                    case "spam" -> request.say("messages.reason.spam");
                    default -> request.say("messages.reason.other");
                });
    }

    private Future<Reply> decide(Request request) {
        var desk = Desk.of(request);
        var id = request.id("report");
        var outcome = request.form().text("outcome");
        if (!List.of("kept", "removed").contains(outcome)) throw Problem.invalid("outcome", "choice-invalid");
        return db.write(
                        desk.scope(),
                        tx -> new ReportStore(tx)
                                .find(id)
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(report -> new ReportStore(tx)
                                        .decide(id, outcome)
                                        .compose(done -> {
                                            if (!done) throw Problem.notFound();
                                            return Audit.record(
                                                            tx,
                                                            outcome.equals("kept") ? "report.kept" : "report.removed",
                                                            "message",
                                                            report.message(),
                                                            new JsonObject().put("reason", report.reason()),
                                                            request.ip())
                                                    .compose(x -> outcome.equals("kept")
                                                            ? Future.succeededFuture()
                                                            : Talking.remove(
                                                                            tx,
                                                                            report.conversation(),
                                                                            report.message(),
                                                                            "staff",
                                                                            null)
                                                                    .mapEmpty());
                                        })))
                .map(x -> desk.done("/inbox/reports", outcome.equals("kept") ? "report-kept" : "report-removed"));
    }

    private Future<Reply> settings(Request request) {
        return db.read(Desk.of(request).scope(), tx -> new InboxStore(tx).switches())
                .map(on -> Desk.page(
                        request,
                        "inbox/settings",
                        "inbox.settings",
                        Map.of("bubble", on.bubble(), "chats", on.chats())));
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        var wanted = new InboxStore.Switches(
                !request.form().text("bubble").isEmpty(),
                !request.form().text("chats").isEmpty());
        return db.write(
                        desk.scope(),
                        tx -> new InboxStore(tx).change(wanted).compose(changed -> {
                            if (!changed) return Future.succeededFuture();
                            hosts.changed(tx);
                            return Audit.record(
                                    tx,
                                    "messages.changed",
                                    "tenant",
                                    tx.tenant(),
                                    new JsonObject()
                                            .put("bubble", wanted.bubble())
                                            .put("chats", wanted.chats()),
                                    request.ip());
                        }))
                .map(x -> desk.done("/inbox/settings", "choices-saved"));
    }
}
