package dev.atrium.courses.certificate;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.identity.Certificates.Certificate;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/** What somebody earned, in their own settings: to look at, to save, and to show to others by name or not. */
final class OwnCertificates {
    private static final String ROOT = "/account/certificates";
    private static final String ONE = ROOT + "/:certificate";
    private static final int MOST = 100;
    private static final int FLASH_SECONDS = 60;

    private final Db db;
    private final Clock clock;
    private final Drawing drawing;

    OwnCertificates(Db db, Clock clock, Drawing drawing) {
        this.db = db;
        this.clock = clock;
        this.drawing = drawing;
    }

    static String path(UUID certificate) {
        return ROOT + "/" + certificate;
    }

    void mount(Routes routes) {
        var client = routes.client(PortalApp.ACCOUNT);
        client.get(ONE, this::page)
                .summary("Show a certificate of the person's")
                .names("certificate", "certificate");
        client.get(ONE + "/pdf", this::pdf)
                .summary("Save a certificate of the person's as a PDF")
                .names("certificate", "certificate")
                .givesBytes("application/pdf");
        client.post(ONE + "/share", this::share)
                .summary("Show the name to whoever checks the certificate, or not")
                .names("certificate", "certificate")
                .shows(this::page);
    }

    /** As the list of the settings has them. */
    static Future<List<Certificate>> listed(Tx tx, UUID contact) {
        return new CertificateStore(tx)
                .of(contact, MOST)
                .map(found -> found.stream()
                        .map(one -> new Certificate(
                                one.title(),
                                one.serial(),
                                one.issuedAt(),
                                one.expiresAt(),
                                one.revokedAt() != null,
                                path(one.id())))
                        .toList());
    }

    /** Their own, or nobody's. */
    static Future<Award> own(Tx tx, Request request) {
        return new CertificateStore(tx)
                .find(request.id("certificate"), request.session().contact())
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), tx -> own(tx, request)).map(own -> {
            var model = new HashMap<String, Object>();
            model.put("certificate", own);
            model.put("serial", own.serial());
            model.put("state", own.state(clock.now()).word());
            model.put("valid", own.state(clock.now()) == Award.State.VALID);
            model.put("revoked", own.revokedAt() != null);
            model.put("url", path(own.id()));
            model.put("address", Drawing.address(request.tenant(), own));
            return Reply.page("account/certificate", Reply.Layout.PORTAL, "certificate.one.title", model);
        });
    }

    /** One that was revoked is no paper to hand on. */
    static Award counting(Award own) {
        if (own.revokedAt() != null) throw Problem.of(409, "certificate-revoked");
        return own;
    }

    private Future<Reply> pdf(Request request) {
        return db.read(request.scope(), tx -> own(tx, request))
                .compose(own -> drawing.file(request.scope(), request.tenant(), counting(own), false));
    }

    private Future<Reply> share(Request request) {
        boolean shared = request.form().text("shared").equals("yes");
        return db.write(request.scope(), tx -> own(tx, request).compose(own -> share(tx, request, own, shared)))
                .map(own -> Reply.redirect(path(own.id()))
                        .with(new Cookies.Change(
                                Cookies.FLASH, shared ? "certificate-shared" : "certificate-unshared", FLASH_SECONDS)));
    }

    static Future<Award> share(Tx tx, Request request, Award own, boolean shared) {
        return new CertificateStore(tx)
                .share(own.id(), own.contact(), shared)
                .compose(done -> {
                    if (!done) throw Problem.of(409, "certificate-revoked");
                    var action = shared ? "certificate.shared" : "certificate.unshared";
                    return Audit.record(
                            tx,
                            action,
                            Issuing.OBJECT,
                            own.id(),
                            new JsonObject().put("title", own.title()),
                            request.ip());
                })
                .compose(x -> own(tx, request));
    }
}
