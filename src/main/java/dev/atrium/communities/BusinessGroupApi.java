package dev.atrium.communities;

import dev.atrium.communities.BusinessGroupViews.HouseAnswer;
import dev.atrium.communities.BusinessGroupViews.HouseChannel;
import dev.atrium.communities.BusinessGroupViews.HouseChannelDraft;
import dev.atrium.communities.BusinessGroupViews.HouseChannels;
import dev.atrium.communities.BusinessGroupViews.HouseGroup;
import dev.atrium.communities.BusinessGroupViews.HouseGroupDraft;
import dev.atrium.communities.BusinessGroupViews.HouseGroups;
import dev.atrium.communities.BusinessGroupViews.HouseMemberChange;
import dev.atrium.communities.BusinessGroupViews.HouseMemberNew;
import dev.atrium.communities.BusinessGroupViews.HouseRequest;
import dev.atrium.communities.BusinessGroupViews.HouseRequests;
import dev.atrium.communities.PeopleActs.Case;
import dev.atrium.contacts.Contacts;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups for programs of the business: making them, their channels, and who is in them. */
final class BusinessGroupApi {
    /** What a program of the business needs to read groups and hear their feeds. */
    static final String READING = "groups:read";

    static final String WRITING = "groups:write";

    private static final String ROOT = "/api/v1/business/groups";
    private static final String ONE = ROOT + "/:group";
    private static final String HAND = "API";

    private final Db db;
    private final PeopleActs people;
    private final ChannelActs channels;

    BusinessGroupApi(Db db, PeopleActs people, ChannelActs channels) {
        this.db = db;
        this.people = people;
        this.channels = channels;
    }

    void mount(Routes routes) {
        var reading = routes.business(READING);
        reading.get(ROOT, this::list)
                .summary("List the groups of the portal")
                .gives(HouseGroups.class, new HouseGroups(List.of(BusinessGroupViews.GROUP)));
        reading.get(ONE, this::one)
                .summary("Get a group")
                .names("group", "tenant-group")
                .versioned()
                .gives(HouseGroup.class, BusinessGroupViews.GROUP)
                .refuses(404);
        reading.get(ONE + "/channels", this::channels)
                .summary("List the channels of a group, private ones too")
                .names("group", "tenant-group")
                .gives(HouseChannels.class, new HouseChannels(List.of(BusinessGroupViews.CHANNEL)))
                .refuses(404);
        reading.get(ONE + "/members", this::members)
                .summary("List the members of a group, those who came last first")
                .names("group", "tenant-group")
                .pages()
                .query("q", "a part of the name")
                .gives(
                        GroupApi.GroupMembers.class,
                        new GroupApi.GroupMembers(
                                List.of(new GroupApi.GroupMember(
                                        BusinessGroupViews.ID, "Ben Okafor", "admin", BusinessGroupViews.AT, "")),
                                null))
                .refuses(404, 422);
        reading.get(ONE + "/requests", this::requests)
                .summary("List who asks to come into a group, at most 200")
                .names("group", "tenant-group")
                .gives(
                        HouseRequests.class,
                        new HouseRequests(List.of(new HouseRequest(
                                BusinessGroupViews.ID, "Ben Okafor", "Let me in!", BusinessGroupViews.AT))))
                .refuses(404);
        writing(routes.business(WRITING));
    }

    private void writing(Routes.Mount writing) {
        writing.post(ROOT, this::create)
                .summary("Make a group")
                .idempotent()
                .takes(HouseGroupDraft.class, BusinessGroupViews.DRAFT)
                .creates(HouseGroup.class, BusinessGroupViews.GROUP)
                .refuses(409, 422);
        writing.patch(ONE, this::change)
                .summary("Change a group, archive it, or open it again")
                .names("group", "tenant-group")
                .versioned()
                .idempotent()
                .takes(HouseGroupDraft.class, BusinessGroupViews.DRAFT)
                .gives(HouseGroup.class, BusinessGroupViews.GROUP)
                .refuses(404, 422);
        writing.delete(ONE, this::delete)
                .summary("Delete a group with everything that was said in it")
                .names("group", "tenant-group")
                .refuses(404);
        writing.post(ONE + "/channels", this::addChannel)
                .summary("Add a channel to a group")
                .names("group", "tenant-group")
                .idempotent()
                .takes(HouseChannelDraft.class, new HouseChannelDraft("Lounge", "chat", null, null, null, null))
                .creates(HouseChannel.class, BusinessGroupViews.CHANNEL)
                .refuses(404, 409, 422);
        writing.delete(ONE + "/channels/:channel", this::deleteChannel)
                .summary("Delete a channel with everything that was said in it")
                .names("group", "tenant-group")
                .names("channel", "tenant-channel")
                .refuses(404);
        writing.post(ONE + "/members", this::add)
                .summary("Put a contact into a group")
                .names("group", "tenant-group")
                .names("contact", "group-applicant")
                .idempotent()
                .takes(HouseMemberNew.class, new HouseMemberNew(BusinessGroupViews.ID))
                .refuses(404, 409);
        writing.patch(ONE + "/members/:person", this::changeMember)
                .summary("Give a member another role, mute them, or hand the group over to them")
                .names("group", "tenant-group")
                .names("person", "group-person")
                .idempotent()
                .takes(HouseMemberChange.class, new HouseMemberChange("moderator", null))
                .refuses(404, 409, 422);
        writing.delete(ONE + "/members/:person", this::remove)
                .summary("Remove a member from a group, or ban them from it")
                .names("group", "tenant-group")
                .names("person", "group-person")
                .query("ban", "yes keeps them from coming again")
                .refuses(404, 409);
        writing.post(ONE + "/requests/:person", this::answer)
                .summary("Let somebody into a group who asked, or decline")
                .names("group", "tenant-group")
                .names("person", "group-applicant")
                .idempotent()
                .takes(HouseAnswer.class, new HouseAnswer(true))
                .refuses(404, 422);
    }

    static Hand hand(Request request) {
        return Hand.program(HAND, request.ip());
    }

    private static Future<Group> group(Tx tx, Request request) {
        return GroupActs.found(tx, request.id("group"));
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> new GroupDeskStore(tx).all())
                .map(found -> Reply.json(new HouseGroups(found.stream()
                        .map(listed -> BusinessGroupViews.view(listed.group()))
                        .toList())));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> group(tx, request))
                .map(found -> Reply.json(BusinessGroupViews.view(found)).tagged(Integer.toString(found.version())));
    }

    private Future<Reply> channels(Request request) {
        return db.read(
                        request.scope(),
                        tx -> group(tx, request).compose(found -> new ChannelDeskStore(tx).all(found.id())))
                .map(all -> Reply.json(new HouseChannels(
                        all.stream().map(BusinessGroupViews::view).toList())));
    }

    private Future<Reply> members(Request request) {
        var wanted = request.page();
        var words = GroupApi.words(request);
        return db.read(
                        request.scope(),
                        tx -> group(tx, request)
                                .compose(found -> new MemberStore(tx, found.id(), null)
                                        .page(words, "", wanted.after(), wanted.rows())))
                .map(rows -> GroupApi.page(request, wanted, rows));
    }

    private Future<Reply> requests(Request request) {
        return db.read(
                        request.scope(),
                        tx -> group(tx, request)
                                .compose(found -> new MemberStore(tx, found.id(), null).standing("requested")))
                .map(rows -> Reply.json(new HouseRequests(rows.stream()
                        .map(m -> new HouseRequest(m.contact(), m.name(), m.note(), m.requestedAt()))
                        .toList())));
    }

    private static <T> T or(@Nullable T said, T stored) {
        return Objects.requireNonNullElse(said, stored);
    }

    private static GroupDraft draft(HouseGroupDraft d, Group from) {
        return GroupDraft.of(
                or(d.slug(), from.slug()),
                or(d.name(), from.name()),
                or(d.description(), from.description()),
                or(d.visibility(), from.visibility()),
                or(d.accent(), from.accent()),
                or(d.icon(), from.icon()),
                or(d.members_invite(), from.membersInvite()),
                or(d.first_posts(), from.firstPosts()),
                or(d.chatting(), from.chatting()),
                or(d.points(), from.pointsOn()));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var draft = draft(request.json(HouseGroupDraft.class), ConsoleRoutes.EMPTY);
        var id = Ids.next();
        return GroupActs.create(tx, id, draft, hand(request))
                .compose(x -> GroupActs.found(tx, id))
                .map(made -> Reply.created(ROOT + "/" + id, BusinessGroupViews.view(made))
                        .tagged(Integer.toString(made.version())));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var wanted = request.json(HouseGroupDraft.class);
        return group(tx, request)
                .compose(found -> GroupActs.change(tx, found, hand(request), request.ifMatch(), draft(wanted, found))
                        .compose(x -> archived(tx, found, hand(request), wanted.archived())))
                .compose(x -> group(tx, request))
                .map(now -> Reply.json(BusinessGroupViews.view(now)).tagged(Integer.toString(now.version())));
    }

    private static Future<Void> archived(Tx tx, Group group, Hand hand, @Nullable Boolean wanted) {
        if (wanted == null) return Future.succeededFuture();
        return wanted ? GroupActs.archive(tx, group, hand) : GroupActs.restore(tx, group, hand);
    }

    private Future<Reply> delete(Request request) {
        return db.write(
                        request.scope(),
                        tx -> group(tx, request)
                                .compose(found -> GroupActs.delete(tx, found, hand(request), found.name())))
                .map(x -> Reply.empty());
    }

    private Future<Reply> addChannel(Request request, Tx tx) {
        var d = request.json(HouseChannelDraft.class);
        var draft = ChannelDraft.of(
                or(d.type(), "discussion"),
                d.name(),
                or(d.description(), ""),
                or(d.icon(), ""),
                or(d.closed(), false),
                or(d.policy(), ""));
        var id = Ids.next();
        return group(tx, request)
                .compose(found -> channels.add(tx, found, hand(request), id, draft)
                        .compose(x -> new ChannelDeskStore(tx).find(found.id(), id)))
                .map(made -> Reply.created(request.path() + "/" + id, BusinessGroupViews.view(made.orElseThrow())));
    }

    private Future<Reply> deleteChannel(Request request) {
        return db.write(
                        request.scope(),
                        tx -> group(tx, request)
                                .compose(found -> ChannelActs.of(
                                        tx, request.tenant(), found, hand(request), request.id("channel")))
                                .compose(channels::delete))
                .map(x -> Reply.empty());
    }

    private static Future<Case> on(Tx tx, Request request, UUID person) {
        return group(tx, request).map(found -> new Case(tx, request.tenant(), found, hand(request), person));
    }

    private Future<Reply> add(Request request, Tx tx) {
        var contact = request.json(HouseMemberNew.class).contact();
        return on(tx, request, contact)
                .compose(on -> Contacts.name(tx, contact).map(name -> {
                    if (name.isEmpty()) throw Problem.notFound();
                    return on;
                }))
                .compose(people::add)
                .map(x -> Reply.empty());
    }

    private Future<Reply> changeMember(Request request, Tx tx) {
        var wanted = request.json(HouseMemberChange.class);
        return known(tx, request)
                .compose(on -> role(on, wanted.role()).compose(x -> mute(on, wanted.mute())))
                .map(x -> Reply.empty());
    }

    /** Whoever is nothing in the group is not found in it. */
    private static Future<Case> known(Tx tx, Request request) {
        return on(tx, request, request.id("person"))
                .compose(on -> new MemberStore(tx, on.group().id(), null)
                        .find(on.person())
                        .map(found -> {
                            if (found.isEmpty()) throw Problem.notFound();
                            return on;
                        }));
    }

    private Future<Void> role(Case on, @Nullable String role) {
        if (role == null) return Future.succeededFuture();
        return role.equals("owner") ? people.handOver(on) : people.role(on, role);
    }

    private Future<Void> mute(Case on, @Nullable String mute) {
        if (mute == null) return Future.succeededFuture();
        return people.mute(on, mute.equals("none") ? null : mute);
    }

    private Future<Reply> remove(Request request) {
        boolean ban = request.query("ban").equals("yes");
        return db.write(
                        request.scope(),
                        tx -> known(tx, request).compose(on -> ban ? people.ban(on, "") : people.remove(on)))
                .map(x -> Reply.empty());
    }

    private Future<Reply> answer(Request request, Tx tx) {
        boolean in = request.json(HouseAnswer.class).let_in();
        return known(tx, request)
                .compose(on -> in ? people.approve(on) : people.decline(on))
                .map(x -> Reply.empty());
    }
}
