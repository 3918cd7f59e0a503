package dev.atrium.courses.certificate;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where staff see what was issued, issue by hand, revoke and renew. */
final class CertificateDesk {
    static final String ROOT = "/t/:slug/courses/certificates";
    static final String HERE = "/courses/certificates";
    private static final String ONE = ROOT + "/:certificate";
    private static final String KIND = "tenant-certificate";
    private static final int PAGE = 30;
    private static final int LONGEST = 100;

    /** A line of the list. */
    record Row(
            UUID id,
            String learner,
            String title,
            String serial,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            boolean expired,
            boolean revoked,
            boolean byHand) {}

    /** What a list to choose from offers. */
    record Choice(String id, String label, boolean selected) {}

    /** A page beside this one. */
    record Tab(String url, String label, boolean current) {}

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;
    private final Issuing issuing;
    private final Drawing drawing;

    CertificateDesk(Db db, Clock clock, Hosts hosts, Issuing issuing, Drawing drawing) {
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
        this.issuing = issuing;
        this.drawing = drawing;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::list).summary("List the certificates that were issued");
        staff.get(ROOT + "/new", this::blank).summary("Show the form for a certificate that is issued by hand");
        staff.post(ROOT + "/new", this::issue)
                .summary("Issue a certificate by hand")
                .names("course", "certified-course")
                .shows(this::blank);
        staff.get(ONE, this::one).summary("Show a certificate").names("certificate", KIND);
        staff.get(ONE + "/pdf", this::pdf)
                .summary("Save a certificate as a PDF")
                .names("certificate", KIND);
        staff.post(ONE + "/revoke", this::revoke)
                .summary("Revoke a certificate")
                .names("certificate", KIND)
                .shows(this::one);
        staff.post(ONE + "/renew", this::renew)
                .summary("Issue a certificate anew in the place of one that counts no more")
                .names("certificate", KIND)
                .shows(this::one);
    }

    static List<Tab> tabs(Request request, String current) {
        var desk = Desk.of(request);
        return List.of(
                new Tab(desk.path(HERE), request.say("certificates.tab.issued"), current.isEmpty()),
                new Tab(desk.path(HERE + "/design"), request.say("certificates.tab.design"), current.equals("design")),
                new Tab(desk.path(HERE + "/rules"), request.say("certificates.tab.rules"), current.equals("rules")));
    }

    static Future<Tenant> tenant(Hosts hosts, Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Row row(Award one) {
        var state = one.state(clock.now());
        return new Row(
                one.id(),
                one.learner(),
                one.title(),
                one.serial(),
                one.issuedAt(),
                one.expiresAt(),
                state == Award.State.EXPIRED,
                state == Award.State.REVOKED,
                one.byHand());
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        var typed = request.query("q").strip().replace("\0", "");
        var words = typed.substring(0, Math.min(LONGEST, typed.length()));
        var after = place(request.query("after"));
        return db.read(desk.scope(), tx -> new CertificateStore(tx).list(words, null, after, PAGE + 1))
                .map(found -> {
                    var model = desk.model(request);
                    model.put("tabs", tabs(request, ""));
                    model.put("rows", found.stream().limit(PAGE).map(this::row).toList());
                    model.put("words", words);
                    model.put("narrowed", !words.isEmpty());
                    if (after.isPresent()) model.put("first", link(desk, words, ""));
                    if (found.size() > PAGE) {
                        var last = found.get(PAGE - 1);
                        var next = Cursor.at(last.issuedAt(), last.id()).text();
                        model.put("next", link(desk, words, next));
                    }
                    return Reply.page("courses/certificates", Reply.Layout.CONSOLE, "certificates.title", model);
                });
    }

    /** A place that nobody made is the beginning. */
    private static Optional<Cursor> place(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(text));
        } catch (Problem unreadable) {
            return Optional.empty();
        }
    }

    private static String link(Desk desk, String words, String after) {
        return desk.path(HERE) + "?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8)
                + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    }

    private Future<Reply> blank(Request request) {
        var desk = Desk.of(request);
        var chosen = request.failed() ? request.form().text("course") : request.query("course");
        return db.read(desk.scope(), tx -> new DesignStore(tx).rules()).map(rules -> {
            var model = desk.model(request);
            model.put(
                    "courses",
                    rules.stream()
                            .map(rule -> new Choice(
                                    rule.course().toString(),
                                    rule.title(),
                                    rule.course().toString().equals(chosen)))
                            .toList());
            return Reply.page("courses/certificate-new", Reply.Layout.CONSOLE, "certificates.new", model);
        });
    }

    private Future<Reply> issue(Request request) {
        var desk = Desk.of(request);
        var course = request.form().id("course");
        var email = request.form().text("email");
        return tenant(hosts, request)
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> new CertificateStore(tx)
                                .contact(email)
                                .map(found -> found.orElseThrow(() -> Problem.invalid("email", "certificate-nobody")))
                                .compose(contact -> issuing.byHand(tx, tenant, course, contact, request.ip()))))
                .map(made -> desk.done(HERE + "/" + made.id(), "certificate-issued"));
    }

    private Future<Reply> one(Request request) {
        var desk = Desk.of(request);
        return tenant(hosts, request)
                .compose(tenant -> db.read(desk.scope(), tx -> Issuing.found(tx, request.id("certificate")))
                        .map(found -> {
                            var model = desk.model(request);
                            model.put("certificate", found);
                            model.put("row", row(found));
                            model.put("renewable", found.course() != null);
                            model.put("address", Drawing.address(tenant, found));
                            return Reply.page(
                                    "courses/certificate-one", Reply.Layout.CONSOLE, "certificates.single", model);
                        }));
    }

    private Future<Reply> pdf(Request request) {
        var desk = Desk.of(request);
        return tenant(hosts, request)
                .compose(tenant -> db.read(desk.scope(), tx -> Issuing.found(tx, request.id("certificate")))
                        .compose(found -> drawing.file(desk.scope(), tenant, found, false)));
    }

    private Future<Reply> revoke(Request request) {
        var desk = Desk.of(request);
        var id = request.id("certificate");
        var reason = request.form().text("reason");
        return tenant(hosts, request)
                .compose(tenant -> db.write(desk.scope(), tx -> issuing.revoke(tx, tenant, id, reason, request.ip())))
                .map(gone -> desk.done(HERE + "/" + id, "certificate-withdrawn"));
    }

    private Future<Reply> renew(Request request) {
        var desk = Desk.of(request);
        var id = request.id("certificate");
        return tenant(hosts, request)
                .compose(tenant -> db.write(desk.scope(), tx -> issuing.renew(tx, tenant, id, request.ip())))
                .map(made -> desk.done(HERE + "/" + made.id(), "certificate-issued"));
    }
}
