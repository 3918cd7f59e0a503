package dev.atrium.communities.digest;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Option;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;

/** Choosing how often a group is told in one mail; for programs too. */
final class DigestRoutes {
    static final List<String> PACES = List.of("daily", "weekly", "biweekly", "monthly", "off");
    private static final String PAGE = "/groups/:group/digest";
    private static final String API = "/api/v1/groups/:group/digest";

    /** How often the account's person gets what happened in the group in one mail: daily, weekly, biweekly, monthly or off. */
    public record DigestChoice(String pace) {}

    private static final DigestChoice WEEKLY = new DigestChoice("weekly");

    private final Db db;
    private final GroupFrame frame;
    private final Newsletter newsletter;

    DigestRoutes(Db db, GroupFrame frame, Newsletter newsletter) {
        this.db = db;
        this.frame = frame;
        this.newsletter = newsletter;
    }

    void mount(Routes routes) {
        var app = CommunitiesModule.APP.key();
        var client = routes.client(app);
        client.get(PAGE, this::page).summary("Show how often a group is told in one mail");
        client.post(PAGE, this::choose)
                .summary("Choose how often a group is told in one mail")
                .shows(this::page);
        routes.program("communities:read", app)
                .get(API, this::chosen)
                .summary("Get how often a group is told in one mail")
                .gives(DigestChoice.class, WEEKLY)
                .refuses(404);
        routes.program("communities:write", app)
                .put(API, this::put)
                .summary("Choose how often a group is told in one mail")
                .idempotent()
                .takes(DigestChoice.class, WEEKLY)
                .gives(DigestChoice.class, WEEKLY)
                .refuses(404, 422);
    }

    private Future<Reply> page(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> frame.model(tx, request, seat, "about")
                                .compose(model -> new DigestStore(tx)
                                        .pace(seat.group(), contact)
                                        .map(pace -> {
                                            model.put("hero", false);
                                            model.put(
                                                    "paces",
                                                    Option.of(request, Family.DIGEST_PACE, PACES, pace.orElse("off")));
                                            return Reply.page(
                                                    "communities/digest/choose",
                                                    Reply.Layout.PORTAL,
                                                    "digest.title",
                                                    model);
                                        }))));
    }

    private static String pace(String word) {
        if (!PACES.contains(word)) throw Problem.invalid("pace", "choice-invalid");
        return word;
    }

    private Future<Reply> choose(Request request) {
        var contact = request.session().contact();
        var pace = pace(request.form().text("pace"));
        return db.write(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> newsletter
                                .choose(tx, request.tenant(), seat.group(), contact, pace)
                                .map(x -> Reply.redirect("/groups/" + seat.slug() + "/digest")
                                        .with(new Cookies.Change(Cookies.FLASH, "choices-saved", 60)))));
    }

    private Future<Reply> chosen(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> new DigestStore(tx).pace(seat.group(), contact))
                        .map(pace -> Reply.json(new DigestChoice(pace.orElse("off")))));
    }

    private Future<Reply> put(Request request, Tx tx) {
        var contact = request.session().contact();
        var pace = pace(request.json(DigestChoice.class).pace());
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> newsletter.choose(tx, request.tenant(), seat.group(), contact, pace))
                .map(x -> Reply.json(new DigestChoice(pace)));
    }
}
