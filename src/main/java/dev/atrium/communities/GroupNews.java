package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Permission;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people are told about who belongs to a group. */
final class GroupNews {
    static final NotificationType REQUEST = type("community.new_request");
    static final NotificationType JOINED = type("community.group_joined");
    static final NotificationType APPROVED = type("community.approved");
    static final NotificationType DECLINED = type("community.declined");
    static final NotificationType INVITED = type("community.invited").with("inviter", Variable.Kind.TEXT, "Ben Okafor");
    static final NotificationType REMOVED = type("community.removed");
    static final NotificationType ROLE =
            type("community.role_upgraded").with("group_role", Variable.Kind.TEXT, "Moderator");
    static final NotificationType OWNER = type("community.owner_changed");
    static final NotificationType CHANNEL =
            type("community.added_to_channel").with("channel", Variable.Kind.TEXT, "Print room");
    static final NotificationType TEAM_REQUEST = NotificationType.of("team.group_request")
            .toTeam(Permission.CONTENT)
            .with("portal", Variable.Kind.TEXT, "Acme Studio");

    static final NotificationType TEAM_OWNER = NotificationType.of("team.group_owner_gone")
            .toTeam(Permission.CONTENT)
            .with("portal", Variable.Kind.TEXT, "Acme Studio");

    static final List<NotificationType> TYPES = List.of(
            REQUEST, JOINED, APPROVED, DECLINED, INVITED, REMOVED, ROLE, OWNER, CHANNEL, TEAM_REQUEST, TEAM_OWNER);

    private final Notifications notifications;

    GroupNews(Notifications notifications) {
        this.notifications = notifications;
    }

    private static NotificationType type(String key) {
        return NotificationType.of(key)
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Variable.Kind.TEXT, "Acme Studio")
                .with("group", Variable.Kind.TEXT, "Product photographers");
    }

    /** Somebody waits: those who run the group are told, and the team. */
    Future<Void> requested(Tx tx, Tenant tenant, UUID group, String slug, String name) {
        return new PeopleStore(tx)
                .running(group)
                .compose(running ->
                        each(tx, tenant, running, REQUEST, group, name, "/groups/" + slug + "/manage/requests"))
                .compose(
                        x -> notifications.tellTeam(tx, TEAM_REQUEST, "/communities/" + group + "/requests", Map.of()));
    }

    /** The team hears that a group has lost its owner: they see who follows, and whether anybody does. */
    Future<Void> ownerGone(Tx tx, UUID group) {
        return notifications.tellTeam(tx, TEAM_OWNER, "/communities/" + group + "/members", Map.of());
    }

    private Future<Void> each(
            Tx tx, Tenant tenant, List<UUID> people, NotificationType type, UUID group, String name, String link) {
        Future<Void> told = Future.succeededFuture();
        for (var contact : people)
            told = told.compose(x -> tell(tx, tenant, type, contact, group, Map.of("group", name), link));
        return told;
    }

    /** Tells one person; {@code variables} are those of {@code type}. */
    Future<Void> tell(
            Tx tx,
            Tenant tenant,
            NotificationType type,
            UUID contact,
            UUID group,
            Map<String, Object> variables,
            String link) {
        return notifications.tell(
                tx,
                tenant,
                Notice.of(type, new Recipient.Contact(contact), variables)
                        .about("group", group)
                        .link(link));
    }
}
