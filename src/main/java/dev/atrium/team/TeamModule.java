package dev.atrium.team;

import dev.atrium.db.Db;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.NotificationType;
import dev.atrium.secrets.Keys;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The door to the team of a business. */
public final class TeamModule {
    /** What this package tells people. */
    public static final List<NotificationType> TYPES = Told.ALL;

    private final TeamRoutes team;
    private final InvitationRoutes invitations;

    public TeamModule(Db db, Clock clock, Passwords passwords, Keys keys, TeamMail mail, int triesPerMinute) {
        this.team = new TeamRoutes(db, new TeamActs(db, clock, mail));
        this.invitations = new InvitationRoutes(db, passwords, keys, triesPerMinute);
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("team", "users", "/team", 805, Permission.TEAM));
        team.mount(routes);
        invitations.mount(routes);
    }

    /** The messages that the roles are named and explained by. */
    public static List<String> words() {
        var roles = Arrays.stream(Role.values()).map(Role::word).toList();
        return Stream.of(
                        Family.ROLE.keys(roles),
                        Family.ROLE_LEAD.keys(roles),
                        Family.TEAM_INVITATION.keys(List.of("waiting", "accepted", "expired", "revoked")))
                .flatMap(List::stream)
                .toList();
    }
}
