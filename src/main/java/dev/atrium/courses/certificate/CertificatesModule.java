package dev.atrium.courses.certificate;

import dev.atrium.courses.Finished;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.identity.Certificates;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.media.MediaModule;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import java.util.List;
import java.util.stream.Stream;

/** The door to certificates. */
public final class CertificatesModule {
    /** What people are told. */
    public static final List<NotificationType> TYPES = CertificateTypes.ALL;

    public static final List<FactKind> FACTS = CertificateFact.KINDS;

    private static final int POSITION = 245;

    private final Issuing issuing;
    private final CertificateDesk desk;
    private final DesignDesk design;
    private final OwnCertificates own;
    private final VerifyRoutes verify;
    private final CertificatesApi api;
    private final BusinessCertificatesApi business;

    public CertificatesModule(
            Db db, Clock clock, Hosts hosts, MediaModule media, Notifications notifications, Messages messages) {
        this.issuing = new Issuing(clock, hosts, notifications, messages);
        var drawing = new Drawing(media.paper(), media.pictures(), messages);
        this.desk = new CertificateDesk(db, clock, hosts, issuing, drawing);
        this.design = new DesignDesk(db, clock, hosts, messages, drawing);
        this.own = new OwnCertificates(db, clock, drawing);
        this.verify = new VerifyRoutes(db, clock);
        this.api = new CertificatesApi(db, clock, drawing);
        this.business = new BusinessCertificatesApi(db, clock, issuing, drawing);
    }

    /** Before the pages of courses: "certificates" is no course's id. */
    public void mount(Routes routes) {
        routes.place(new ConsolePlace("certificates", "award", CertificateDesk.HERE, POSITION, Permission.CONTENT));
        // "design", "rules" and "new" are no certificate's id.
        design.mount(routes);
        desk.mount(routes);
        own.mount(routes);
        verify.mount(routes);
        api.mount(routes);
        business.mount(routes);
    }

    /** Reminders of what is about to expire. */
    public void declare(JobKinds jobs) {
        jobs.add(issuing.kind());
    }

    /** What happens when somebody finishes a course. */
    public Finished finished() {
        return issuing;
    }

    /** What a person's settings list. */
    public static Certificates listed() {
        return OwnCertificates::listed;
    }

    /** The messages that are made of a word at run time. */
    public static List<String> words() {
        return Family.CERTIFICATE_CHOICE.keys(
                Stream.concat(CertificateDesign.LAYOUTS.stream(), CertificateDesign.ORIENTATIONS.stream())
                        .toList());
    }
}
