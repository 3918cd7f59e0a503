package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Ending a client's sessions for them, such as when a telephone was lost. */
final class AccessRoutes {
    private static final UUID NONE = new UUID(0, 0);

    private final Db db;
    private final Sessions sessions;
    private final Route.Handler contactPage;

    AccessRoutes(Db db, Sessions sessions, Route.Handler contactPage) {
        this.db = db;
        this.sessions = sessions;
        this.contactPage = contactPage;
    }

    void mount(Routes routes) {
        routes.staff(Permission.CONTACTS)
                .post("/t/:slug/contacts/:contact/sessions/end", this::end)
                .summary("Sign a contact out on every device")
                .shows(contactPage);
        routes.staff(Permission.CONTACTS)
                .post("/t/:slug/contacts/:contact/sessions/end-one", this::endOne)
                .summary("Sign a contact out on one device")
                .names("contact", "client-contact")
                .names("id", "session")
                .shows(contactPage);
    }

    private Future<Reply> endOne(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var session = request.form().id("id");
        return db.write(
                        desk.scope(),
                        tx -> ContactRoutes.found(tx, contact)
                                .compose(x -> new ContactStore(tx).account(contact))
                                .map(account -> account.orElseThrow(Problem::notFound))
                                .compose(account -> sessions.end(tx, account.id(), session))
                                .compose(ended -> {
                                    if (!ended) throw Problem.notFound();
                                    var detail = new JsonObject().put("sessions", 1);
                                    return Audit.record(
                                            tx, "contact.signed-out", "contact", contact, detail, request.ip());
                                }))
                .map(x -> desk.done("/contacts/" + contact, "contact-device-ended"));
    }

    private Future<Reply> end(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        return db.write(
                        desk.scope(),
                        tx -> ContactRoutes.found(tx, contact)
                                .compose(x -> new ContactStore(tx).account(contact))
                                .compose(account -> {
                                    // Whoever has no account is signed in nowhere.
                                    if (account.isEmpty()) return Future.succeededFuture();
                                    var id = account.get().id();
                                    return sessions.endAllBut(tx, id, NONE)
                                            .compose(ended -> Audit.record(
                                                    tx,
                                                    "contact.signed-out",
                                                    "contact",
                                                    contact,
                                                    new JsonObject().put("sessions", ended),
                                                    request.ip()));
                                }))
                .map(x -> desk.done("/contacts/" + contact, "contact-signed-out"));
    }
}
