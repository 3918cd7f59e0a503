package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * What is heard of a conversation by whoever takes part. A group's feed says which message and not its words: everybody in it reads them for themselves, since one may have blocked another, and
 * nobody must learn that from what the feed leaves out.
 */
public final class ConversationFeed implements FeedSource {
    private static final int SNAPSHOT = 50;
    private static final long KB = 1024;
    private static final Set<String> OF_MESSAGES = Set.of("message.sent", "message.edited", "message.removed");
    private static final String READ = "message.read";

    @Override
    public Set<FeedKind> feeds() {
        return Set.of(FeedKind.THREAD);
    }

    @Override
    public Set<String> events() {
        return Set.of("message.sent", "message.edited", "message.removed", READ);
    }

    /** Whoever takes part now, in a portal that has the app. */
    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        if (asked.kind() != FeedKind.THREAD || !opens(tenant, session)) return Future.succeededFuture(Optional.empty());
        return new ConversationStore(tx).find(session.contact(), asked.id()).map(found -> found.map(chat -> asked));
    }

    private static boolean opens(Tenant tenant, Session session) {
        var app = MessagesModule.APP.key();
        return tenant.enabled(app) && session.sees(tenant.audience(app));
    }

    @Override
    public Future<Set<Integer>> still(Tx tx, Tenant tenant, List<Listener> listeners) {
        return new ReadStore(tx)
                .still(listeners.stream()
                        .filter(one -> opens(tenant, one.session()))
                        .toList());
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        var messages = events.stream()
                .filter(event -> OF_MESSAGES.contains(event.kind()))
                .map(FeedEvent::object)
                .distinct()
                .toList();
        var readers = events.stream().anyMatch(event -> event.kind().equals(READ))
                ? readers(tx, events.getFirst().feed().id())
                : Future.succeededFuture(new JsonArray());
        var feed = events.getFirst().feed();
        var kind = new ConversationStore(tx).kind(feed.id()).map(found -> found.orElse(""));
        return readers.compose(read ->
                kind.compose(of -> new MessageStore(tx).some(messages).map(found -> {
                    Map<UUID, JsonObject> byId = new HashMap<>();
                    found.forEach(
                            message -> byId.put(message.id(), of.equals(Chat.GROUP) ? bare(message) : json(message)));
                    return events.stream().map(event -> told(event, byId, read)).toList();
                })));
    }

    private static Future<JsonArray> readers(Tx tx, UUID conversation) {
        return new ReadStore(tx).of(conversation).map(rows -> new JsonArray(rows));
    }

    private static JsonObject told(FeedEvent event, Map<UUID, JsonObject> byId, JsonArray read) {
        if (event.kind().equals(READ)) return new JsonObject().put("read", read);
        return byId.getOrDefault(event.object(), new JsonObject());
    }

    /** Which message it is and who said it, and none of its words. */
    private static JsonObject bare(Message m) {
        return new JsonObject()
                .put("id", m.id().toString())
                .put("conversation", m.conversation().toString())
                .put("seq", m.seq())
                .put("author", m.author() == null ? null : m.author().toString())
                .put("notice", m.notice().isEmpty() ? null : m.notice())
                .put("sent_at", m.at().toString())
                .put("removed", m.removed());
    }

    /** A message as programs get it. */
    static JsonObject json(Message m) {
        var files = new JsonArray();
        m.files()
                .forEach(f -> files.add(new JsonObject()
                        .put("id", f.media().toString())
                        .put("name", f.name())
                        .put("type", f.type())
                        .put("size", f.size())));
        return new JsonObject()
                .put("id", m.id().toString())
                .put("conversation", m.conversation().toString())
                .put("seq", m.seq())
                .put("author", m.author() == null ? null : m.author().toString())
                .put("team", m.team())
                .put("author_name", m.name())
                .put("notice", m.notice().isEmpty() ? null : m.notice())
                .put("body", m.body())
                .put("sent_at", m.at().toString())
                .put("edited_at", m.editedAt() == null ? null : m.editedAt().toString())
                .put("removed", m.removed())
                .put("hidden", m.hushed())
                .put("files", files);
    }

    /** A bubble for each message; its size in kilobytes is a number in every language. */
    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        var parts = new ArrayList<Optional<Part>>(events.size());
        for (int i = 0; i < events.size(); i++) parts.add(part(events.get(i), told.get(i)));
        return Future.succeededFuture(parts);
    }

    private static Optional<Part> part(FeedEvent event, JsonObject told) {
        if (!OF_MESSAGES.contains(event.kind()) || !told.containsKey("body")) return Optional.empty();
        LongFunction<String> size = bytes -> Math.max(1, (bytes + KB - 1) / KB) + " kB";
        var bubble = Bubble.of(message(told), size);
        return Optional.of(new Part(
                "message/" + event.object(),
                bubble,
                "messages/_message",
                Map.of("m", bubble, "filesAt", "/messages/")));
    }

    private static Message message(JsonObject told) {
        var author = told.getString("author");
        var edited = told.getString("edited_at");
        var notice = told.getString("notice");
        return new Message(
                UUID.fromString(told.getString("id")),
                UUID.fromString(told.getString("conversation")),
                told.getLong("seq"),
                author == null ? null : UUID.fromString(author),
                null,
                told.getBoolean("team"),
                told.getString("author_name"),
                notice == null ? "" : notice,
                told.getString("body"),
                Instant.parse(told.getString("sent_at")),
                edited == null ? null : Instant.parse(edited),
                told.getBoolean("removed") ? "author" : "",
                told.getJsonArray("files").stream()
                        .map(some -> file((JsonObject) some))
                        .toList(),
                false);
    }

    private static Message.Attached file(JsonObject f) {
        return new Message.Attached(
                UUID.fromString(f.getString("id")), f.getString("name"), f.getString("type"), f.getLong("size"));
    }

    /** The newest fifty messages, the oldest of them first, and who has read how far. */
    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return new ConversationStore(tx).find(session.contact(), feed.id()).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture(new JsonObject());
            var chat = found.get();
            return new MessageStore(tx)
                    .page(chat.id(), chat.fromSeq(), null, SNAPSHOT, session.contact(), null)
                    .compose(rows -> readers(tx, chat.id()).map(read -> {
                        var messages = new JsonArray();
                        rows.reversed().forEach(message -> messages.add(json(message)));
                        return new JsonObject()
                                .put("conversation", chat.id().toString())
                                .put("kind", chat.kind())
                                .put("title", chat.title())
                                .put("unread", chat.unread())
                                .put("messages", messages)
                                .put("read", read);
                    }));
        });
    }
}
