package dev.atrium.courses.certificate;

import dev.atrium.courses.certificate.CertificateViews.CertificateList;
import dev.atrium.courses.certificate.CertificateViews.CertificateSharing;
import dev.atrium.courses.certificate.CertificateViews.CertificateView;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;

/** A person's certificates, for their own programs. */
final class CertificatesApi {
    private static final String ROOT = "/api/v1/certificates";
    private static final String ONE = ROOT + "/:certificate";
    private static final int MOST = 100;

    private final Db db;
    private final Clock clock;
    private final Drawing drawing;

    CertificatesApi(Db db, Clock clock, Drawing drawing) {
        this.db = db;
        this.clock = clock;
        this.drawing = drawing;
    }

    void mount(Routes routes) {
        var reading = routes.program("certificates:read", PortalApp.ACCOUNT);
        reading.get(ROOT, this::list)
                .summary("List one's certificates")
                .gives(CertificateList.class, new CertificateList(List.of(CertificateViews.SAMPLE)));
        reading.get(ONE, this::one)
                .summary("Get a certificate")
                .names("certificate", "certificate")
                .gives(CertificateView.class, CertificateViews.SAMPLE)
                .refuses(404);
        reading.get(ONE + "/pdf", this::pdf)
                .summary("Get a certificate as a PDF")
                .names("certificate", "certificate")
                .givesBytes("application/pdf")
                .refuses(404, 409);
        routes.program("certificates:write", PortalApp.ACCOUNT)
                .put(ONE + "/sharing", this::share)
                .summary("Show the name to whoever checks a certificate, or not")
                .names("certificate", "certificate")
                .idempotent()
                .takes(CertificateSharing.class, new CertificateSharing(true))
                .gives(CertificateView.class, CertificateViews.SAMPLE)
                .refuses(404, 409);
    }

    private CertificateView view(Request request, Award one) {
        return CertificateViews.own(one, clock.now(), Drawing.address(request.tenant(), one));
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> new CertificateStore(tx).of(contact, MOST))
                .map(found -> Reply.json(new CertificateList(
                        found.stream().map(one -> view(request, one)).toList())));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> OwnCertificates.own(tx, request))
                .map(one -> Reply.json(view(request, one)));
    }

    private Future<Reply> pdf(Request request) {
        return db.read(request.scope(), tx -> OwnCertificates.own(tx, request))
                .compose(one -> drawing.file(request.scope(), request.tenant(), OwnCertificates.counting(one), false));
    }

    private Future<Reply> share(Request request, Tx tx) {
        boolean shown = request.json(CertificateSharing.class).shown();
        return OwnCertificates.own(tx, request)
                .compose(own -> OwnCertificates.share(tx, request, own, shown))
                .map(own -> Reply.json(view(request, own)));
    }
}
