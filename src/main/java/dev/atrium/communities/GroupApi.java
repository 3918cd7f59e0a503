package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups for programs of a client's account: what there is, who is in it, coming in and leaving. */
final class GroupApi {
    private static final String ROOT = "/api/v1/groups";
    private static final String ONE = ROOT + "/:group";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int KNOCKS = 60;

    /**
     * A group as the account's person stands in it.
     *
     * @param description Markdown
     * @param role {@code owner}, {@code admin}, {@code moderator}, or the word for a plain one; empty where they are not in it
     * @param requested whether they wait for an answer
     * @param feed the name under which its live feed is heard; null where they are not in it
     */
    public record GroupView(
            UUID id,
            String slug,
            String name,
            String description,
            String visibility,
            int members,
            boolean archived,
            String role,
            boolean requested,
            @Nullable String feed) {}

    /** The person's own groups first, then those they could come into; at most 260. */
    public record GroupList(List<GroupView> items) {}

    /**
     * A channel that the person sees.
     *
     * @param closed seen by those alone who were let in
     * @param writes whether they may begin a post
     * @param feed the name under which what happens in it is heard
     */
    public record ChannelView(
            UUID id,
            String type,
            String name,
            String description,
            String icon,
            boolean closed,
            boolean archived,
            boolean writes,
            int unread,
            String feed) {}

    public record ChannelList(List<ChannelView> items) {}

    /** @param avatar a path of the portal; empty without a picture, or where they show none */
    public record GroupMember(UUID id, String name, String role, Instant joined_at, String avatar) {}

    /** A part of the list, those who came last first; {@code next} is where it goes on, and null at its end. */
    public record GroupMembers(
            List<GroupMember> items, @Nullable String next) {}

    /** @param note what whoever decides is told, at most 500 characters; only a private group asks */
    public record GroupKnock(@Nullable String note) {}

    /** @param standing {@code active}, or {@code requested} where somebody decides */
    public record GroupStanding(String standing) {}

    /** @param email of whoever is to come in; nothing of the answer says whether they have an account */
    public record GroupInvite(String email) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final GroupView GROUP = new GroupView(
            ID,
            "product-photographers",
            "Product photographers",
            "For everybody who sells what can be photographed.",
            "public",
            19,
            false,
            "member",
            false,
            "group:" + ID);
    private static final ChannelView CHANNEL =
            new ChannelView(ID, "discussion", "Show your work", "", "", false, false, true, 3, "group:" + ID);
    private static final GroupMember MEMBER =
            new GroupMember(ID, "Ben Okafor", "admin", Instant.parse("2026-11-01T09:00:00Z"), "");

    private final Db db;
    private final Joining joining;
    private final Inviting inviting;

    GroupApi(Db db, Joining joining, Inviting inviting) {
        this.db = db;
        this.joining = joining;
        this.inviting = inviting;
    }

    void mount(Routes routes) {
        var app = CommunitiesModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(ROOT, this::list)
                .summary("List the person's groups, and those they could come into")
                .gives(GroupList.class, new GroupList(List.of(GROUP)));
        reading.get(ONE, this::one)
                .summary("Get a group, by its id or its slug")
                .gives(GroupView.class, GROUP)
                .refuses(404);
        reading.get(ONE + "/channels", this::channels)
                .summary("List the channels of a group that the person sees")
                .gives(ChannelList.class, new ChannelList(List.of(CHANNEL)))
                .refuses(404);
        reading.get(ONE + "/members", this::members)
                .summary("List the members of a group, those who came last first")
                .pages()
                .query("q", "a part of the name")
                .gives(GroupMembers.class, new GroupMembers(List.of(MEMBER), null))
                .refuses(404, 422);
        var writing = routes.program("communities:write", app);
        writing.post(ONE + "/membership", this::join)
                .summary("Join a group, or ask to")
                .names("group", "door-group")
                .takes(GroupKnock.class, new GroupKnock("I have printed with you since 2019."))
                .gives(GroupStanding.class, new GroupStanding("active"))
                .refuses(404, 409, 422, 429);
        writing.delete(ONE + "/membership", this::leave)
                .summary("Leave a group, or take a request back")
                .names("group", "joined-group")
                .refuses(404, 409);
        writing.post(ONE + "/invitations", this::invite)
                .summary(
                        "Invite somebody into a group; a stranger is asked into the portal, and in the group once they are there")
                .takes(GroupInvite.class, new GroupInvite("ben@example.com"))
                .refuses(403, 404, 409, 422, 429);
    }

    private static Future<Seat> seat(Tx tx, Request request) {
        return Groups.seat(tx, request.session().contact(), request.pathText("group"));
    }

    private static Future<Seat> member(Tx tx, Request request) {
        return Groups.member(tx, request.session().contact(), request.pathText("group"));
    }

    private static GroupView view(Group group, String role, boolean requested) {
        return new GroupView(
                group.id(),
                group.slug(),
                group.name(),
                group.description(),
                group.visibility(),
                group.members(),
                group.archived(),
                role,
                requested,
                role.isEmpty() ? null : "group:" + group.id());
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> {
            var seats = Groups.mine(tx, contact);
            var mine = new GroupStore(tx).mine(contact, "");
            var others = new GroupStore(tx).discover(contact, "");
            return Future.all(seats, mine, others).map(x -> {
                var own = mine.result().stream()
                        .map(found -> view(
                                found.group(),
                                role(seats.result(), found.group().id()),
                                false));
                var open = others.result().stream().map(found -> view(found.group(), "", found.requested()));
                return Reply.json(new GroupList(Stream.concat(own, open).toList()));
            });
        });
    }

    private static String role(List<Seat> seats, UUID group) {
        return seats.stream()
                .filter(seat -> seat.group().equals(group))
                .map(Seat::role)
                .findFirst()
                .orElse("");
    }

    private Future<Reply> one(Request request) {
        return db.read(
                request.scope(),
                tx -> seat(tx, request)
                        .compose(seat -> GroupActs.found(tx, seat.group())
                                .map(group -> Reply.json(view(group, seat.role(), seat.requested())))));
    }

    private Future<Reply> channels(Request request) {
        var contact = request.session().contact();
        return db.read(
                        request.scope(),
                        tx -> member(tx, request).compose(seat -> Groups.channels(tx, contact, seat.group())))
                .map(found -> Reply.json(
                        new ChannelList(found.stream().map(GroupApi::channel).toList())));
    }

    private static ChannelView channel(ChannelSeat seat) {
        return new ChannelView(
                seat.id(),
                seat.type(),
                seat.name(),
                seat.description(),
                seat.icon(),
                seat.closed(),
                seat.archived(),
                seat.writes(),
                seat.unread(),
                seat.feed().text());
    }

    private Future<Reply> members(Request request) {
        var wanted = request.page();
        var words = words(request);
        return db.read(
                        request.scope(),
                        tx -> member(tx, request)
                                .compose(seat -> new MemberStore(
                                                tx,
                                                seat.group(),
                                                request.session().contact())
                                        .page(words, "", wanted.after(), wanted.rows())))
                .map(rows -> page(request, wanted, rows));
    }

    static String words(Request request) {
        var said = request.query("q").strip().replace("\0", "");
        return said.substring(0, Math.min(100, said.length()));
    }

    static Reply page(Request request, Page.Wanted wanted, List<MemberStore.Member> rows) {
        return request.paged(wanted.page(rows, MemberStore.Member::place).map(GroupApi::shown), GroupMembers::new);
    }

    private static GroupMember shown(MemberStore.Member member) {
        return new GroupMember(
                member.contact(),
                member.name(),
                member.role(),
                Objects.requireNonNull(member.joinedAt()),
                member.avatarUrl());
    }

    private Future<Reply> join(Request request) {
        var contact = request.session().contact();
        var note = Objects.requireNonNullElse(request.json(GroupKnock.class).note(), "");
        if (note.length() > Joining.NOTE) throw Problem.invalid("note", "group-note", Joining.NOTE);
        return db.write(request.scope(), tx -> RateLimit.take(tx, "group-join:" + contact, HOUR))
                .compose(count -> {
                    if (count.over(KNOCKS))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return db.write(
                            request.scope(),
                            tx -> seat(tx, request)
                                    .compose(seat ->
                                            joining.join(tx, request.tenant(), seat, contact, note, request.ip())));
                })
                .map(standing -> Reply.json(new GroupStanding(standing)));
    }

    private Future<Reply> leave(Request request) {
        return db.write(
                        request.scope(),
                        tx -> seat(tx, request)
                                .compose(seat -> joining.leave(
                                        tx, seat, request.session().contact(), request.ip())))
                .map(x -> Reply.empty());
    }

    private Future<Reply> invite(Request request) {
        var session = request.session();
        var typed = request.json(GroupInvite.class).email();
        var email = Email.parse(typed).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        return db.write(
                        request.scope(),
                        tx -> RateLimit.take(tx, "group-invite:" + session.contact(), Duration.ofDays(1)))
                .compose(count -> {
                    if (count.over(PeopleRoutes.INVITED))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return db.write(
                            request.scope(),
                            tx -> member(tx, request).compose(seat -> {
                                var hand = Hand.of(seat, session.contact(), session.name(), request.ip());
                                return GroupActs.found(tx, seat.group()).compose(group -> {
                                    Inviting.require(group, hand);
                                    return inviting.byEmail(tx, request.tenant(), group, hand, email);
                                });
                            }));
                })
                .map(x -> Reply.empty());
    }
}
