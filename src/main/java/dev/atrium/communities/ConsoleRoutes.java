package dev.atrium.communities;

import dev.atrium.communities.PeopleActs.Case;
import dev.atrium.contacts.Contacts;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The groups of the business on the console: all of them, a new one, and who is in each. */
final class ConsoleRoutes {
    private static final String ROOT = "/t/:slug/communities";
    private static final int SHOWN = 50;
    private static final int WORDS = 100;

    private final Db db;
    private final StaffGround ground;
    private final PeopleActs acts;

    ConsoleRoutes(Db db, StaffGround ground, PeopleActs acts) {
        this.db = db;
        this.ground = ground;
        this.acts = acts;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("communities", "messages-square", "/communities", 220, Permission.CONTENT));
        var content = routes.staff(Permission.CONTENT);
        content.get(ROOT, this::list).summary("List the groups of the portal");
        content.get(ROOT + "/new", this::blank).summary("Show the form for a new group");
        content.post(ROOT + "/new", this::create)
                .summary("Make a group of clients")
                .shows(this::blank);
        content.get(ROOT + "/:group/members", this::members)
                .summary("List who is in a group")
                .names("group", "tenant-group");
        content.post(ROOT + "/:group/members", this::add)
                .summary("Put a client into a group")
                .names("group", "tenant-group")
                .shows(this::members);
        content.get(ROOT + "/:group/members/:person", this::person)
                .summary("Show a member of a group")
                .names("group", "tenant-group")
                .names("person", "group-person");
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        return db.read(
                desk.scope(),
                tx -> new GroupDeskStore(tx)
                        .all()
                        .compose(found -> new GroupDeskStore(tx).formerPosts().map(former -> {
                            var model = desk.model(request);
                            model.put("former", former);
                            model.put("mayFormer", desk.may(Permission.SETTINGS));
                            model.put(
                                    "rows",
                                    found.stream()
                                            .map(listed ->
                                                    new Row(GroupDesk.shown(request, listed.group()), listed.waiting()))
                                            .toList());
                            return Reply.page(
                                    "communities/console-list", Reply.Layout.CONSOLE, "console.nav.communities", model);
                        })));
    }

    /** A line of the list; {@code waiting} people ask to come in. */
    record Row(GroupDesk.Shown it, int waiting) {}

    /** What a new group begins with. */
    static final Group EMPTY = new Group(
            new UUID(0, 0), "", "", "", "public", "", null, "", true, 0, true, true, false, 0, Instant.EPOCH, 0);

    private Future<Reply> blank(Request request) {
        var model = ManageRoutes.form(request, EMPTY);
        model.put(
                "nonce",
                request.failed()
                        ? request.form().nonce().toString()
                        : Ids.next().toString());
        return Future.succeededFuture(Desk.page(request, "communities/console-new", "communities.new.title", model));
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var draft = GroupDraft.of(request.form());
        var id = request.form().nonce();
        var owner = request.form().text("owner");
        var hand = Hand.staff(desk.staff().id(), desk.staff().name(), request.ip());
        return ground.tenant(request)
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> GroupActs.create(tx, id, draft, hand)
                                .compose(x -> GroupActs.found(tx, id))
                                .compose(group -> starts(tx, request, group)
                                        .compose(x -> owner.isEmpty()
                                                ? Future.<Void>succeededFuture()
                                                : owner(tx, tenant, group, hand, owner)))))
                .map(x -> desk.done("/communities/" + id, "group-made"));
    }

    /** A group begins with two places, called in the language of whoever makes it; both can be renamed and deleted. */
    private static Future<Void> starts(Tx tx, Request request, Group group) {
        var store = new ChannelDeskStore(tx);
        return store.all(group.id()).compose(known -> {
            if (!known.isEmpty()) return Future.succeededFuture();
            return store.insert(
                            Ids.next(),
                            group.id(),
                            ChannelDraft.of(
                                    "announcement",
                                    request.say("communities.start.announcements"),
                                    "",
                                    "",
                                    false,
                                    "admins"))
                    .compose(x -> store.insert(
                            Ids.next(),
                            group.id(),
                            ChannelDraft.of(
                                    "discussion", request.say("communities.start.general"), "", "", false, "all")))
                    .mapEmpty();
        });
    }

    private Future<Void> owner(Tx tx, Tenant tenant, Group group, Hand hand, String typed) {
        return contact(tx, "owner", typed).compose(contact -> {
            var on = new Case(tx, tenant, group, hand, contact);
            return on.store().add(contact).compose(x -> acts.handOver(on));
        });
    }

    /** The one contact with this address. */
    private static Future<UUID> contact(Tx tx, String field, String typed) {
        var email = Email.parse(typed).orElseThrow(() -> Problem.invalid(field, Email.INVALID));
        return Contacts.withEmail(tx, email).map(found -> {
            if (found.isEmpty()) throw Problem.invalid(field, "contact-unknown");
            return found.getFirst();
        });
    }

    private Future<Reply> members(Request request) {
        var said = request.query("q").strip().replace("\0", "");
        var words = said.substring(0, Math.min(WORDS, said.length()));
        var after = request.query("after");
        var wanted = new Page.Wanted(after.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(after)), SHOWN);
        return db.read(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> new MemberStore(tx, stand.group().id(), null)
                                .page(words, "", wanted.after(), wanted.rows())
                                .compose(found -> {
                                    var page = wanted.page(found, MemberStore.Member::place);
                                    Map<String, Object> model = new HashMap<>();
                                    var people = people(request);
                                    model.put(
                                            "rows",
                                            page.items().stream()
                                                    .map(member -> Faced.of(request, member, true, people))
                                                    .toList());
                                    model.put("words", words);
                                    model.put("first", !after.isEmpty());
                                    model.put(
                                            "next",
                                            page.next()
                                                    .map(next -> "?after=" + next.text()
                                                            + (words.isEmpty()
                                                                    ? ""
                                                                    : "&q="
                                                                            + URLEncoder.encode(
                                                                                    words, StandardCharsets.UTF_8)))
                                                    .orElse(""));
                                    return ground.page(tx, request, stand, "members", model);
                                })));
    }

    private static String people(Request request) {
        return Desk.of(request).path("/communities/" + request.id("group") + "/members");
    }

    private Future<Reply> add(Request request) {
        var typed = request.form().text("email");
        return ground.tenant(request)
                .compose(tenant -> db.write(
                        ground.scope(request),
                        tx -> ground.stand(tx, request)
                                .compose(stand -> contact(tx, "email", typed)
                                        .compose(contact ->
                                                acts.add(new Case(tx, tenant, stand.group(), stand.hand(), contact)))
                                        .map(x -> ground.toPeople(stand, request, "", "group-member-added")))));
    }

    Future<Reply> person(Request request) {
        return ground.tenant(request)
                .compose(tenant -> db.read(
                        ground.scope(request),
                        tx -> ground.stand(tx, request)
                                .compose(stand -> new MemberStore(
                                                tx, stand.group().id(), null)
                                        .find(request.id("person"))
                                        .map(found -> found.orElseThrow(Problem::notFound))
                                        .compose(member -> MemberPage.said(tx, request, tenant, member)
                                                .compose(told -> {
                                                    var model = MemberPage.model(
                                                            request, stand.hand(), member, true, people(request));
                                                    model.put("said", told);
                                                    return ground.page(tx, request, stand, "member", model);
                                                })))));
    }
}
