package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Markdown;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The client's way to groups: those they are in, those there are, the door of one, joining and leaving. */
final class GroupRoutes {
    private static final Duration HOUR = Duration.ofHours(1);
    /** So often in an hour one person knocks at doors. */
    private static final int KNOCKS = 60;

    private static final int WORDS = 100;
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]{0,200})]\\([^)]{0,400}\\)");
    private static final Pattern SIGNS = Pattern.compile("[*_`#>]+");
    private static final Pattern ACCENT = Pattern.compile("([0-9a-f]{6})\\.css");

    /** A group as a card shows it. */
    record Card(
            String name,
            String url,
            String about,
            String seen,
            String icon,
            String initials,
            int hue,
            String cover,
            int members,
            boolean secret,
            boolean open,
            boolean archived,
            boolean requested,
            boolean invited,
            boolean unread) {
        static Card of(Request request, GroupStore.Found found, boolean unread) {
            var group = found.group();
            return new Card(
                    group.name(),
                    group.path(),
                    plain(group.description()),
                    request.say(Family.COMMUNITY_SEEN.key(group.visibility())),
                    group.icon(),
                    Faces.initials(group.name()),
                    Faces.hue(group.id()),
                    group.cover() == null ? "" : "/media/" + group.cover() + "?size=720",
                    group.members(),
                    group.visibility().equals("secret"),
                    group.visibility().equals("public"),
                    group.archived(),
                    found.requested(),
                    found.invited(),
                    unread);
        }
    }

    /** What is written about a group, without the signs of Markdown. */
    private static String plain(String text) {
        return SIGNS.matcher(LINK.matcher(text).replaceAll("$1")).replaceAll("");
    }

    private final Db db;
    private final GroupFrame frame;
    private final Joining joining;

    GroupRoutes(Db db, GroupFrame frame, Joining joining) {
        this.db = db;
        this.frame = frame;
        this.joining = joining;
    }

    void mount(Routes routes) {
        var client = routes.client(CommunitiesModule.APP.key());
        client.get("/communities", this::list)
                .summary("List the person's groups, and those they could join")
                .landing();
        client.get("/communities/accent/:accent", this::accent)
                .summary("Give the colours of a group as a style sheet")
                .givesBytes("text/css");
        client.get("/groups/:group", this::one).summary("Show a group").landing();
        client.get("/groups/:group/about", this::about)
                .summary("Show what a group is about")
                .landing();
        client.post("/groups/:group/join", this::join)
                .summary("Join a group, or ask to")
                .names("group", "door-group")
                .shows(this::one);
        client.post("/groups/:group/leave", this::leave)
                .summary("Leave a group, or take a request back")
                .names("group", "joined-group")
                .shows(this::about);
    }

    /** The colour is in the address, so that no sheet is ever an old one; what can be read on the portal's ground follows from it. */
    private Future<Reply> accent(Request request) {
        var asked = ACCENT.matcher(request.pathText("accent"));
        if (!asked.matches()) throw Problem.notFound();
        var look = request.tenant().branding().look().around("#" + asked.group(1));
        var css = Buffer.buffer(look.palette().css(".community"));
        var version = asked.group(1) + "-" + request.tenant().theme().fingerprint();
        return Future.succeededFuture(new Reply.Download(css, "text/css; charset=utf-8", version, "", false));
    }

    private static String words(Request request) {
        var words = request.query("q").strip().replace("\0", "");
        return words.substring(0, Math.min(WORDS, words.length()));
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        var words = words(request);
        return db.read(request.scope(), tx -> {
            var store = new GroupStore(tx);
            var mine = store.mine(contact, words);
            var others = store.discover(contact, words);
            var unread = store.unread(contact);
            return Future.all(mine, others, unread).map(x -> {
                Map<String, Object> model = new HashMap<>();
                model.put("words", words);
                model.put(
                        "mine",
                        mine.result().stream()
                                .map(found -> Card.of(
                                        request,
                                        found,
                                        unread.result().contains(found.group().id())))
                                .toList());
                model.put(
                        "others",
                        others.result().stream()
                                .map(found -> Card.of(request, found, false))
                                .toList());
                return Reply.page("communities/list", Reply.Layout.PORTAL, "app.communities", model);
            });
        });
    }

    private Future<Reply> one(Request request) {
        return shown(request, "feed");
    }

    private Future<Reply> about(Request request) {
        return shown(request, "about");
    }

    private Future<Reply> shown(Request request, String tab) {
        return db.read(
                request.scope(),
                tx -> Groups.seat(tx, request.session().contact(), request.pathText("group"))
                        .compose(seat -> frame.model(tx, request, seat, seat.member() ? tab : "about")
                                .compose(model -> page(request, tx, seat, tab, model))));
    }

    private Future<Reply> page(Request request, Tx tx, Seat seat, String tab, Map<String, Object> model) {
        var home = frame.home();
        if (seat.member() && tab.equals("feed") && home != null) return home.show(request, tx, seat, model);
        var contact = request.session().contact();
        var faces = new PeopleStore(tx).faces(seat.group());
        var invited = new MembershipStore(tx).invited(contact, seat.group());
        return Future.all(faces, invited).map(x -> {
            var head = (GroupFrame.Head) Objects.requireNonNull(model.get("group"));
            model.put("invited", invited.result());
            model.put("open", invited.result() || seat.visibility().equals("public"));
            model.put("about", Markdown.page(head.description()));
            model.put("faces", faces.result().stream().map(GroupFace::of).toList());
            model.put("note", request.failed() ? request.form().text("note") : "");
            return Reply.page("communities/about", Reply.Layout.PORTAL, "app.communities", model);
        });
    }

    private Future<Reply> join(Request request) {
        var contact = request.session().contact();
        var note = request.form().text("note");
        if (note.length() > Joining.NOTE) throw Problem.invalid("note", "group-note", Joining.NOTE);
        return db.write(request.scope(), tx -> RateLimit.take(tx, "group-join:" + contact, HOUR))
                .compose(count -> {
                    if (count.over(KNOCKS))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return db.write(
                            request.scope(),
                            tx -> Groups.seat(tx, contact, request.pathText("group"))
                                    .compose(seat -> joining.join(
                                                    tx, request.tenant(), seat, contact, note, request.ip())
                                            .map(now -> done(
                                                    "/groups/" + seat.slug(),
                                                    now.equals("active") ? "group-joined" : "group-requested"))));
                });
    }

    private Future<Reply> leave(Request request) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> Groups.seat(tx, contact, request.pathText("group"))
                        .compose(seat -> joining.leave(tx, seat, contact, request.ip())
                                .map(done(
                                        "/communities", seat.requested() ? "group-request-withdrawn" : "group-left"))));
    }

    /** Somebody of the group as a row of faces shows them. */
    record GroupFace(String name, String initials, int hue, String url) {
        static GroupFace of(PeopleStore.Face face) {
            return new GroupFace(face.name(), Faces.initials(face.name()), Faces.hue(face.contact()), face.avatarUrl());
        }
    }

    static Reply done(String path, String word) {
        return Reply.redirect(path).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }
}
