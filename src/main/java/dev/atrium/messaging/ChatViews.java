package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.web.Faces;
import dev.atrium.web.Messages;
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
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How conversations stand on a client's page. */
final class ChatViews {
    /** Messages that a page shows. */
    static final int PAGE = 50;

    private static final int LIST = 40;
    /** Where the pieces of a file go. */
    private static final String UPLOADS = "/api/v1/uploads";

    private static final long KB = 1024;
    private static final long MB = 1024 * KB;

    /** One line of the list. */
    record Line(
            String url,
            String name,
            String initials,
            int hue,
            boolean team,
            boolean group,
            String text,
            Instant at,
            String unread,
            boolean muted,
            boolean current) {}

    private final Db db;
    private final Messages messages;

    ChatViews(Db db, Messages messages) {
        this.db = db;
        this.messages = messages;
    }

    /** The list beside every page, with {@code current} marked in it. */
    Future<Map<String, Object>> list(Request request, @Nullable Chat current) {
        var cursor = request.query("cursor");
        var wanted = new Page.Wanted(cursor.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(cursor)), LIST);
        return db.read(
                request.scope(),
                tx -> new ConversationStore(tx)
                        .list(request.session().contact(), wanted)
                        .compose(rows -> new InboxStore(tx).switches().map(on -> {
                            var page = wanted.page(rows, chat -> Cursor.at(chat.lastAt(), chat.id()));
                            return model(request, page, on.chats(), current);
                        })));
    }

    private Map<String, Object> model(Request request, Page<Chat> page, boolean chats, @Nullable Chat current) {
        Map<String, Object> model = new HashMap<>();
        var lines = new ArrayList<Line>();
        boolean begun = page.items().stream().anyMatch(Chat::ofBusiness)
                || request.query("cursor").length() > 0;
        // Whoever never wrote to the business finds the way to it at the top.
        if (!begun) lines.add(unbegunLine(request));
        page.items().forEach(chat -> lines.add(line(request, chat, current)));
        model.put("lines", lines);
        model.put("chats", chats);
        model.put("filesAt", "/messages/");
        model.put(
                "more",
                page.next().map(next -> "/messages?cursor=" + next.text()).orElse(""));
        model.put("self", request.session().contact().toString());
        return model;
    }

    private static Line unbegunLine(Request request) {
        var name = request.tenant().branding().portalName();
        return new Line(
                "/messages/team",
                name,
                Faces.initials(name),
                Faces.hue(request.tenant().id()),
                true,
                false,
                request.say("messages.team.lead"),
                Instant.EPOCH,
                "",
                false,
                request.path().equals("/messages/team"));
    }

    private Line line(Request request, Chat chat, @Nullable Chat current) {
        var name = name(request, chat);
        return new Line(
                chat.ofBusiness() ? "/messages/team" : "/messages/" + chat.id(),
                name,
                Faces.initials(name),
                hue(request, chat),
                chat.ofBusiness(),
                chat.ofGroup(),
                excerpt(request, chat),
                chat.lastAt(),
                badge(chat.unread()),
                chat.muted(),
                current != null && current.id().equals(chat.id()));
    }

    private static int hue(Request request, Chat chat) {
        if (chat.ofBusiness()) return Faces.hue(request.tenant().id());
        return Faces.hue(
                chat.ofTwo() && !chat.others().isEmpty()
                        ? chat.others().getFirst().id()
                        : chat.id());
    }

    static String badge(int count) {
        return count == 0 ? "" : count > 99 ? "99+" : Integer.toString(count);
    }

    /** What a conversation is called: by its title, the business, or who else is in it. */
    String name(Request request, Chat chat) {
        if (chat.ofBusiness()) return request.tenant().branding().portalName();
        if (!chat.title().isEmpty()) return chat.title();
        if (chat.others().isEmpty()) return request.say(chat.ofTwo() ? "messages.gone" : "messages.alone");
        return messages.list(
                request.language(),
                chat.others().stream().limit(4).map(Chat.Other::name).toList());
    }

    private static String excerpt(Request request, Chat chat) {
        var last = chat.last();
        if (last == null) return chat.ofBusiness() ? request.say("messages.team.lead") : "";
        if (!last.notice().isEmpty()) return notice(request, last.notice(), last.name(), last.text());
        if (last.removed()) return request.say("messages.removed");
        var text = last.text().isEmpty() && last.files() > 0 ? request.say("messages.file") : last.text();
        boolean own = request.session().contact().equals(last.author());
        return own ? request.say("messages.you", text) : text;
    }

    static String notice(Request request, String notice, String name, String text) {
        var who = name.isEmpty() ? request.say("messages.gone") : name;
        return switch (notice) {
            case "joined" -> request.say("messages.notice.joined", who);
            case "left" -> request.say("messages.notice.left", who);
            default ->
                text.isEmpty()
                        ? request.say("messages.notice.unnamed", who)
                        : request.say("messages.notice.named", who, text);
        };
    }

    /** A size in kilobytes, from a megabyte on in megabytes. */
    static LongFunction<String> sizes(Request request) {
        return bytes -> bytes < MB
                ? request.say("files.kb", Math.max(1, (bytes + KB - 1) / KB))
                : request.say("files.mb", (bytes + MB / 2) / MB);
    }

    /** A thread with the business in which nothing was said yet. */
    Map<String, Object> unbegun(Request request) {
        Map<String, Object> model = new HashMap<>();
        model.put("open", true);
        model.put("team", true);
        model.put("writes", true);
        model.put("name", request.tenant().branding().portalName());
        model.put("action", "/messages/team");
        model.put("uploads", UPLOADS);
        model.put("nonce", Ids.next().toString());
        model.put("bubbles", List.of());
        return model;
    }

    /** @param rows the newest first, one more than is shown where there are older ones */
    Map<String, Object> thread(Request request, Chat chat, List<Message> rows, UUID viewer, Instant now) {
        Map<String, Object> model = new HashMap<>();
        boolean more = rows.size() > PAGE;
        var shown = new ArrayList<>(more ? rows.subList(0, PAGE) : rows);
        Collections.reverse(shown);
        var url = chat.ofBusiness() ? "/messages/team" : "/messages/" + chat.id();
        model.put("open", true);
        model.put("id", chat.id().toString());
        model.put("team", chat.ofBusiness());
        model.put("group", chat.ofGroup());
        model.put("two", chat.ofTwo());
        model.put(
                "other",
                chat.ofTwo() && !chat.others().isEmpty() ? chat.others().getFirst() : "");
        model.put("others", chat.others());
        model.put("before", MessagesRoutes.before(request).map(String::valueOf).orElse(""));
        // Of these the page does not even say that they type.
        model.put(
                "hushed",
                chat.others().stream()
                        .filter(Chat.Other::blocked)
                        .map(o -> o.id().toString())
                        .collect(Collectors.joining(" ")));
        model.put("title", chat.title());
        model.put("owner", chat.owner());
        model.put("muted", chat.muted());
        model.put("blocking", chat.blocking());
        model.put("writes", !chat.closed());
        model.put("name", name(request, chat));
        model.put("action", url);
        model.put("uploads", UPLOADS);
        model.put("root", "/messages/" + chat.id());
        model.put("nonce", Ids.next().toString());
        model.put("older", more ? url + "?before=" + shown.getFirst().seq() : "");
        model.put("newer", request.query("before").isEmpty() ? "" : url);
        model.put(
                "bubbles",
                shown.stream()
                        .map(m -> Bubble.of(m, sizes(request), viewer, null, now))
                        .toList());
        model.put("seen", seen(chat, shown, viewer));
        return model;
    }

    /** Whether everybody else has read what the viewer said last. */
    private static boolean seen(Chat chat, List<Message> shown, UUID viewer) {
        if (shown.isEmpty()) return false;
        var last = shown.getLast();
        return viewer.equals(last.author()) && last.notice().isEmpty() && chat.seenByAll() >= last.seq();
    }
}
