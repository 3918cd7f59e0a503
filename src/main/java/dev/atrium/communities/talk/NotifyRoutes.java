package dev.atrium.communities.talk;

import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Option;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;

/** Choosing what a group tells one; for programs too. */
final class NotifyRoutes {
    static final List<String> CHOICES = List.of("all", "named", "none");
    private static final String PAGE = "/groups/:group/notify";
    private static final String API = "/api/v1/groups/:group/notify";

    /** What the account's person hears of a group: {@code all} posts, what {@code named} or concerns them, or {@code none}. */
    public record GroupNotify(String posts) {}

    private static final GroupNotify ALL = new GroupNotify("all");

    private final Db db;
    private final GroupFrame frame;
    private final Sessions sessions;

    NotifyRoutes(Db db, GroupFrame frame, Sessions sessions) {
        this.db = db;
        this.frame = frame;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var app = TalkModule.APP.key();
        var client = routes.client(app);
        client.get(PAGE, this::page).summary("Show what a group tells the person");
        client.post(PAGE, this::choose)
                .summary("Choose what a group tells the person")
                .shows(this::page);
        routes.program("communities:read", app)
                .get(API, request -> db.read(request.scope(), tx -> chosen(request, tx)))
                .summary("Get what a group tells the account's person")
                .gives(GroupNotify.class, ALL)
                .refuses(404);
        routes.program("communities:write", app)
                .put(API, (request, tx) -> put(request, tx))
                .summary("Choose what a group tells the account's person")
                .idempotent()
                .takes(GroupNotify.class, ALL)
                .gives(GroupNotify.class, ALL)
                .refuses(404, 422);
    }

    private Future<Reply> page(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> frame.model(tx, request, seat, "about")
                                .compose(model -> new HeardStore(tx)
                                        .state(seat.group(), contact)
                                        .map(state -> {
                                            model.put("hero", false);
                                            model.put(
                                                    "choices",
                                                    Option.of(
                                                            request,
                                                            Family.NOTIFY,
                                                            CHOICES,
                                                            state.orElseThrow(Problem::notFound)));
                                            return Reply.page(
                                                    "communities/notify", Reply.Layout.PORTAL, "notify.title", model);
                                        }))));
    }

    private Future<Reply> choose(Request request) {
        var wanted = wanted(request.form().text("posts"));
        return db.write(request.scope(), tx -> kept(request, tx, wanted))
                .map(slug -> Reply.redirect("/groups/" + slug + "/notify")
                        .with(new Cookies.Change(Cookies.FLASH, "choices-saved", 60)));
    }

    private static String wanted(String word) {
        if (!CHOICES.contains(word)) throw Problem.invalid("posts", "choice-invalid");
        return word;
    }

    /** The bell counts other lines from now on. */
    private Future<String> kept(Request request, Tx tx, String wanted) {
        var session = request.session();
        return Groups.member(tx, session.contact(), request.pathText("group"))
                .compose(seat -> new HeardStore(tx)
                        .choose(seat.group(), session.contact(), wanted)
                        .compose(kept -> {
                            if (!kept) throw Problem.notFound();
                            return sessions.refresh(tx, session.account());
                        })
                        .map(seat.slug()));
    }

    private static Future<Reply> chosen(Request request, Tx tx) {
        var contact = request.session().contact();
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> new HeardStore(tx).state(seat.group(), contact))
                .map(state -> Reply.json(new GroupNotify(state.orElseThrow(Problem::notFound))));
    }

    private Future<Reply> put(Request request, Tx tx) {
        var wanted = wanted(request.json(GroupNotify.class).posts());
        return kept(request, tx, wanted).map(x -> Reply.json(new GroupNotify(wanted)));
    }
}
