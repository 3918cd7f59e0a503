package dev.atrium.audit;

import dev.atrium.web.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every action that has a sentence. One that is missing here is shown by its own name, and a test says which these are. */
final class AuditWords {
    private static final List<String> ACTIONS = words("""
            account.approved account.declined account.granted account.registered account.request-needless account.requested
            account.switched
            account.joined
            announcement.changed announcement.created announcement.deleted announcement.published
            announcement.unpublished
            app.changed apps.changed
            appointment.cancelled appointment.made
            assignment.accepted assignment.rejected assignment.reopened assignment.returned assignment.submitted
            assignment.terms-changed
            audit.exported
            avatar.changed avatar.removed
            branding.draft-begun branding.draft-discarded branding.picture-changed branding.picture-removed
            branding.published branding.rolled-back
            certificate.designed certificate.issued certificate.revoked certificate.rule-changed certificate.shared certificate.unshared
            chat.blocked chat.unblocked
            company.changed company.created company.deleted company.joined company.left
            contact.bulk-joined contact.bulk-tagged contact.bulk-untagged
            contact.changed contact.created contact.deleted contact.exported contact.merged contact.signed-out contact.tagged
            contact.untagged
            conversation.answered conversation.assigned conversation.closed conversation.corrected conversation.reopened
            course.archived course.changed course.copied course.cover-changed course.created course.deleted course.imported
            course.order-changed course.published course.section-added course.section-changed course.section-removed
            course.unpublished
            data.exported
            domain.activated domain.certified domain.changed domain.claimed domain.expired domain.primary-chosen
            domain.records-mailed domain.removed domain.sub-domain-changed domain.verified
            document.deleted document.shared document.unshared document.uploaded
            email-change.ended
            email.changed email.moved email.reverted
            erasure.asked erasure.cancelled erasure.done
            event.calendar-ended event.calendar-made event.cancelled event.changed event.created event.place-allowed event.place-cancelled
            factor.added factor.removed
            factors.cleared
            field.changed field.created field.deleted
            file.removed file.uploaded
            channel.archived channel.changed channel.created channel.deleted channel.manager-changed channel.member-added
            channel.member-removed channel.restored
            grant.ended grant.made
            group.archived group.changed group.cover-changed group.cover-removed group.created group.deleted
            group.invitation-revoked group.invited group.link-made group.link-revoked group.joined group.left group.levels-changed group.points-given group.member-added group.member-banned
            group.member-muted group.member-removed group.member-unbanned group.member-unmuted group.owner-changed group.owner-gone group.former-posts-chosen
            group.request-approved group.request-declined group.request-withdrawn group.requested group.restored
            group.role-changed
            import.cancelled import.done import.started import.taken-back import.undone import.uploaded
            invitation.accepted invitation.created invitation.link-shown invitation.list-queued
            invitation.reminded invitation.revoked invitation.sent
            job.retried
            key.created key.revoked
            language.chosen
            lesson.added lesson.captions-changed lesson.changed lesson.comments-closed lesson.comments-opened lesson.file-changed lesson.removed
            lesson-comment.kept lesson-comment.removed lesson-comment.reopened lesson-comment.reported lesson-comment.resolved
            lesson-comment.restored
            learner.exported learner.lesson-marked learner.paused learner.resumed
            legal-hold.lifted legal-hold.set
            link.changed link.created link.deleted link.revoked
            mail-sender.changed
            mail-server.changed mail-server.failed mail-server.passed mail-server.resumed
            mail-template.changed mail-template.reset mail-template.restored
            mail.bounced mail.resent mail.resubscribed mail.retried mail.unsubscribed
            message.reported messages.changed
            moderation.approved moderation.banned moderation.declined moderation.kept moderation.muted moderation.removed
            moderation.reported moderation.words-changed
            note.deleted note.written
            notification-rule.changed
            notifications.chosen
            password.changed
            post.removed post.restored comment.removed comment.restored
            profile-fields.changed
            profile.changed
            quiz.attempt-granted quiz.changed quiz.exported quiz.order-changed quiz.question-added quiz.question-changed
            quiz.question-removed
            recovery.renewed recovery.used
            report.kept report.removed
            segment.changed segment.created segment.deleted
            session.confirmed session.ended session.opened
            sessions.ended
            settings.business-changed settings.sign-in-changed
            setup.dismissed setup.resumed setup.starter-applied setup.starter-undone setup.step-changed
            sign-in-link.handed sign-in-link.revoked sign-in-link.sent sign-in-link.used
            social.changed
            staff.notifications-chosen
            staff.password-changed staff.password-reset staff.recovery-used staff.sessions-ended staff.signed-in staff.signed-out
            tag.created tag.deleted tag.renamed
            task.added task.done task.reopened
            team.invitation-revoked team.invited team.invited-again team.joined team.link-made team.removed
            team.role-changed
            tenant.created tenant.deletion-asked tenant.deletion-withdrawn tenant.exported
            tenant.limits-changed tenant.owner-asked tenant.resumed tenant.snapshot-applied tenant.suspended
            view.asked view.ended view.started
            webhook.changed webhook.created webhook.deleted webhook.disabled webhook.replayed webhook.secret-changed
            webhook.switched-off webhook.switched-on webhook.tested""");

    /** How somebody proved themselves, lower case, where the sentence of {@code session.opened} says it. */
    private static final Set<String> PROOFS = Set.of("password", "code", "link", "passkey", "invitation");

    private static final Set<String> KNOWN = Set.copyOf(ACTIONS);

    private AuditWords() {}

    static List<String> all() {
        return ACTIONS;
    }

    static boolean known(String action) {
        return KNOWN.contains(action);
    }

    /** The parts before the dot, in order. */
    static Set<String> groups() {
        return ACTIONS.stream().map(AuditWords::group).collect(Collectors.toCollection(TreeSet::new));
    }

    static String group(String action) {
        return action.substring(0, action.indexOf('.'));
    }

    /** The actions of a group; none where there is no such group. */
    static List<String> of(String group) {
        return ACTIONS.stream().filter(action -> group(action).equals(group)).toList();
    }

    /** The key of the sentence of a line. */
    static String key(String action, String proof) {
        boolean told = action.equals("session.opened") && PROOFS.contains(proof);
        return Family.AUDIT_ACT.key(told ? action + "." + proof : action);
    }

    /** Every message that lines can ask for. */
    static List<String> messages() {
        var keys = new TreeSet<String>();
        ACTIONS.forEach(action -> keys.add(key(action, "")));
        PROOFS.forEach(proof -> keys.add(key("session.opened", proof)));
        keys.addAll(Family.AUDIT_GROUP.keys(groups()));
        keys.addAll(Family.AUDIT_ACTOR.keys(AuditFilter.KINDS.keySet()));
        keys.addAll(Family.AUDIT_ACTOR.keys(AuditFilter.NAMELESS));
        return List.copyOf(keys);
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+"));
    }
}
