package dev.atrium.privacy;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.privacy.DataApi.ErasureState;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;

/** Deleting a contact, for the business's own programs: a wish for erasure, with the same time to think as anybody's. */
final class ErasureApi {
    private static final String ROOT = "/api/v1/business/contacts/:contact";

    private final Privacy privacy;

    ErasureApi(Privacy privacy) {
        this.privacy = privacy;
    }

    void mount(Routes routes) {
        var erasing = routes.business("contacts:erase");
        erasing.delete(ROOT, this::erase)
                .summary("Ask for a contact to be erased; they are signed out, told by mail, and gone when it is due")
                .gives(ErasureState.class, new ErasureState(Instant.parse("2026-12-01T09:00:00Z")))
                .refuses(404, 409);
        erasing.delete(ROOT + "/erasure", this::keep)
                .summary("Take back the wish to have a contact erased")
                .refuses(404);
    }

    private Future<Reply> erase(Request request) {
        var tenant = request.tenant();
        return privacy.db()
                .write(
                        request.scope(),
                        tx -> person(tx, request).compose(person -> {
                            var language = tenant.settings().speaks(person.language());
                            // A program is the business's own: by whose key stands in the audit log.
                            var wisher = new Erasures.Wisher("staff", language, request.ip(), "asked", false);
                            return privacy.erasures().ask(tx, tenant, person, wisher);
                        }))
                .map(wish -> Reply.json(new ErasureState(wish.dueAt())));
    }

    private static Future<Person> person(Tx tx, Request request) {
        return new PersonStore(tx).find(request.id("contact")).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> keep(Request request) {
        return privacy.db()
                .write(
                        request.scope(),
                        tx -> person(tx, request)
                                .compose(person -> privacy.erasures().cancel(tx, person.contact(), request.ip())))
                // Nothing to take back is as wished.
                .map(Reply.empty());
    }
}
