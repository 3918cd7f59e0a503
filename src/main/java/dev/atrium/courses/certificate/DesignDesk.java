package dev.atrium.courses.certificate;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Where staff say how certificates look, see what that comes to, and which courses give them. */
final class DesignDesk {
    private static final String DESIGN = CertificateDesk.ROOT + "/design";
    private static final String RULES = CertificateDesk.ROOT + "/rules";
    private static final int MONTHS = 240;
    private static final int DAYS = 365;
    private static final int SAMPLE_MINUTES = 270;
    private static final int SAMPLE_MONTHS = 24;

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;
    private final Messages messages;
    private final Drawing drawing;

    DesignDesk(Db db, Clock clock, Hosts hosts, Messages messages, Drawing drawing) {
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
        this.messages = messages;
        this.drawing = drawing;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(DESIGN, this::page).summary("Show how certificates look");
        staff.post(DESIGN, this::save).summary("Change how certificates look").shows(this::page);
        staff.get(DESIGN + "/sheet", this::sheet).summary("Save a sheet of the design as it was typed, as a PDF");
        staff.get(DESIGN + "/picture", this::picture).summary("Show a picture of the design");
        staff.get(RULES, this::rules).summary("List which courses give certificates");
        staff.post(RULES, this::rule)
                .summary("Say whether a course gives certificates, and for how long they are good")
                .names("course", "certified-course")
                .shows(this::rules);
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> new DesignStore(tx).design())
                .compose(design -> CertificateDesk.tenant(hosts, request).map(tenant -> {
                    var look = design.look(tenant, messages);
                    var model = desk.model(request);
                    model.put("tabs", CertificateDesk.tabs(request, "design"));
                    var shown = request.failed() ? typed(request) : design;
                    model.put("layouts", choices(request, CertificateDesign.LAYOUTS, shown.layout()));
                    model.put("orientations", choices(request, CertificateDesign.ORIENTATIONS, shown.orientation()));
                    model.put("design", shown);
                    model.put(
                            "fields",
                            CertificateDesign.FIELDS.stream()
                                    .map(field -> "{" + field + "}")
                                    .toList());
                    model.put("usualTitle", look.getString("title"));
                    model.put("version", design.version());
                    model.put("sheet", design.orientation());
                    model.put("shape", Integer.toHexString(look.hashCode()));
                    return Reply.page("courses/certificate-design", Reply.Layout.CONSOLE, "certificates.design", model);
                }));
    }

    /** As it was typed, be it wrong. */
    private static CertificateDesign typed(Request request) {
        var form = request.form();
        return new CertificateDesign(
                form.text("layout"),
                form.text("orientation"),
                form.text("title"),
                form.text("body"),
                form.text("signatory"),
                0);
    }

    private static List<CertificateDesk.Choice> choices(Request request, List<String> words, String chosen) {
        return words.stream()
                .map(word -> new CertificateDesk.Choice(
                        word, request.say(Family.CERTIFICATE_CHOICE.key(word)), word.equals(chosen)))
                .toList();
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var design = CertificateDesign.of(form::text, form.number("version"));
        return db.write(desk.scope(), tx -> keep(tx, design, request.ip()))
                .map(x -> desk.done(CertificateDesk.HERE + "/design", "certificate-design"));
    }

    static Future<Void> keep(Tx tx, CertificateDesign design, String ip) {
        return new DesignStore(tx).change(design).compose(done -> {
            if (!done) throw Problem.of(409, "certificate-design-changed");
            return Audit.record(tx, "certificate.designed", "certificate-design", null, new JsonObject(), ip);
        });
    }

    /** What was typed where something was, or what is kept. */
    private Future<Award> sample(Request request, Tenant tenant) {
        if (!request.query("layout").isEmpty()) {
            var typed = CertificateDesign.of(field -> request.query(field).strip(), 0);
            return Future.succeededFuture(sample(tenant, typed));
        }
        return db.read(Desk.of(request).scope(), tx -> new DesignStore(tx).design())
                .map(design -> sample(tenant, design));
    }

    private Award sample(Tenant tenant, CertificateDesign design) {
        var language = tenant.settings().language();
        var now = Instant.ofEpochSecond(clock.now().getEpochSecond() / 86_400 * 86_400);
        return new Award(
                new UUID(0, 0),
                "0".repeat(16),
                null,
                new UUID(0, 0),
                messages.get(language, "certificate.sheet.sample.learner"),
                messages.get(language, "certificate.sheet.sample.course"),
                messages.get(language, "certificate.sheet.sample.instructor"),
                SAMPLE_MINUTES,
                design.look(tenant, messages),
                now,
                now.atZone(ZoneOffset.UTC).plusMonths(SAMPLE_MONTHS).toInstant(),
                null,
                "",
                false,
                false);
    }

    private Future<Reply> sheet(Request request) {
        return CertificateDesk.tenant(hosts, request)
                .compose(tenant ->
                        sample(request, tenant).compose(sample -> drawing.file(request.scope(), tenant, sample, true)));
    }

    private Future<Reply> picture(Request request) {
        return CertificateDesk.tenant(hosts, request)
                .compose(tenant -> sample(request, tenant)
                        .compose(sample -> drawing.picture(request.scope(), tenant, sample, true))
                        .map(png ->
                                new Reply.Download(png, "image/png", Integer.toHexString(png.hashCode()), "", false)));
    }

    private Future<Reply> rules(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> new DesignStore(tx).rules()).map(rules -> {
            var model = desk.model(request);
            model.put("tabs", CertificateDesk.tabs(request, "rules"));
            model.put("rules", rules);
            return Reply.page("courses/certificate-rules", Reply.Layout.CONSOLE, "certificates.rules", model);
        });
    }

    private Future<Reply> rule(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var course = form.id("course");
        boolean enabled = form.text("enabled").equals("yes");
        int months = number("months", form.text("months"), MONTHS);
        int days = number("remind_days", form.text("remind_days"), DAYS);
        return db.write(desk.scope(), tx -> keep(tx, course, enabled, months, days, request.ip()))
                .map(x -> desk.done(CertificateDesk.HERE + "/rules", "certificate-rule"));
    }

    private static int number(String field, String typed, int most) {
        if (typed.isEmpty()) return 0;
        int number = typed.matches("[0-9]{1,4}") ? Integer.parseInt(typed) : most + 1;
        return within(field, number, most);
    }

    private static int within(String field, int number, int most) {
        if (number < 0 || number > most) throw Problem.invalid(field, "certificate-number", most);
        return number;
    }

    static Future<Void> keep(Tx tx, UUID course, boolean enabled, int months, int days, String ip) {
        within("months", months, MONTHS);
        within("remind_days", days, DAYS);
        return new DesignStore(tx).keep(course, enabled, months, days).compose(known -> {
            if (!known) throw Problem.notFound();
            return Audit.record(
                    tx, "certificate.rule-changed", "course", course, new JsonObject().put("enabled", enabled), ip);
        });
    }
}
