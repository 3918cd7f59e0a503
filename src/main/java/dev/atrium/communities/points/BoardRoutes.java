package dev.atrium.communities.points;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.GroupTab;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The board of a group, and what its levels are: for its members, those who run it, and staff. */
final class BoardRoutes {
    private static final String TAB = "board";
    private static final String BOARD = "/groups/:group/board";
    private static final String LEVELS = "/groups/:group/manage/levels";
    private static final String DESK = "/t/:slug/communities/:group/levels";

    /** A line as the page shows it. */
    record Row(PointStore.Line it, String initials, int hue, boolean me, String level) {}

    /** A level as the page shows it. */
    record Step(Level it, String label, boolean mine) {}

    private final Db db;
    private final Clock clock;
    private final GroupFrame frame;
    private final GroupDesk groups;

    BoardRoutes(Db db, Clock clock, GroupFrame frame, GroupDesk groups) {
        this.db = db;
        this.clock = clock;
        this.frame = frame;
        this.groups = groups;
        groups.tab("levels", "/levels", 80);
        frame.tab(new GroupTab(TAB, "/board", 400, Seat::member));
    }

    void mount(Routes routes) {
        var client = routes.client(CommunitiesModule.APP.key());
        client.get(BOARD, this::board)
                .summary("Show who has the most points in a group")
                .landing();
        client.post(BOARD, this::choose)
                .summary("Stand on the board of a group, or not")
                .shows(this::board);
        client.get(LEVELS, this::levels).summary("Show the levels of a group and what they give");
        client.post(LEVELS, this::save)
                .summary("Change the levels of a group and what they give")
                .shows(this::levels);
        var staff = routes.staff(Permission.CONTENT);
        staff.get(DESK, this::deskLevels)
                .summary("Show the levels of a group and what they give")
                .names("group", "tenant-group");
        staff.post(DESK, this::deskSave)
                .summary("Change the levels of a group and what they give")
                .names("group", "tenant-group")
                .shows(this::deskLevels);
    }

    /** A group that counts no points has no board. */
    private static Future<Seat> seat(Tx tx, Request request) {
        return Groups.member(tx, request.session().contact(), request.pathText("group"))
                .compose(seat -> new PointStore(tx).named(seat.group()).map(found -> {
                    if (!found.orElseThrow(Problem::notFound).on()) throw Problem.notFound();
                    return seat;
                }));
    }

    private Future<Reply> board(Request request) {
        var contact = request.session().contact();
        var window = Window.of(request.query("window")).orElse(Window.WEEK);
        return db.read(
                request.scope(),
                tx -> seat(tx, request)
                        .compose(seat -> frame.model(tx, request, seat, TAB).compose(model -> {
                            var store = new PointStore(tx);
                            var lines = store.board(seat.group(), window.since(clock.now()));
                            var levels = store.levels(seat.group());
                            var mine = store.of(seat.group(), List.of(contact));
                            var shown = store.shown(seat.group(), contact);
                            return Future.all(lines, levels, mine, shown).map(x -> {
                                long points = mine.result().stream()
                                        .mapToLong(PointStore.Have::points)
                                        .sum();
                                fill(model, request, contact, lines.result(), levels.result(), points);
                                model.put("shown", shown.result().orElse(true));
                                model.put("windows", windows(request, "/groups/" + seat.slug() + "/board", window));
                                model.put("levelsUrl", seat.runs() ? "/groups/" + seat.slug() + "/manage/levels" : "");
                                return Reply.page(
                                        "communities/points/board",
                                        Reply.Layout.PORTAL,
                                        "communities.tab.board",
                                        model);
                            });
                        })));
    }

    private static void fill(
            Map<String, Object> model,
            Request request,
            UUID contact,
            List<PointStore.Line> lines,
            Levels levels,
            long points) {
        var on = levels.with(points);
        model.put(
                "rows",
                lines.stream()
                        .map(line -> new Row(
                                line,
                                Faces.initials(line.name()),
                                Faces.hue(line.contact()),
                                line.contact().equals(contact),
                                label(request, levels.all().get(line.level() - 1))))
                        .toList());
        model.put(
                "steps",
                levels.all().stream()
                        .map(level -> new Step(level, label(request, level), level.level() == on.level()))
                        .toList());
        model.put("points", points);
        model.put("level", label(request, on));
        model.put(
                "to",
                on.level() == Levels.COUNT ? 0 : levels.all().get(on.level()).points() - points);
    }

    private static String label(Request request, Level level) {
        return level.name().isEmpty() ? request.say("points.level", level.level()) : level.name();
    }

    private static List<GroupFrame.Tab> windows(Request request, String at, Window current) {
        return Arrays.stream(Window.values())
                .map(window -> new GroupFrame.Tab(
                        at + "?window=" + window.word(),
                        request.say(Family.POINTS_WINDOW.key(window.word())),
                        window == current,
                        ""))
                .toList();
    }

    private Future<Reply> choose(Request request) {
        boolean shown = !request.form().text("shown").isEmpty();
        return db.write(
                request.scope(),
                tx -> seat(tx, request)
                        .compose(seat -> new PointStore(tx)
                                .show(seat.group(), request.session().contact(), shown)
                                .map(x ->
                                        done("/groups/" + seat.slug() + "/board", shown ? "board-on" : "board-off"))));
    }

    private static Reply done(String path, String word) {
        return Reply.redirect(path).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private static Future<Seat> running(Tx tx, Request request) {
        return Groups.member(tx, request.session().contact(), request.pathText("group"))
                .map(seat -> {
                    if (!seat.runs()) throw Problem.notFound();
                    return seat;
                });
    }

    private Future<Reply> levels(Request request) {
        return db.read(
                request.scope(),
                tx -> running(tx, request)
                        .compose(seat -> frame.model(tx, request, seat, TAB)
                                .compose(model -> new PointStore(tx)
                                        .levels(seat.group())
                                        .map(levels -> {
                                            model.put("levels", fields(request, levels));
                                            model.put("boardUrl", "/groups/" + seat.slug() + "/board");
                                            return Reply.page(
                                                    "communities/points/levels",
                                                    Reply.Layout.PORTAL,
                                                    "points.levels.title",
                                                    model);
                                        }))));
    }

    /** A line of the form. */
    record Field(int level, boolean first, String points, String name, String reward, String error) {}

    private static List<Field> fields(Request request, Levels levels) {
        boolean again = request.failed();
        return levels.all().stream()
                .map(level -> {
                    int n = level.level();
                    return new Field(
                            n,
                            n == 1,
                            again ? request.form().text("points_" + n) : Integer.toString(level.points()),
                            again ? request.form().text("name_" + n) : level.name(),
                            again ? request.form().text("reward_" + n) : level.reward(),
                            again ? firstError(request, n) : "");
                })
                .toList();
    }

    private static String firstError(Request request, int n) {
        return List.of("points_" + n, "name_" + n, "reward_" + n).stream()
                .map(request::error)
                .filter(Objects::nonNull)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Future<Reply> save(Request request) {
        return db.write(
                request.scope(),
                tx -> running(tx, request)
                        .compose(seat -> Levels.save(
                                        tx, seat.group(), seat.name(), Levels.of(request.form()), request.ip())
                                .map(x -> done("/groups/" + seat.slug() + "/manage/levels", "levels-saved"))));
    }

    private Future<Reply> deskLevels(Request request) {
        var desk = Desk.of(request);
        var group = request.id("group");
        return db.read(
                desk.scope(),
                tx -> groups.model(tx, request, group, "levels").compose(model -> {
                    var store = new PointStore(tx);
                    return store.levels(group)
                            .compose(levels -> store.board(group, null).map(lines -> {
                                fill(model, request, new UUID(0, 0), lines, levels, 0);
                                model.put("levels", fields(request, levels));
                                return Reply.page(
                                        "communities/points/desk-levels",
                                        Reply.Layout.CONSOLE,
                                        "points.levels.title",
                                        model);
                            }));
                }));
    }

    static Future<PointStore.Named> named(Tx tx, UUID group) {
        return new PointStore(tx).named(group).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> deskSave(Request request) {
        var desk = Desk.of(request);
        var group = request.id("group");
        return db.write(
                        desk.scope(),
                        tx -> named(tx, group)
                                .compose(named ->
                                        Levels.save(tx, group, named.name(), Levels.of(request.form()), request.ip())))
                .map(x -> desk.done("/communities/" + group + "/levels", "levels-saved"));
    }
}
