package dev.atrium;

import dev.atrium.api.KeyFact;
import dev.atrium.audit.AuditModule;
import dev.atrium.branding.BrandingFact;
import dev.atrium.branding.BrandingModule;
import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.digest.DigestModule;
import dev.atrium.communities.event.EventsModule;
import dev.atrium.communities.moderation.ModerationModule;
import dev.atrium.communities.points.PointsModule;
import dev.atrium.communities.post.PostFact;
import dev.atrium.communities.talk.TalkModule;
import dev.atrium.console.ConsoleModule;
import dev.atrium.contacts.ContactFact;
import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.LearnFact;
import dev.atrium.courses.LearnTypes;
import dev.atrium.courses.assignment.AssignmentModule;
import dev.atrium.courses.author.AuthorModule;
import dev.atrium.courses.certificate.CertificatesModule;
import dev.atrium.courses.comment.CommentsModule;
import dev.atrium.courses.learn.LearnModule;
import dev.atrium.courses.play.PlayModule;
import dev.atrium.courses.quiz.QuizModule;
import dev.atrium.domain.DomainFact;
import dev.atrium.domain.DomainModule;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Readers;
import dev.atrium.files.DocumentFact;
import dev.atrium.files.FilesModule;
import dev.atrium.home.AnnouncementFact;
import dev.atrium.home.HomeModule;
import dev.atrium.identity.Certificates;
import dev.atrium.identity.IdentityModule;
import dev.atrium.identity.ProfileFact;
import dev.atrium.identity.RequestFact;
import dev.atrium.identity.SafetyFact;
import dev.atrium.identity.SessionFact;
import dev.atrium.identity.SignInLinkFact;
import dev.atrium.invitation.InvitationFact;
import dev.atrium.invitation.InvitationModule;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.JobKinds;
import dev.atrium.live.FeedSource;
import dev.atrium.media.MediaModule;
import dev.atrium.messaging.MessageFact;
import dev.atrium.messaging.MessagesModule;
import dev.atrium.notifications.Digests;
import dev.atrium.notifications.NotificationTypes;
import dev.atrium.notifications.NotificationsModule;
import dev.atrium.notifications.TeamNews;
import dev.atrium.objectlink.ObjectLinks;
import dev.atrium.operator.EndNews;
import dev.atrium.operator.LimitNews;
import dev.atrium.operator.OperatorModule;
import dev.atrium.privacy.PersonFact;
import dev.atrium.privacy.PersonFiles;
import dev.atrium.privacy.PrivacyModule;
import dev.atrium.setup.SetupModule;
import dev.atrium.team.TeamModule;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.web.AccountNav;
import dev.atrium.web.AccountPlace;
import dev.atrium.web.ConsoleNav;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import dev.atrium.webhooks.WebhooksModule;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the modules of the house declare, gathered in one place: facts, mails, words, and what is stored of a person. */
final class Declared {
    /** The apps of the house that a portal can have, in no order. */
    static final List<PortalApp> APPS = List.of(
            IdentityModule.ACCOUNT, FilesModule.APP, CoursesModule.APP, CommunitiesModule.APP, MessagesModule.APP);

    private Declared() {}

    static FactKinds facts(List<Feature> features) {
        return new FactKinds(
                SessionFact.KINDS,
                SafetyFact.KINDS,
                ProfileFact.KINDS,
                SignInLinkFact.KINDS,
                RequestFact.KINDS,
                InvitationFact.KINDS,
                ContactFact.KINDS,
                DocumentFact.KINDS,
                MessageFact.KINDS,
                CommunitiesModule.FACTS,
                ModerationModule.FACTS,
                EventsModule.FACTS,
                LearnFact.KINDS,
                PlayModule.FACTS,
                QuizModule.FACTS,
                CommentsModule.FACTS,
                KeyFact.KINDS,
                PersonFact.KINDS,
                AnnouncementFact.KINDS,
                BrandingFact.KINDS,
                DomainFact.KINDS,
                PostFact.KINDS,
                TalkModule.FACTS,
                AuthorModule.FACTS,
                CertificatesModule.FACTS,
                AssignmentModule.FACTS,
                all(features, Feature::facts));
    }

    static <T> List<T> all(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    static NotificationTypes types(List<Feature> features) {
        return new NotificationTypes(Stream.of(
                        IdentityModule.TYPES,
                        InvitationModule.TYPES,
                        ObjectLinks.TYPES,
                        TeamModule.TYPES,
                        ConsoleModule.TYPES,
                        WebhooksModule.TYPES,
                        PrivacyModule.TYPES,
                        DomainModule.TYPES,
                        FilesModule.TYPES,
                        MessagesModule.TYPES,
                        CommunitiesModule.TYPES,
                        TalkModule.TYPES,
                        ModerationModule.TYPES,
                        DigestModule.TYPES,
                        PointsModule.TYPES,
                        EventsModule.TYPES,
                        LearnTypes.ALL,
                        CommentsModule.TYPES,
                        CertificatesModule.TYPES,
                        AssignmentModule.TYPES,
                        List.of(Digests.SUMMARY),
                        TeamNews.TYPES,
                        LimitNews.TYPES,
                        EndNews.TYPES,
                        all(features, Feature::notifications))
                .flatMap(List::stream)
                .toList());
    }

    /** Where certificates come from that a person's settings list. */
    static List<Certificates> certificates(List<Feature> features) {
        return all(List.of(CertificatesModule.listed()), all(features, Feature::certificates));
    }

    /** What a person's archive holds besides rows. */
    static List<PersonFiles> ofPerson(MediaModule files) {
        return List.of(personFiles(files), documents(files));
    }

    /** Every file of a portal, for the business that takes all along. */
    static PersonFiles everything(MediaModule files) {
        return (tx, tenant, after) -> files.originals(tx, after, PersonFiles.PAGE)
                .map(found -> found.stream()
                        .map(file -> PersonFiles.File.named("all", file.id(), file.name(), file.bytes()))
                        .toList());
    }

    /** Pictures of before pictures were files. */
    static JobKind branding(MediaModule files) {
        return new JobKind.Outside<>(
                "branding.move",
                JobKind.Limits.USUAL,
                job -> files.pictures().move(job.tenant(), job.key()),
                (tx, job, moved) -> Future.succeededFuture());
    }

    /** What a person uploaded is part of what is stored of them. */
    private static PersonFiles personFiles(MediaModule files) {
        return (tx, contact, after) -> files.originals(tx, contact, after, PersonFiles.PAGE)
                .map(found -> found.stream()
                        .map(file -> PersonFiles.File.named("uploads", file.id(), file.name(), file.bytes()))
                        .toList());
    }

    /** So is what the business shares with them. */
    private static PersonFiles documents(MediaModule files) {
        return (tx, contact, after) -> FilesModule.shown(tx, contact, after, PersonFiles.PAGE)
                .compose(documents -> Future.all(documents.stream()
                                .map(document -> files.original(tx, document.media())
                                        .map(file -> PersonFiles.File.named(
                                                "documents", document.id(), document.name(), file.bytes())))
                                .toList())
                        .map(all -> all.<PersonFiles.File>list()));
    }

    /** @throws dev.atrium.kernel.StartFailure where a word that is made of a key has no sentence */
    static void require(
            Messages messages, FactKinds facts, List<PortalApp> apps, Routes routes, JobKinds jobs, Readers readers) {
        // Staff read the hidden ones too, in a contact's history.
        messages.require(facts.all().stream().map(FactKind::message).toList());
        messages.require(Family.APP.keys(apps.stream().map(PortalApp::key).toList()));
        messages.require(Family.JOB.keys(jobs.names()));
        messages.require(Family.FACT_READER.keys(readers.names()));
        messages.require(Family.PROFILE_FIELD.keys(ProfileSchema.OWN));
        messages.require(ConsoleNav.names());
        messages.require(TeamModule.words());
        messages.require(NotificationsModule.words());
        messages.require(AuditModule.words());
        messages.require(OperatorModule.words());
        messages.require(SetupModule.words());
        messages.require(AccountNav.names());
        messages.require(DomainModule.words());
        messages.require(Family.ACCOUNT_NAV.keys(
                routes.settings().stream().map(AccountPlace::key).toList()));
        messages.require(Family.APP.keys(ProfileSchema.MAY_WAIT));
        messages.require(InvitationModule.words());
        messages.require(BrandingModule.words());
        messages.require(
                Family.SCOPE.keys(Stream.concat(routes.accountScopes().stream(), routes.businessScopes().stream())
                        .map(scope -> scope.replace(':', '-'))
                        .toList()));
    }

    /** What the home page shows of features to one person, in this order. */
    static void cards(HomeModule home) {
        home.card(LearnModule::next);
        home.card(CommunitiesModule::fresh);
    }

    /** Who tells what in feeds. */
    static List<FeedSource> feeds(List<FeedSource> ours, List<Feature> features) {
        return Stream.concat(ours.stream(), all(features, Feature::feedSources).stream())
                .toList();
    }

    static <T> List<T> all(List<Feature> features, Function<Feature, List<T>> declared) {
        return features.stream().map(declared).flatMap(List::stream).toList();
    }
}
