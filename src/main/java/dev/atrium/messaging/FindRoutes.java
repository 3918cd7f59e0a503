package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The search over messages: a client's in what is shown to them, the team's in the threads with its clients. */
final class FindRoutes {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 200;
    private static final int PER_MINUTE = 60;

    /** A part of an excerpt; {@code hit} is what was looked for. */
    record Piece(String text, boolean hit) {}

    /** A message that was found, as a page shows it. */
    record Shown(String url, String author, boolean team, String place, Instant at, List<Piece> pieces) {}

    /** @param url the page on which it is read */
    public record FoundMessage(
            UUID id,
            UUID conversation,
            long seq,
            String author_name,
            boolean team,
            String excerpt,
            Instant sent_at,
            String url) {}

    /** The newest first; {@code next} is where older ones are, and null at the end. */
    public record FoundMessages(
            List<FoundMessage> items, @Nullable String next) {}

    private static final FoundMessages EXAMPLE = new FoundMessages(
            List.of(new FoundMessage(
                    MessageViews.ID,
                    MessageViews.ID,
                    7,
                    "Ana Almeida",
                    false,
                    "See you at nine.",
                    MessageViews.AT,
                    "/messages/" + MessageViews.ID + "#m-" + MessageViews.ID)),
            null);

    private final Db db;

    FindRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.client(MessagesModule.APP.key())
                .get("/messages/search", this::own)
                .summary("Search the messages of the person's conversations")
                .ownEyes()
                .landing();
        routes.staff(Permission.CONTACTS)
                .get("/t/:slug/inbox/search", this::team)
                .summary("Search what clients and the business wrote to one another");
        routes.program("messages:read", MessagesModule.APP.key())
                .get("/api/v1/search/messages", request -> program(request, me(request)))
                .summary("Search the messages of the person's conversations, the newest first")
                .pages()
                .query("q", "Words; the last may be a beginning, and quotes hold words together")
                .gives(FoundMessages.class, EXAMPLE)
                .refuses(422);
        routes.business("inbox:read")
                .get("/api/v1/business/search/messages", request -> program(request, null))
                .summary("Search what clients and the business wrote to one another, the newest first")
                .pages()
                .query("q", "Words; the last may be a beginning, and quotes hold words together")
                .gives(FoundMessages.class, EXAMPLE)
                .refuses(422);
    }

    private static UUID me(Request request) {
        return request.session().contact();
    }

    private static String words(Request request) {
        var words = request.query("q").replace('\0', ' ').strip();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    }

    private static String page(FindStore.Hit hit) {
        return "/messages/" + (hit.ofBusiness() ? "team" : hit.conversation());
    }

    private Future<Reply> own(Request request) {
        return found(request, request.scope(), me(request), me(request), FindRoutes::page)
                .map(model -> Reply.page("messages/search", Reply.Layout.PORTAL, "messages.search", model));
    }

    private Future<Reply> team(Request request) {
        var desk = Desk.of(request);
        return found(request, desk.scope(), null, desk.staff().id(), hit -> desk.path("/inbox/" + hit.conversation()))
                .map(model -> Desk.page(request, "inbox/search", "messages.search", model));
    }

    /** @param person whose searches are counted */
    private Future<Map<String, Object>> found(
            Request request, Scope scope, @Nullable UUID reader, UUID person, Function<FindStore.Hit, String> pages) {
        var words = words(request);
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        boolean searches = words.length() >= SHORTEST;
        var taken = searches
                ? db.write(scope, tx -> RateLimit.take(tx, "message-search:" + person, Duration.ofMinutes(1)))
                        .map(count -> {
                            if (count.over(PER_MINUTE))
                                throw Problem.tooMany("messages-many", count.waitSeconds(), count.waitMinutes());
                            return true;
                        })
                : Future.succeededFuture(false);
        return taken.compose(x -> searches
                        ? db.read(scope, tx -> new FindStore(tx).find(reader, words, wanted))
                        : Future.succeededFuture(List.<FindStore.Hit>of()))
                .map(hits -> {
                    var page = wanted.page(hits, FindStore.Hit::cursor);
                    Map<String, Object> model = new HashMap<>();
                    model.put("q", words);
                    model.put("searched", searches);
                    model.put(
                            "hits",
                            page.items().stream()
                                    .map(hit -> shown(request, hit, reader, pages.apply(hit)))
                                    .toList());
                    model.put(
                            "older",
                            page.next()
                                    .map(next -> older(request.path(), words, next.text()))
                                    .orElse(""));
                    return model;
                });
    }

    private static String older(String path, String words, String cursor) {
        var next = new QueryStringEncoder(path);
        next.addParam("q", words);
        next.addParam("cursor", cursor);
        return next.toString();
    }

    private static Shown shown(Request request, FindStore.Hit hit, @Nullable UUID reader, String page) {
        boolean house = hit.ofBusiness() && reader != null;
        return new Shown(
                hit.below(page),
                hit.author(),
                hit.team(),
                house ? request.tenant().branding().portalName() : hit.place(),
                hit.at(),
                pieces(hit.part()));
    }

    /** What stands between the marks is what was looked for; all of it is text. */
    static List<Piece> pieces(String part) {
        var pieces = new ArrayList<Piece>();
        int from = 0;
        boolean hit = false;
        for (int i = 0; i <= part.length(); i++) {
            boolean mark = i < part.length() && (part.charAt(i) == FindStore.OPEN || part.charAt(i) == FindStore.CLOSE);
            if (!mark && i < part.length()) continue;
            if (i > from) pieces.add(new Piece(part.substring(from, i), hit));
            hit = mark && part.charAt(i) == FindStore.OPEN;
            from = i + 1;
        }
        return pieces;
    }

    private Future<Reply> program(Request request, @Nullable UUID reader) {
        var wanted = request.page();
        var words = words(request);
        if (words.length() < SHORTEST) throw Problem.invalid("q", "search-short");
        return db.read(request.scope(), tx -> new FindStore(tx).find(reader, words, wanted))
                .map(hits -> wanted.page(hits, FindStore.Hit::cursor))
                .map(page -> request.paged(
                        page.map(hit -> new FoundMessage(
                                hit.id(),
                                hit.conversation(),
                                hit.seq(),
                                hit.author(),
                                hit.team(),
                                String.join(
                                        "",
                                        pieces(hit.part()).stream()
                                                .map(Piece::text)
                                                .toList()),
                                hit.at(),
                                reader == null ? "" : hit.below(page(hit)))),
                        FoundMessages::new));
    }
}
