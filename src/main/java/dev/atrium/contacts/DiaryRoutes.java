package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Function;

/** What staff write down about a contact: notes, tasks, appointments. */
final class DiaryRoutes {
    private static final String ROOT = "/t/:slug/contacts/:contact";

    private final Db db;
    private final Route.Handler page;

    /** @param page the contact's page, on which all of this is typed */
    DiaryRoutes(Db db, Route.Handler page) {
        this.db = db;
        this.page = page;
    }

    void mount(Routes routes) {
        var change = routes.staff(Permission.CONTACTS);
        change.post(ROOT + "/notes", this::write).summary("Write a note").shows(page);
        change.post(ROOT + "/notes/delete", this::strike)
                .summary("Delete a note")
                .names("note", "note");
        change.post(ROOT + "/tasks", this::plan).summary("Add a task").shows(page);
        change.post(ROOT + "/tasks/done", this::done)
                .summary("Tick off a task, or open it again")
                .names("task", "task");
        change.post(ROOT + "/appointments", this::meet)
                .summary("Make an appointment")
                .shows(page);
        change.post(ROOT + "/appointments/cancel", this::cancel)
                .summary("Cancel an appointment")
                .names("appointment", "appointment");
        routes.staff(Permission.READ)
                .get(ROOT + "/appointments/:appointment/event.ics", this::download)
                .summary("Download an appointment for a calendar");
    }

    private Future<Reply> write(Request request) {
        var typed = new Typed(request.form());
        var body = typed.block("body", 10_000, true);
        typed.check();
        var desk = Desk.of(request);
        var id = request.form().nonce();
        return act(
                request,
                "note.written",
                "note",
                id,
                "note-saved",
                tx -> new DiaryStore(tx)
                        .write(
                                id,
                                request.id("contact"),
                                body,
                                desk.staff().id(),
                                desk.staff().name()));
    }

    private Future<Reply> strike(Request request) {
        var id = request.form().id("note");
        return change(
                request,
                "note.deleted",
                "note",
                id,
                "note-deleted",
                tx -> new DiaryStore(tx).strike(request.id("contact"), id));
    }

    private Future<Reply> plan(Request request) {
        var typed = new Typed(request.form());
        var draft = new DiaryStore.TaskDraft(
                request.form().nonce(),
                typed.line("task_title", 200, true),
                typed.day("due"),
                typed.choice("assignee"));
        typed.check();
        return act(
                request,
                "task.added",
                "task",
                draft.id(),
                "task-saved",
                tx -> new DiaryStore(tx).plan(request.id("contact"), draft));
    }

    private Future<Reply> done(Request request) {
        var id = request.form().id("task");
        boolean done = !request.form().text("done").equals("no");
        return change(
                request,
                done ? "task.done" : "task.reopened",
                "task",
                id,
                "task-saved",
                tx -> new DiaryStore(tx).done(request.id("contact"), id, done));
    }

    private Future<Reply> meet(Request request) {
        var draft = Appointment.Draft.of(request.form());
        return act(
                request,
                "appointment.made",
                "appointment",
                draft.id(),
                "appointment-saved",
                tx -> new DiaryStore(tx).meet(request.id("contact"), draft));
    }

    private Future<Reply> cancel(Request request) {
        var id = request.form().id("appointment");
        return change(
                request,
                "appointment.cancelled",
                "appointment",
                id,
                "appointment-cancelled",
                tx -> new DiaryStore(tx).cancel(request.id("contact"), id));
    }

    private Future<Reply> download(Request request) {
        var desk = Desk.of(request);
        return db.read(
                        desk.scope(),
                        tx -> new DiaryStore(tx).appointment(request.id("contact"), request.id("appointment")))
                .map(found -> {
                    var appointment = found.orElseThrow(Problem::notFound);
                    var text = Calendar.of(appointment);
                    return new Reply.Download(
                            Buffer.buffer(text),
                            "text/calendar; charset=utf-8",
                            appointment.id() + "-" + appointment.version(),
                            "appointment.ics",
                            false);
                });
    }

    /** Adds something; a form sent twice adds once and is answered like the first time. */
    private Future<Reply> act(
            Request request, String action, String object, UUID id, String flash, Function<Tx, Future<Boolean>> work) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        return db.write(
                        desk.scope(),
                        tx -> ContactRoutes.found(tx, contact)
                                .compose(x -> work.apply(tx)
                                        .compose(made -> made
                                                ? Audit.record(tx, action, object, id, about(contact), request.ip())
                                                : Future.<Void>succeededFuture())))
                .map(x -> desk.done("/contacts/" + contact, flash));
    }

    /** Changes something that is there; what is not, or is another contact's, is unknown. */
    private Future<Reply> change(
            Request request, String action, String object, UUID id, String flash, Function<Tx, Future<Boolean>> work) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        return db.write(
                        desk.scope(),
                        tx -> work.apply(tx).compose(changed -> {
                            if (!changed) throw Problem.notFound();
                            return Audit.record(tx, action, object, id, about(contact), request.ip());
                        }))
                .map(x -> desk.done("/contacts/" + contact, flash));
    }

    private static JsonObject about(UUID contact) {
        return new JsonObject().put("contact", contact.toString());
    }
}
