package dev.atrium.courses.certificate;

import dev.atrium.courses.certificate.CertificateViews.CertificateLook;
import dev.atrium.courses.certificate.CertificateViews.CertificateNew;
import dev.atrium.courses.certificate.CertificateViews.CertificateRevoking;
import dev.atrium.courses.certificate.CertificateViews.CertificateRule;
import dev.atrium.courses.certificate.CertificateViews.CertificateRuleChange;
import dev.atrium.courses.certificate.CertificateViews.CertificateRuleList;
import dev.atrium.courses.certificate.CertificateViews.IssuedCertificate;
import dev.atrium.courses.certificate.CertificateViews.IssuedCertificateList;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/** Certificates of everybody, how they look and which courses give them, for programs of the business. */
final class BusinessCertificatesApi {
    private static final String ROOT = "/api/v1/business/certificates";
    private static final String DESIGN = "/api/v1/business/certificate-design";
    private static final String RULES = "/api/v1/business/certificate-rules";
    private static final String ONE = ROOT + "/:certificate";
    private static final String KIND = "tenant-certificate";
    private static final int LONGEST = 100;

    private final Db db;
    private final Clock clock;
    private final Issuing issuing;
    private final Drawing drawing;

    BusinessCertificatesApi(Db db, Clock clock, Issuing issuing, Drawing drawing) {
        this.db = db;
        this.clock = clock;
        this.issuing = issuing;
        this.drawing = drawing;
    }

    void mount(Routes routes) {
        var reading = routes.business("issued-certificates:read");
        reading.get(ROOT, this::list)
                .summary("List the certificates that were issued, the newest first")
                .pages()
                .query("q", "part of a name or of a course's title, or a whole serial")
                .gives(IssuedCertificateList.class, new IssuedCertificateList(List.of(CertificateViews.ISSUED), null));
        reading.get(ONE, this::one)
                .summary("Get a certificate that was issued")
                .names("certificate", KIND)
                .gives(IssuedCertificate.class, CertificateViews.ISSUED)
                .refuses(404);
        reading.get(ONE + "/pdf", this::pdf)
                .summary("Get a certificate that was issued as a PDF")
                .names("certificate", KIND)
                .givesBytes("application/pdf")
                .refuses(404);
        reading.get(DESIGN, this::design)
                .summary("Get how certificates look")
                .versioned()
                .gives(CertificateLook.class, CertificateViews.LOOK);
        reading.get(RULES, this::rules)
                .summary("List which courses give certificates")
                .gives(CertificateRuleList.class, new CertificateRuleList(List.of(CertificateViews.RULE)));
        var writing = routes.business("issued-certificates:write");
        writing.post(ROOT, this::issue)
                .summary("Issue a certificate by hand")
                .names("course", "certified-course")
                .names("contact", "contact")
                .idempotent()
                .takes(CertificateNew.class, new CertificateNew(CertificateViews.ID, CertificateViews.ID))
                .creates(IssuedCertificate.class, CertificateViews.ISSUED)
                .refuses(404, 409);
        writing.post(ONE + "/revoke", this::revoke)
                .summary("Revoke a certificate, for good")
                .names("certificate", KIND)
                .idempotent()
                .takes(CertificateRevoking.class, new CertificateRevoking("The name was misspelt."))
                .gives(IssuedCertificate.class, CertificateViews.ISSUED)
                .refuses(404, 409, 422);
        writing.post(ONE + "/renew", this::renew)
                .summary("Issue a certificate anew in the place of one that counts no more")
                .names("certificate", KIND)
                .idempotent()
                .creates(IssuedCertificate.class, CertificateViews.ISSUED)
                .refuses(404, 409);
        writing.put(DESIGN, this::look)
                .summary("Change how certificates look that are issued from now on")
                .versioned()
                .idempotent()
                .takes(CertificateLook.class, CertificateViews.LOOK)
                .gives(CertificateLook.class, CertificateViews.LOOK)
                .refuses(409, 422);
        writing.patch(RULES + "/:course", this::rule)
                .summary("Say whether a course gives certificates")
                .names("course", "certified-course")
                .idempotent()
                .takes(CertificateRuleChange.class, new CertificateRuleChange(true, 24, 30))
                .gives(CertificateRule.class, CertificateViews.RULE)
                .refuses(404, 422);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var words = request.query("q").strip().replace("\0", "");
        if (words.length() > LONGEST) throw Problem.invalid("q", "text-long", LONGEST);
        return db.read(request.scope(), tx -> new CertificateStore(tx).list(words, null, wanted.after(), wanted.rows()))
                .map(found -> wanted.page(found, one -> Cursor.at(one.issuedAt(), one.id())))
                .map(page -> request.paged(
                        page.map(one -> CertificateViews.issued(one, clock.now())), IssuedCertificateList::new));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> Issuing.found(tx, request.id("certificate")))
                .map(one -> Reply.json(CertificateViews.issued(one, clock.now())));
    }

    private Future<Reply> pdf(Request request) {
        return db.read(request.scope(), tx -> Issuing.found(tx, request.id("certificate")))
                .compose(one -> drawing.file(request.scope(), request.tenant(), one, false));
    }

    private Future<Reply> issue(Request request, Tx tx) {
        var sent = request.json(CertificateNew.class);
        return issuing.byHand(tx, request.tenant(), sent.course(), sent.contact(), request.ip())
                .map(this::created);
    }

    private Reply created(Award made) {
        return Reply.created(ROOT + "/" + made.id(), CertificateViews.issued(made, clock.now()));
    }

    private Future<Reply> revoke(Request request, Tx tx) {
        var reason = Objects.requireNonNullElse(
                request.json(CertificateRevoking.class).reason(), "");
        return issuing.revoke(tx, request.tenant(), request.id("certificate"), reason, request.ip())
                .map(gone -> Reply.json(CertificateViews.issued(gone, clock.now())));
    }

    private Future<Reply> renew(Request request, Tx tx) {
        return issuing.renew(tx, request.tenant(), request.id("certificate"), request.ip())
                .map(this::created);
    }

    private static Reply reply(CertificateDesign design) {
        return Reply.json(CertificateViews.look(design)).tagged(Integer.toString(design.version()));
    }

    private Future<Reply> design(Request request) {
        return db.read(request.scope(), tx -> new DesignStore(tx).design()).map(BusinessCertificatesApi::reply);
    }

    private Future<Reply> look(Request request, Tx tx) {
        var sent = request.json(CertificateLook.class);
        return new DesignStore(tx).design().compose(known -> {
            request.ifMatch().require(Integer.toString(known.version()));
            var design = CertificateDesign.of(
                    field -> switch (field) {
                        case "layout" -> sent.layout();
                        case "orientation" -> sent.orientation();
                        case "title" -> sent.title().strip();
                        case "body" -> sent.body().strip();
                        default -> sent.signatory().strip();
                    },
                    known.version());
            return DesignDesk.keep(tx, design, request.ip())
                    .compose(x -> new DesignStore(tx).design())
                    .map(BusinessCertificatesApi::reply);
        });
    }

    private Future<Reply> rules(Request request) {
        return db.read(request.scope(), tx -> new DesignStore(tx).rules())
                .map(rules -> Reply.json(new CertificateRuleList(
                        rules.stream().map(CertificateViews::rule).toList())));
    }

    private Future<Reply> rule(Request request, Tx tx) {
        var course = request.id("course");
        var sent = request.json(CertificateRuleChange.class);
        var store = new DesignStore(tx);
        return store.rule(course)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(rule -> DesignDesk.keep(
                        tx,
                        course,
                        Objects.requireNonNullElse(sent.enabled(), rule.enabled()),
                        Objects.requireNonNullElse(sent.months(), rule.months()),
                        Objects.requireNonNullElse(sent.remind_days(), rule.remindDays()),
                        request.ip()))
                .compose(x -> store.rule(course))
                .map(found -> Reply.json(CertificateViews.rule(found.orElseThrow(Problem::notFound))));
    }
}
