package dev.atrium.invitation;

import dev.atrium.contacts.Option;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Who was invited and what became of it, in the console. */
final class InvitationRoutes {
    private static final int PAGE = 25;
    private static final int LONGEST = 200;

    private final Db db;
    private final Hosts hosts;
    private final Invitations invitations;
    private final Batch batch;

    InvitationRoutes(Db db, Hosts hosts, Invitations invitations, Batch batch) {
        this.db = db;
        this.hosts = hosts;
        this.invitations = invitations;
        this.batch = batch;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("invitations", "send", "/invitations", 105, Permission.CONTACTS));
        var staff = routes.staff(Permission.CONTACTS);
        staff.get("/t/:slug/invitations", this::list).summary("List the invitations");
        staff.post("/t/:slug/invitations/remind", this::remind)
                .summary("Remind everybody who never opened theirs")
                .shows(this::list);
        staff.get("/t/:slug/invitations/:invited", this::one).summary("Show an invitation");
        staff.post("/t/:slug/invitations/:invited/resend", this::resend)
                .summary("Mail an invitation anew")
                .shows(this::one);
        staff.post("/t/:slug/invitations/:invited/link", this::link)
                .summary("Show a link to hand over")
                .shows(this::one);
        staff.post("/t/:slug/invitations/:invited/revoke", this::revoke)
                .summary("Take an invitation back")
                .shows(this::one);
    }

    /** A search that says something wrong narrows nothing. */
    private record Search(String words, String state, Optional<Cursor> after) {
        static Search of(Request request) {
            var words = request.failed() ? "" : request.query("q").strip().replace("\0", "");
            var state = request.failed() ? "" : request.query("state");
            var after = request.failed() ? "" : request.query("after");
            return new Search(
                    words.substring(0, Math.min(LONGEST, words.length())),
                    Invitation.State.of(state).map(Invitation.State::word).orElse(""),
                    cursor(after));
        }

        private static Optional<Cursor> cursor(String text) {
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(text));
            } catch (Problem unreadable) {
                return Optional.empty();
            }
        }

        String link(Desk desk, String after) {
            return desk.path("/invitations?q=") + URLEncoder.encode(words, StandardCharsets.UTF_8) + "&state=" + state
                    + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        }
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        var search = Search.of(request);
        return db.read(desk.scope(), tx -> list(tx, request, desk, search))
                .map(model -> Reply.page("invitations/list", Reply.Layout.CONSOLE, "console.invitations.title", model));
    }

    private static Future<Map<String, Object>> list(Tx tx, Request request, Desk desk, Search search) {
        var store = new InvitationStore(tx);
        var found = store.list(search.state(), "", search.words(), search.after(), PAGE + 1);
        var counts = store.counts();
        return Future.all(found, counts).map(x -> {
            var rows = found.result();
            var model = desk.model(request);
            model.put(
                    "rows",
                    rows.stream().limit(PAGE).map(row -> Rows.of(request, row)).toList());
            model.put("counts", counts.result());
            model.put("words", search.words());
            model.put("states", states(request, search.state()));
            model.put("narrowed", !search.words().isEmpty() || !search.state().isEmpty());
            if (search.after().isPresent()) model.put("first", search.link(desk, ""));
            if (rows.size() > PAGE) {
                var last = rows.get(PAGE - 1);
                model.put(
                        "next",
                        search.link(desk, Cursor.at(last.createdAt(), last.id()).text()));
            }
            return model;
        });
    }

    private static List<Option> states(Request request, String chosen) {
        return Stream.of(Invitation.State.values())
                .map(state -> new Option(
                        state.word(),
                        request.say(Family.INVITATION_STATE.key(state.word())),
                        state.word().equals(chosen)))
                .toList();
    }

    private Future<Reply> remind(Request request) {
        var desk = Desk.of(request);
        return db.write(desk.scope(), tx -> batch.remind(tx, request.ip()))
                .map(queued ->
                        desk.done("/invitations", queued == 0 ? "invitations-none-due" : "invitations-reminded"));
    }

    private Future<Reply> one(Request request) {
        return one(request, "");
    }

    private Future<Reply> one(Request request, String link) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> found(tx, request.id("invited"))).map(invitation -> {
            var model = desk.model(request);
            model.put("invitation", Rows.of(request, invitation));
            model.put("link", link);
            return Reply.page("invitations/one", Reply.Layout.CONSOLE, "console.invitations.one", model);
        });
    }

    private static Future<Invitation> found(Tx tx, UUID id) {
        return new InvitationStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Tenant> tenant(Desk desk) {
        return hosts.tenant(desk.scope().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> resend(Request request) {
        var desk = Desk.of(request);
        var id = request.id("invited");
        return tenant(desk)
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> found(tx, id).compose(x -> invitations.resend(tx, tenant, id, request.ip()))))
                .map(x -> desk.done("/invitations/" + id, "invitation-sent"));
    }

    /** The link stands on this one page and nowhere else: what is kept is its hash. */
    private Future<Reply> link(Request request) {
        var desk = Desk.of(request);
        var id = request.id("invited");
        return tenant(desk)
                .compose(tenant -> db.write(
                        desk.scope(), tx -> found(tx, id).compose(x -> invitations.link(tx, tenant, id, request.ip()))))
                .compose(link -> one(request, link));
    }

    private Future<Reply> revoke(Request request) {
        var desk = Desk.of(request);
        var id = request.id("invited");
        return db.write(desk.scope(), tx -> found(tx, id).compose(x -> Invitations.revoke(tx, id, request.ip())))
                .map(x -> desk.done("/invitations/" + id, "invitation-revoked"));
    }
}
