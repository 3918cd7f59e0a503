package dev.atrium.communities;

import dev.atrium.communities.Ground.Stand;
import dev.atrium.communities.PeopleActs.Case;
import dev.atrium.db.Db;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Keys;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Who comes in, who is put out, who may do what: for those who run a group, on its own pages and on the console. */
final class PeopleRoutes {
    private static final Duration DAY = Duration.ofDays(1);
    /** So many people one hand invites in a day. */
    static final int INVITED = 100;

    private final Db db;
    private final Keys keys;
    private final Ground ground;
    private final PeopleActs acts;
    private final Inviting inviting;

    PeopleRoutes(Db db, Keys keys, Ground ground, PeopleActs acts, Inviting inviting) {
        this.db = db;
        this.keys = keys;
        this.ground = ground;
        this.acts = acts;
        this.inviting = inviting;
    }

    void mount(Routes routes, Route.Handler person) {
        var mount = ground.mount(routes);
        var root = ground.root();
        named(mount.get(root + "/requests", this::requests).summary("List who asks to come into a group"));
        named(mount.get(root + "/banned", this::banned).summary("List who is banned from a group"));
        named(mount.get(root + "/invitations", this::invitations).summary("List who is invited into a group"));
        named(mount.post(root + "/invitations", this::invite).summary("Invite somebody into a group"))
                .shows(this::invitations);
        var invited = root + "/invitations/:person/revoke";
        person(mount.post(invited, this::revoke).summary("Take an invitation into a group back"), "group-person");
        person(
                mount.post(root + "/requests/:person/approve", on("/requests", "group-approved", acts::approve))
                        .summary("Let somebody into a group"),
                "group-applicant");
        person(
                mount.post(root + "/requests/:person/decline", on("/requests", "group-declined", acts::decline))
                        .summary("Do not let somebody into a group"),
                "group-applicant");
        person(
                mount.post(root + "/people/:person/unban", on("/banned", "group-unbanned", acts::unban))
                        .summary("Let somebody come again who was banned from a group"),
                "group-banned");
        onPerson(mount, root, person);
    }

    private void onPerson(Routes.Mount mount, String root, Route.Handler person) {
        var one = root + "/people/:person";
        person(mount.post(one + "/role", this::role).summary("Give a member of a group another role"), "group-person")
                .shows(person);
        person(
                        mount.post(one + "/mute", this::mute)
                                .summary("Keep a member of a group from writing for a while"),
                        "group-person")
                .shows(person);
        person(
                mount.post(one + "/unmute", this::unmute).summary("Let a member of a group write again"),
                "group-person");
        person(mount.post(one + "/remove", this::remove).summary("Remove a member from a group"), "group-person");
        person(mount.post(one + "/ban", this::ban).summary("Ban somebody from a group"), "group-person")
                .shows(person);
        person(
                        mount.post(one + "/owner", this::handOver).summary("Hand a group over to another member"),
                        "group-person")
                .fresh()
                .shows(person);
    }

    private Route named(Route route) {
        return route.names("group", ground.slot("group"));
    }

    private Route person(Route route, String entity) {
        return named(route).names("person", entity);
    }

    private interface Act {
        Future<Void> of(Case on);
    }

    private Route.Handler on(String rest, String word, Act act) {
        return request -> act(request, act, stand -> ground.done(stand, request, rest, word));
    }

    private interface Then {
        Reply of(Stand stand);
    }

    private Future<Reply> act(Request request, Act act, Then then) {
        var person = request.id("person");
        return ground.tenant(request)
                .compose(tenant -> db.write(
                        ground.scope(request),
                        tx -> ground.stand(tx, request)
                                .compose(stand -> act.of(new Case(tx, tenant, stand.group(), stand.hand(), person))
                                        .map(x -> then.of(stand)))));
    }

    private Future<Reply> onOne(Request request, String word, Act act) {
        return act(request, act, stand -> ground.toPeople(stand, request, "/" + request.id("person"), word));
    }

    private Future<Reply> role(Request request) {
        var role = request.form().text("role");
        return onOne(request, "group-role-saved", on -> acts.role(on, role));
    }

    private Future<Reply> mute(Request request) {
        var length = request.form().text("mute");
        return onOne(request, "group-muted", on -> acts.mute(on, length));
    }

    private Future<Reply> unmute(Request request) {
        return onOne(request, "group-unmuted", on -> acts.mute(on, null));
    }

    private Future<Reply> handOver(Request request) {
        return onOne(request, "group-owner-saved", acts::handOver);
    }

    private Future<Reply> remove(Request request) {
        return act(request, acts::remove, stand -> ground.toPeople(stand, request, "", "group-removed"));
    }

    private Future<Reply> ban(Request request) {
        var reason = request.form().text("reason");
        return act(request, on -> acts.ban(on, reason), stand -> ground.toPeople(stand, request, "", "group-banned"));
    }

    private Future<Reply> requests(Request request) {
        return standing(request, "requests", "requested");
    }

    private Future<Reply> banned(Request request) {
        return standing(request, "banned", "banned");
    }

    private Future<Reply> standing(Request request, String part, String status) {
        return db.read(
                ground.scope(request),
                tx -> ground.stand(tx, request).compose(stand -> {
                    if (status.equals("requested"))
                        stand.hand().require(stand.hand().runs());
                    boolean staff = stand.hand().contact() == null;
                    return new MemberStore(tx, stand.group().id(), stand.hand().contact())
                            .standing(status)
                            .compose(found -> {
                                Map<String, Object> model = new HashMap<>();
                                model.put(
                                        "rows",
                                        found.stream()
                                                .map(member -> Faced.of(request, member, staff, ""))
                                                .toList());
                                return ground.page(tx, request, stand, part, model);
                            });
                }));
    }

    Future<Reply> invitations(Request request) {
        return ground.tenant(request)
                .compose(tenant -> db.read(
                        ground.scope(request),
                        tx -> ground.stand(tx, request).compose(stand -> {
                            stand.hand().require(stand.hand().runs());
                            var asked = new InvitingStore(tx).open(stand.group().id());
                            var links = LinkRoutes.shown(tx, keys, tenant, stand);
                            return Future.all(asked, links).compose(x -> {
                                Map<String, Object> model = new HashMap<>();
                                model.put("rows", asked.result());
                                model.put("links", links.result());
                                model.put("nonce", Ids.next());
                                model.put("shut", !stand.group().visibility().equals("public"));
                                return ground.page(tx, request, stand, "invitations", model);
                            });
                        })));
    }

    private Future<Reply> invite(Request request) {
        var email = email(request);
        return ground.tenant(request)
                .compose(tenant -> db.read(ground.scope(request), tx -> ground.stand(tx, request))
                        .compose(seen -> counted(db, request, seen.hand(), ground))
                        .compose(x -> db.write(
                                ground.scope(request),
                                tx -> ground.stand(tx, request).compose(stand -> {
                                    Inviting.require(stand.group(), stand.hand());
                                    return inviting.byEmail(tx, tenant, stand.group(), stand.hand(), email)
                                            .map(y -> ground.done(stand, request, "/invitations", "group-invited"));
                                }))));
    }

    static Email email(Request request) {
        var typed = request.form().text("email");
        if (typed.isEmpty()) throw Problem.invalid("email", "email-missing");
        return Email.parse(typed).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
    }

    /** Taken in a transaction of its own, so that it counts whatever follows. */
    static Future<Void> counted(Db db, Request request, Hand hand, Ground ground) {
        var key = "group-invite:" + (hand.contact() == null ? hand.staff() : hand.contact());
        return db.write(ground.scope(request), tx -> RateLimit.take(tx, key, DAY))
                .map(count -> {
                    if (count.over(INVITED))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return null;
                });
    }

    private Future<Reply> revoke(Request request) {
        var person = request.id("person");
        return db.write(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> Inviting.revoke(tx, stand.group(), stand.hand(), person)
                                .map(x -> ground.done(stand, request, "/invitations", "group-invitation-revoked"))));
    }
}
