package dev.atrium.courses.certificate;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Optional;

/**
 * Where anybody checks what the business vouches for: one page for what is valid, expired, revoked or unknown. Whose it is it says
 * only where its owner wants so.
 */
final class VerifyRoutes {
    private static final String ROOT = "/verify";
    private static final int KNOWN = 200;
    private static final int UNKNOWN = 404;

    private final Db db;
    private final Clock clock;

    VerifyRoutes(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    static String path(Award certificate) {
        return ROOT + "/" + certificate.serial();
    }

    void mount(Routes routes) {
        var guest = routes.guest();
        guest.get(ROOT, this::ask).summary("Ask for the code of something to check");
        guest.get(ROOT + "/:code", this::page)
                .summary("Say whether a certificate is valid, by its code")
                .names("code", "certificate-code");
    }

    private Future<Reply> ask(Request request) {
        var typed = request.query("code");
        var code = Serial.read(typed);
        if (code.isPresent()) return Future.succeededFuture(Reply.redirect(ROOT + "/" + Serial.spoken(code.get())));
        var model = new HashMap<String, Object>();
        model.put("typed", typed.substring(0, Math.min(Serial.LONGEST, typed.length())));
        model.put("wrong", !typed.isBlank());
        return Future.succeededFuture(Reply.page("verify/ask", Reply.Layout.ENTRY, "verify.title", model));
    }

    private Future<Reply> page(Request request) {
        var code = Serial.read(request.pathText("code"));
        return db.read(
                        request.scope(),
                        tx -> code.isEmpty()
                                ? Future.succeededFuture(Optional.<Award>empty())
                                : new CertificateStore(tx).byCode(code.get()))
                .map(this::shown);
    }

    private Reply shown(Optional<Award> found) {
        var model = new HashMap<String, Object>();
        if (found.isEmpty()) {
            model.put("state", "unknown");
            return new Reply.Page(UNKNOWN, "verify/one", Reply.Layout.ENTRY, "verify.title", model);
        }
        var certificate = found.get();
        var state = certificate.state(clock.now());
        model.put("state", state.word());
        model.put("valid", state == Award.State.VALID);
        model.put("expired", state == Award.State.EXPIRED);
        model.put("revoked", state == Award.State.REVOKED);
        model.put("certificate", certificate);
        model.put("serial", certificate.serial());
        model.put("issuer", certificate.look().getString("issuer", ""));
        if (certificate.shared()) model.put("learner", certificate.learner());
        return new Reply.Page(KNOWN, "verify/one", Reply.Layout.ENTRY, "verify.title", model);
    }
}
