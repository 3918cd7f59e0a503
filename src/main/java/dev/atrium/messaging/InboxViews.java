package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the inbox and a thread stand on the team's pages. */
final class InboxViews {
    /** Messages, and threads, that a page shows. */
    static final int PAGE = 50;

    private static final List<String> WHICH = List.of("open", "waiting", "mine", "unassigned", "done");

    /** One line of the inbox. */
    record Line(
            String url,
            String name,
            String initials,
            int hue,
            String text,
            Instant at,
            String unread,
            boolean waiting,
            String assignee,
            boolean current) {}

    /** One of the ways to look at the inbox. */
    record Tab(String url, String label, String count, boolean current) {}

    /** Who may look after a thread. */
    record Choice(String id, String label, boolean selected) {}

    private final Db db;
    private final Clock clock;

    InboxViews(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static String which(Request request) {
        var typed = request.query("show");
        return WHICH.contains(typed) ? typed : "open";
    }

    Future<Map<String, Object>> inbox(Request request, @Nullable UUID current) {
        var desk = Desk.of(request);
        var cursor = request.query("cursor");
        var wanted = new Page.Wanted(cursor.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(cursor)), PAGE);
        var which = which(request);
        var words = request.query("q").strip();
        return db.read(desk.scope(), tx -> {
            var store = new InboxStore(tx);
            return store.list(which, desk.staff().id(), wanted)
                    .compose(rows -> store.counts(desk.staff().id())
                            .compose(counts -> clients(store, words)
                                    .map(found -> model(request, wanted, rows, counts, current, words, found))));
        });
    }

    private static Future<List<ReachStore.Person>> clients(InboxStore store, String words) {
        return words.isEmpty() || words.length() > 100 ? Future.succeededFuture(List.of()) : store.clients(words);
    }

    private static Map<String, Object> model(
            Request request,
            Page.Wanted wanted,
            List<InboxStore.ClientThread> rows,
            InboxStore.Counts counts,
            @Nullable UUID current,
            String words,
            List<ReachStore.Person> found) {
        var desk = Desk.of(request);
        var which = which(request);
        var page = wanted.page(rows, t -> Cursor.at(t.lastAt(), t.id()));
        Map<String, Object> model = new HashMap<>();
        model.put(
                "lines", page.items().stream().map(t -> line(desk, t, current)).toList());
        model.put("tabs", tabs(request, desk, which, counts));
        model.put(
                "more",
                page.next()
                        .map(next -> desk.path("/inbox?show=" + which + "&cursor=" + next.text()))
                        .orElse(""));
        model.put("q", words);
        model.put("filesAt", desk.path("/inbox/"));
        model.put("clients", found);
        model.put("maySettings", desk.may(Permission.SETTINGS));
        return model;
    }

    private static Line line(Desk desk, InboxStore.ClientThread t, @Nullable UUID current) {
        return new Line(
                desk.path("/inbox/" + t.id()),
                t.name(),
                Faces.initials(t.name()),
                Faces.hue(t.contact()),
                t.text(),
                t.lastAt(),
                ChatViews.badge(t.unread()),
                t.waitingSince() != null,
                t.assignee(),
                t.id().equals(current));
    }

    private static List<Tab> tabs(Request request, Desk desk, String which, InboxStore.Counts counts) {
        return List.of(
                tab(desk, "open", request.say("inbox.open"), 0, which),
                tab(desk, "waiting", request.say("inbox.waiting"), counts.waiting(), which),
                tab(desk, "mine", request.say("inbox.mine"), counts.mine(), which),
                tab(desk, "unassigned", request.say("inbox.unassigned"), counts.unassigned(), which),
                tab(desk, "done", request.say("inbox.done"), 0, which));
    }

    private static Tab tab(Desk desk, String key, String label, int count, String which) {
        return new Tab(desk.path("/inbox?show=" + key), label, ChatViews.badge(count), key.equals(which));
    }

    Map<String, Object> shown(
            Request request, InboxStore.ClientThread t, List<Message> rows, List<ReachStore.Person> team) {
        var desk = Desk.of(request);
        boolean more = rows.size() > PAGE;
        var part = new ArrayList<>(more ? rows.subList(0, PAGE) : rows);
        Collections.reverse(part);
        Map<String, Object> model = new HashMap<>();
        var here = desk.path("/inbox/" + t.id());
        model.put("open", true);
        model.put("thread", t);
        model.put("id", t.id().toString());
        model.put("action", here);
        model.put("uploads", desk.path("/inbox/uploads"));
        model.put("contactUrl", desk.path("/contacts/" + t.contact()));
        model.put("nonce", Ids.next().toString());
        model.put("older", more ? here + "?before=" + part.getFirst().seq() : "");
        model.put("newer", request.query("before").isEmpty() ? "" : here);
        model.put(
                "bubbles",
                part.stream()
                        .map(m -> Bubble.of(
                                m, ChatViews.sizes(request), null, desk.staff().id(), clock.now()))
                        .toList());
        model.put(
                "team",
                team.stream()
                        .map(p -> new Choice(p.id().toString(), p.name(), p.id().equals(t.assigned())))
                        .toList());
        model.put("mine", desk.staff().id().equals(t.assigned()));
        model.put("self", desk.staff().id().toString());
        model.put("seen", !part.isEmpty() && part.getLast().team() && t.readSeq() >= t.lastSeq());
        return model;
    }
}
