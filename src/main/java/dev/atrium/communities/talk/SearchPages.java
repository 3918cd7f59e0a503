package dev.atrium.communities.talk;

import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The search over what was said, for people and for programs; and whom somebody can name. */
final class SearchPages {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 200;
    private static final int PER_MINUTE = 60;
    private static final Instant NEVER = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant EVER = Instant.parse("9999-12-30T00:00:00Z");

    /** A hit as a page shows it. */
    record Shown(
            String url,
            String author,
            String group,
            String channel,
            String title,
            boolean comment,
            Instant at,
            List<Excerpt.Piece> pieces) {}

    /** Something to choose in the form. */
    record Choice(String id, String label, boolean selected) {}

    /** What was found, for programs; {@code comment} is null where the post itself says it. */
    public record FoundItem(
            UUID post,
            @Nullable UUID comment,
            String url,
            String group,
            String channel,
            String author,
            String title,
            String excerpt,
            Instant at) {}

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record FoundList(List<FoundItem> items, @Nullable String next) {}

    /** Somebody who can be named: {@code @[name](contact:id)}. */
    public record MentionPerson(UUID id, String name, String role, String initials, int hue, String picture) {}

    /** At most eight people. */
    public record MentionPeople(List<MentionPerson> items) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");

    private final Db db;
    private final GroupFrame frame;

    SearchPages(Db db, GroupFrame frame) {
        this.db = db;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var client = routes.client(TalkModule.APP.key());
        client.get("/communities/search", this::all)
                .summary("Search what was said in all groups of the person")
                .landing();
        client.get("/groups/:group/search", this::one)
                .summary("Search what was said in a group")
                .landing();
        client.get("/communities/people", this::everybody)
                .summary("Give the people of the person's groups whose name begins with what was typed")
                .ofScript();
        client.get("/groups/:group/people", this::people)
                .summary("Give the people of a group whose name begins with what was typed")
                .ofScript();
        var reading = routes.program("communities:read", TalkModule.APP.key());
        reading.get("/api/v1/search/posts", this::program)
                .summary("Search posts and comments of the groups that the account is in, the newest first")
                .pages()
                .query("q", "Words; the last may be a beginning, and quotes hold words together")
                .query("group", "Only in this group")
                .query("person", "Only what this contact wrote; then no words are needed")
                .query("by", "Only what people wrote whose name begins so; then no words are needed")
                .query("from", "Not before this day, as 2026-12-31")
                .query("to", "Not after this day")
                .gives(
                        FoundList.class,
                        new FoundList(
                                List.of(new FoundItem(
                                        ID,
                                        null,
                                        "/groups/makers/posts/" + ID,
                                        "Makers",
                                        "General",
                                        "Ana Ruiz",
                                        "Hello",
                                        "Who is at the fair on Friday?",
                                        Instant.parse("2026-11-01T09:00:00Z"))),
                                null))
                .refuses(404, 422, 429);
        reading.get("/api/v1/groups/:group/people", this::people)
                .summary("List people of a group who can be named, by the beginning of their name")
                .query("q", "The beginning of a name")
                .query("channel", "Only people who see this channel")
                .gives(
                        MentionPeople.class,
                        new MentionPeople(List.of(new MentionPerson(ID, "Ana Ruiz", "member", "AR", 3, ""))))
                .refuses(404);
    }

    private Future<Reply> people(Request request) {
        var contact = request.session().contact();
        return db.read(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> people(request, tx, seat.group())))
                .map(SearchPages::people);
    }

    private Future<Reply> everybody(Request request) {
        return db.read(request.scope(), tx -> people(request, tx, null)).map(SearchPages::people);
    }

    private static Future<List<MentionStore.Person>> people(Request request, Tx tx, @Nullable UUID group) {
        var typed = request.query("q").strip();
        var channel = request.query("channel").isEmpty() ? null : Ids.parse(request.query("channel"));
        return typed.length() > LONGEST
                ? Future.succeededFuture(List.of())
                : new MentionStore(tx).people(request.session().contact(), group, typed, channel);
    }

    private static Reply people(List<MentionStore.Person> found) {
        return Reply.json(new MentionPeople(found.stream()
                .map(one ->
                        new MentionPerson(one.id(), one.name(), one.role(), one.initials(), one.hue(), one.picture()))
                .toList()));
    }

    private Future<Reply> one(Request request) {
        var contact = request.session().contact();
        return taken(request)
                .compose(x -> db.read(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> frame.model(tx, request, seat, "search")
                                        .compose(model -> found(request, tx, seat, model)))))
                .compose(found -> noted(request, found.closed()).map(found.reply()));
    }

    private Future<Reply> all(Request request) {
        return taken(request)
                .compose(x -> db.read(request.scope(), tx -> found(request, tx, null, new HashMap<>())))
                .compose(found -> noted(request, found.closed()).map(found.reply()));
    }

    /** @param closed private channels that the reader sees as the owner of the group */
    private record Found(Reply reply, Set<UUID> closed) {
        static Set<UUID> closed(List<SearchStore.Hit> hits) {
            return hits.stream()
                    .map(SearchStore.Hit::closed)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        }
    }

    /** Those who manage a private channel read of the owner who finds what is said there. */
    private Future<Void> noted(Request request, Set<UUID> closed) {
        if (request.viewing().isPresent()) return Future.succeededFuture();
        var session = request.session();
        return Visits.owner(db, request.scope(), session.contact(), session.name(), closed);
    }

    /** Only where something is looked for: the empty form costs nothing. */
    private Future<Void> taken(Request request) {
        if ((words(request).isEmpty() && !ofPeople(request))
                || request.viewing().isPresent()) return Future.succeededFuture();
        return db.write(
                        request.scope(),
                        tx -> RateLimit.take(tx, "search:" + request.session().contact(), Duration.ofMinutes(1)))
                .map(count -> {
                    if (count.over(PER_MINUTE)) throw Problem.tooMany("posts-many", count.waitSeconds());
                    return null;
                });
    }

    /** Whether it is said whose words are looked for. */
    private static boolean ofPeople(Request request) {
        return !by(request).isEmpty() || Ids.parse(request.query("person")) != null;
    }

    private static String by(Request request) {
        var name = request.query("by").replace('\0', ' ').strip();
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }

    private Future<Found> found(Request request, Tx tx, @Nullable Seat seat, Map<String, Object> model) {
        var contact = request.session().contact();
        var words = words(request);
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        var group = seat == null ? Ids.parse(request.query("group")) : seat.group();
        boolean searched = words.length() >= SHORTEST || (words.isEmpty() && ofPeople(request));
        var store = new SearchStore(tx);
        var hits = searched
                ? wish(request, tx, words, group, false).compose(wish -> store.find(contact, wish, wanted))
                : Future.succeededFuture(List.<SearchStore.Hit>of());
        var mine = Groups.mine(tx, contact);
        return Future.all(hits, mine, called(request, store)).map(x -> {
            var page = wanted.page(hits.result(), SearchStore.Hit::place);
            model.put("q", words);
            model.put("whole", seat == null);
            model.put("hits", page.items().stream().map(SearchPages::shown).toList());
            model.put("searched", searched);
            model.put("from", request.query("from"));
            model.put("to", request.query("to"));
            model.put("by", x.resultAt(2));
            model.put("names", seat == null ? "/communities/people" : "/groups/" + seat.slug() + "/people");
            model.put("here", request.path());
            model.put(
                    "mine",
                    mine.result().stream()
                            .map(one -> new Choice(
                                    one.group().toString(),
                                    one.name(),
                                    one.group().equals(group)))
                            .toList());
            model.put(
                    "older",
                    page.next().map(next -> older(request, next.text())).orElse(""));
            var reply = Reply.page(
                    seat == null ? "communities/search-all" : "communities/search",
                    Reply.Layout.PORTAL,
                    "search.talk",
                    model);
            return new Found(reply, Found.closed(page.items()));
        });
    }

    /** The name that stands in the form: as typed, or of whom a link leads to. */
    private static Future<String> called(Request request, SearchStore store) {
        var typed = by(request);
        var person = Ids.parse(request.query("person"));
        return !typed.isEmpty() || person == null
                ? Future.succeededFuture(typed)
                : store.name(request.session().contact(), person).map(name -> name.orElse(""));
    }

    private static String older(Request request, String cursor) {
        var next = new QueryStringEncoder(request.path());
        for (var name : List.of("q", "group", "person", "by", "from", "to"))
            if (!request.query(name).isEmpty()) next.addParam(name, request.query(name));
        next.addParam("cursor", cursor);
        return next.toString();
    }

    private static Shown shown(SearchStore.Hit hit) {
        return new Shown(
                hit.path(),
                hit.author(),
                hit.group(),
                hit.channel(),
                hit.title(),
                hit.comment(),
                hit.at(),
                Excerpt.of(hit.part()).pieces());
    }

    private static String words(Request request) {
        var words = request.query("q").replace('\0', ' ').strip();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    }

    /** @param strict whether what is no date is refused, rather than left out */
    private static Future<SearchStore.Wish> wish(
            Request request, Tx tx, String words, @Nullable UUID group, boolean strict) {
        var from = day(request, "from", strict);
        var to = day(request, "to", strict);
        var zone = request.zone();
        return people(request, tx, group, by(request))
                .map(people -> new SearchStore.Wish(
                        words,
                        group,
                        people.orElse(null),
                        from == null ? NEVER : from.atStartOfDay(zone).toInstant(),
                        to == null ? EVER : to.plusDays(1).atStartOfDay(zone).toInstant()));
    }

    /** Whose words are looked for; empty for anybody's. A name counts before an id, which a link had brought along. */
    private static Future<Optional<List<UUID>>> people(Request request, Tx tx, @Nullable UUID group, String name) {
        var person = Ids.parse(request.query("person"));
        return name.isEmpty()
                ? Future.succeededFuture(Optional.ofNullable(person).map(List::of))
                : new SearchStore(tx)
                        .named(request.session().contact(), group, name)
                        .map(Optional::of);
    }

    private static @Nullable LocalDate day(Request request, String name, boolean strict) {
        var text = request.query(name);
        if (text.isEmpty()) return null;
        try {
            var day = LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() < 9999) return day;
        } catch (DateTimeParseException e) {
            // Said below: it is no day either way.
        }
        if (strict) throw Problem.invalid(name, "search-date");
        return null;
    }

    private Future<Reply> program(Request request) {
        var contact = request.session().contact();
        var words = words(request);
        if (words.length() < SHORTEST && !(words.isEmpty() && ofPeople(request)))
            throw Problem.invalid("q", "search-short");
        var asked = request.query("group");
        var wanted = request.page();
        return taken(request)
                .compose(x -> db.read(
                        request.scope(),
                        tx -> (asked.isEmpty()
                                        ? Future.<@Nullable UUID>succeededFuture(null)
                                        : Groups.member(tx, contact, asked).<@Nullable UUID>map(Seat::group))
                                .compose(group -> wish(request, tx, words, group, true))
                                .compose(wish -> new SearchStore(tx).find(contact, wish, wanted))))
                .map(hits -> wanted.page(hits, SearchStore.Hit::place))
                .compose(page -> noted(request, Found.closed(page.items()))
                        .map(request.paged(page.map(SearchPages::item), FoundList::new)));
    }

    private static FoundItem item(SearchStore.Hit hit) {
        return new FoundItem(
                hit.post(),
                hit.comment() ? hit.id() : null,
                hit.path(),
                hit.group(),
                hit.channel(),
                hit.author(),
                hit.title(),
                Excerpt.of(hit.part()).plain(),
                hit.at());
    }
}
