package dev.atrium.team;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The pages of the team: everybody with their role, who is invited, and one person with what may be done about them. */
final class TeamRoutes {
    /** Somebody of the team as the pages show it. */
    record Row(
            UUID id,
            String name,
            String email,
            String role,
            String roleName,
            Instant since,
            @Nullable Instant lastSeen,
            boolean secondFactor,
            boolean self,
            String initials,
            int hue) {}

    /** An invitation as the page shows it. */
    record Waiting(
            UUID id,
            String email,
            String roleName,
            String state,
            String stateName,
            boolean waiting,
            boolean mine,
            boolean renewable,
            Instant sent,
            Instant expires,
            String by) {}

    /** A role to choose, and what it means. */
    record Choice(String id, String label, String lead, boolean selected) {}

    private final Db db;
    private final TeamActs acts;

    TeamRoutes(Db db, TeamActs acts) {
        this.db = db;
        this.acts = acts;
    }

    void mount(Routes routes) {
        var team = routes.staff(Permission.TEAM);
        team.get("/t/:slug/team", this::page).summary("Show who works for the portal");
        team.post("/t/:slug/team", this::invite)
                .summary("Invite somebody to the team")
                .fresh()
                .shows(this::page);
        team.post("/t/:slug/team/invitations/resend", this::resend)
                .summary("Send an invitation again, with a new link")
                .fresh()
                .names("invitation", "team-invitation")
                .shows(this::page);
        team.post("/t/:slug/team/invitations/link", this::link)
                .summary("Make a new link of an invitation, to be passed on by hand")
                .fresh()
                .names("invitation", "team-invitation")
                .shows(this::page);
        team.post("/t/:slug/team/invitations/revoke", this::revoke)
                .summary("Take an invitation back")
                .names("invitation", "team-invitation")
                .shows(this::page);
        team.get("/t/:slug/team/:person", this::person)
                .summary("Show somebody of the team")
                .names("person", "team-member");
        team.post("/t/:slug/team/:person/role", this::role)
                .summary("Change what somebody of the team may do")
                .fresh()
                .names("person", "team-member")
                .shows(this::person);
        team.post("/t/:slug/team/:person/factors", this::dropFactors)
                .summary("Remove the second factors of somebody of the team who lost them")
                .fresh()
                .names("person", "team-member")
                .shows(this::person);
        team.post("/t/:slug/team/:person/remove", this::remove)
                .summary("Remove somebody from the team")
                .fresh()
                .names("person", "team-member")
                .shows(this::person);
    }

    private Future<Reply> page(Request request) {
        return page(request, Map.of());
    }

    private Future<Reply> page(Request request, Map<String, ?> more) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> model(tx, request, desk)).map(model -> {
            model.putAll(more);
            return Desk.page(request, "team/team", "console.nav.team", model);
        });
    }

    private Future<Map<String, Object>> model(Tx tx, Request request, Desk desk) {
        var store = new TeamStore(tx);
        var members = store.members();
        var invitations = store.invitations();
        return Future.all(members, invitations).map(x -> {
            Map<String, Object> model = new HashMap<>();
            model.put(
                    "members",
                    members.result().stream()
                            .map(member -> row(request, member))
                            .toList());
            model.put(
                    "invitations",
                    invitations.result().stream()
                            .map(invited -> waiting(request, desk, invited))
                            .toList());
            var chosen = request.failed() ? request.form().text("role") : "support";
            model.put("roles", choices(request, Role.givenBy(desk.seat().role()), chosen));
            model.put("explained", choices(request, List.of(Role.values()), ""));
            return model;
        });
    }

    private static Row row(Request request, TeamStore.Member member) {
        return new Row(
                member.id(),
                member.name(),
                member.email(),
                member.role(),
                request.say(Family.ROLE.key(member.role())),
                member.since(),
                member.lastSeen(),
                member.secondFactor(),
                member.id().equals(request.staff().id()),
                Faces.initials(member.name()),
                Faces.hue(member.id()));
    }

    private static Waiting waiting(Request request, Desk desk, TeamStore.Invited invited) {
        boolean mine = Role.of(invited.role())
                .map(role -> Role.givenBy(desk.seat().role()).contains(role))
                .orElse(false);
        return new Waiting(
                invited.id(),
                invited.email(),
                request.say(Family.ROLE.key(invited.role())),
                invited.state(),
                request.say(Family.TEAM_INVITATION.key(invited.state())),
                invited.state().equals("waiting"),
                mine,
                invited.state().equals("waiting") || invited.state().equals("expired"),
                invited.sent(),
                invited.expires(),
                invited.by());
    }

    private static List<Choice> choices(Request request, List<Role> roles, String chosen) {
        return roles.stream()
                .map(role -> new Choice(
                        role.word(),
                        request.say(Family.ROLE.key(role.word())),
                        request.say(Family.ROLE_LEAD.key(role.word())),
                        role.word().equals(chosen)))
                .toList();
    }

    private Future<Reply> invite(Request request) {
        return acts.invite(request).map(x -> Desk.of(request).done("/team", "team-invited"));
    }

    private Future<Reply> resend(Request request) {
        return acts.renew(request, true).map(x -> Desk.of(request).done("/team", "team-invitation-sent"));
    }

    private Future<Reply> link(Request request) {
        return acts.renew(request, false).compose(made -> page(request, Map.of("link", made)));
    }

    private Future<Reply> revoke(Request request) {
        return acts.revoke(request).map(x -> Desk.of(request).done("/team", "team-invitation-revoked"));
    }

    private Future<Reply> person(Request request) {
        var desk = Desk.of(request);
        var id = request.id("person");
        return db.read(desk.scope(), tx -> new TeamStore(tx).members()).map(members -> {
            var member =
                    members.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow(Problem::notFound);
            var given = Role.givenBy(desk.seat().role());
            boolean mayTouch = Role.of(member.role()).map(given::contains).orElse(false);
            boolean lastOwner = member.role().equals("owner")
                    && members.stream().filter(m -> m.role().equals("owner")).count() == 1;
            Map<String, Object> model = new HashMap<>();
            model.put("person", row(request, member));
            model.put("mayChange", mayTouch && !lastOwner);
            model.put("mayRemove", (mayTouch || member.id().equals(desk.staff().id())) && !lastOwner);
            model.put("lastOwner", lastOwner);
            model.put(
                    "mayDropFactors",
                    member.secondFactor()
                            && desk.seat().role().equals("owner")
                            && !member.id().equals(desk.staff().id()));
            model.put("roles", choices(request, given, member.role()));
            return Desk.page(request, "team/person", "team.person.title", model);
        });
    }

    private Future<Reply> role(Request request) {
        return acts.change(request).map(x -> Desk.of(request).done("/team", "role-saved"));
    }

    private Future<Reply> dropFactors(Request request) {
        return acts.dropFactors(request).map(x -> Desk.of(request).done("/team", "factors-removed"));
    }

    private Future<Reply> remove(Request request) {
        var self = request.id("person").equals(request.staff().id());
        return acts.remove(request)
                .map(x -> self ? Reply.redirect("/") : Desk.of(request).done("/team", "person-removed"));
    }
}
