package dev.atrium.communities.points;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.Groups;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Boards and levels for programs of members and of the business. */
final class PointsApi {
    private static final String BOARD = "/api/v1/groups/:group/board";
    private static final String BUSINESS = "/api/v1/business/groups/:group";

    /** A line of a board; those with as many points share a place. */
    public record BoardLine(int place, UUID contact, String name, long points, int level) {}

    /** Those with the most points, at most 50, who want to stand there. */
    public record Board(String window, List<BoardLine> items) {}

    /** Whether the account's person stands on the board. */
    public record OnBoard(boolean shown) {}

    /** A level of a group: with how many points it begins, how it is called, and what it gives. */
    public record LevelView(int level, int points, String name, String reward) {}

    /** All nine levels, in order. */
    public record LevelList(List<LevelView> levels) {}

    /** Points for a member: given once for each kind and key, at most 50 a day in a group. */
    public record AwardNew(UUID contact, String kind, String key, int points) {}

    /** How many were given: none where the key was used before, or the day has no room for more. */
    public record AwardGiven(int points) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Board EXAMPLE = new Board("week", List.of(new BoardLine(1, ID, "Ana Ruiz", 12, 2)));

    private final Db db;
    private final Clock clock;

    PointsApi(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void mount(Routes routes) {
        var app = CommunitiesModule.APP.key();
        routes.program("communities:read", app)
                .get(BOARD, this::board)
                .summary("List who has the most points in a group")
                .query("window", "week (7 days), month (30 days) or all")
                .gives(Board.class, EXAMPLE)
                .refuses(404, 422);
        routes.program("communities:write", app)
                .put(BOARD + "/me", this::show)
                .summary("Stand on the board of a group, or not")
                .idempotent()
                .takes(OnBoard.class, new OnBoard(false))
                .gives(OnBoard.class, new OnBoard(false))
                .refuses(404);
        business(routes);
    }

    private void business(Routes routes) {
        var levels =
                new LevelList(Levels.USUAL.all().stream().map(PointsApi::view).toList());
        var reading = routes.business("groups:read");
        reading.get(BUSINESS + "/board", this::groupBoard)
                .summary("List who has the most points in a group")
                .names("group", "tenant-group")
                .query("window", "week (7 days), month (30 days) or all")
                .gives(Board.class, EXAMPLE)
                .refuses(404, 422);
        reading.get(BUSINESS + "/levels", this::levels)
                .summary("Get the levels of a group")
                .names("group", "tenant-group")
                .gives(LevelList.class, levels)
                .refuses(404);
        var writing = routes.business("groups:write");
        writing.put(BUSINESS + "/levels", this::save)
                .summary("Change the levels of a group")
                .names("group", "tenant-group")
                .idempotent()
                .takes(LevelList.class, levels)
                .gives(LevelList.class, levels)
                .refuses(404, 422);
        writing.post(BUSINESS + "/points", this::award)
                .summary("Give points to a member of a group, once for each kind and key")
                .names("group", "tenant-group")
                .names("contact", "group-person")
                .idempotent()
                .takes(AwardNew.class, new AwardNew(ID, "lesson", "lighting-3", 5))
                .gives(AwardGiven.class, new AwardGiven(5))
                .refuses(404, 422);
    }

    private static Window window(Request request) {
        var asked = request.query("window").strip();
        if (asked.isEmpty()) return Window.WEEK;
        return Window.of(asked).orElseThrow(() -> Problem.invalid("window", "choice-invalid"));
    }

    private static LevelView view(Level level) {
        return new LevelView(level.level(), level.points(), level.name(), level.reward());
    }

    private Future<Reply> board(Request request) {
        var window = window(request);
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, request.session().contact(), request.pathText("group"))
                        .compose(seat -> shown(tx, seat.group(), window)));
    }

    private Future<Reply> groupBoard(Request request) {
        var window = window(request);
        return db.read(request.scope(), tx -> shown(tx, request.id("group"), window));
    }

    private Future<Reply> shown(Tx tx, UUID group, Window window) {
        return BoardRoutes.named(tx, group).compose(named -> {
            if (!named.on()) throw Problem.notFound();
            return new PointStore(tx)
                    .board(group, window.since(clock.now()))
                    .map(lines -> Reply.json(new Board(
                            window.word(),
                            lines.stream()
                                    .map(line -> new BoardLine(
                                            line.place(), line.contact(), line.name(), line.points(), line.level()))
                                    .toList())));
        });
    }

    private Future<Reply> show(Request request, Tx tx) {
        var sent = request.json(OnBoard.class);
        var contact = request.session().contact();
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> new PointStore(tx).show(seat.group(), contact, sent.shown()))
                .map(x -> Reply.json(sent));
    }

    private Future<Reply> levels(Request request) {
        var group = request.id("group");
        return db.read(
                        request.scope(),
                        tx -> BoardRoutes.named(tx, group).compose(x -> new PointStore(tx).levels(group)))
                .map(PointsApi::reply);
    }

    private static Reply reply(Levels levels) {
        return Reply.json(
                new LevelList(levels.all().stream().map(PointsApi::view).toList()));
    }

    private Future<Reply> save(Request request, Tx tx) {
        var group = request.id("group");
        var levels = new Levels(request.json(LevelList.class).levels().stream()
                .map(level -> new Level(level.level(), level.points(), level.name(), level.reward()))
                .toList());
        return BoardRoutes.named(tx, group)
                .compose(named -> Levels.save(tx, group, named.name(), levels, request.ip()))
                .map(x -> reply(levels));
    }

    private Future<Reply> award(Request request, Tx tx) {
        var group = request.id("group");
        var sent = request.json(AwardNew.class);
        if (sent.points() < 1 || sent.points() > 50) throw Problem.invalid("points", "points-range", 50);
        if (!word(sent.kind(), 60)) throw Problem.invalid("kind", "text-long", 60);
        if (!word(sent.key(), 200)) throw Problem.invalid("key", "text-long", 200);
        return BoardRoutes.named(tx, group)
                .compose(named -> new PointStore(tx)
                        .shown(group, sent.contact())
                        .compose(member -> {
                            if (member.isEmpty()) throw Problem.notFound();
                            return Points.award(tx, group, sent.contact(), sent.kind(), sent.points(), sent.key())
                                    .compose(given -> audited(request, tx, group, named.name(), sent, given))
                                    .map(given -> Reply.json(new AwardGiven(given)));
                        }));
    }

    private static Future<Integer> audited(
            Request request, Tx tx, UUID group, String name, AwardNew sent, @Nullable Integer given) {
        int n = Objects.requireNonNullElse(given, 0);
        if (n == 0) return Future.succeededFuture(0);
        var detail = new JsonObject()
                .put("name", name)
                .put("contact", sent.contact().toString())
                .put("points", n);
        return Audit.record(tx, "group.points-given", "group", group, detail, request.ip())
                .map(n);
    }

    private static boolean word(String text, int most) {
        return !text.isBlank() && text.length() <= most && text.chars().noneMatch(Character::isISOControl);
    }
}
