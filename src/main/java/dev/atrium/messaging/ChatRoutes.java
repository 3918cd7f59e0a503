package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Faces;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Clients among themselves: beginning a conversation, who is in a group, what it is called. */
final class ChatRoutes {
    private static final String ROOT = "/messages";
    private static final String ONE = ROOT + "/:conversation";
    private static final int PEOPLE = 40;

    /** Somebody to choose. */
    record Pick(UUID id, String name, String initials, int hue, boolean picked) {}

    private final Db db;
    private final Talking talking;
    private final ChatViews views;

    ChatRoutes(Db db, Talking talking, ChatViews views) {
        this.db = db;
        this.talking = talking;
        this.views = views;
    }

    void mount(Routes routes) {
        var client = routes.client(MessagesModule.APP.key());
        client.get(ROOT + "/new", this::form)
                .summary("Choose whom to write to")
                .ownEyes()
                .landing();
        client.post(ROOT + "/new", this::begin)
                .summary("Begin a conversation, or go on with the one of two that there is")
                .names("person", "reachable")
                .shows(this::form);
        client.get(ONE + "/about", this::about)
                .summary("Show who is in a conversation")
                .ownEyes();
        client.post(ONE + "/people", this::invite)
                .summary("Bring others into a group")
                .names("conversation", "group-conversation")
                .names("person", "reachable")
                .shows(this::about);
        client.post(ONE + "/name", this::name)
                .summary("Name a group")
                .names("conversation", "group-conversation")
                .shows(this::about);
        client.post(ONE + "/leave", this::leave).summary("Leave a group").names("conversation", "group-conversation");
        client.post(ONE + "/mute", this::mute).summary("Hear nothing of a conversation, or again");
    }

    private Future<Reply> form(Request request) {
        var contact = request.session().contact();
        var words = words(request);
        return db.read(
                        request.scope(),
                        tx -> chatting(tx).compose(x -> new ReachStore(tx).people(contact, words, PEOPLE)))
                .map(people -> {
                    Map<String, Object> model = new HashMap<>();
                    var ticked = ticked(request);
                    model.put("q", words);
                    model.put(
                            "people",
                            people.stream()
                                    .map(p -> pick(p, ticked.contains(p.id())))
                                    .toList());
                    return Reply.page("messages/new", Reply.Layout.PORTAL, "messages.new", model);
                });
    }

    private static Set<UUID> ticked(Request request) {
        return request.route().changes() ? new HashSet<>(request.form().ids("person", Chat.MOST)) : new HashSet<>();
    }

    private static String words(Request request) {
        var typed = request.query("q").strip();
        return typed.length() > 100 ? typed.substring(0, 100) : typed;
    }

    /** Where the business does not want clients to chat, there is no such page. */
    static Future<Void> chatting(Tx tx) {
        return new InboxStore(tx).switches().map(on -> {
            if (!on.chats()) throw Problem.notFound();
            return null;
        });
    }

    private static Pick pick(ReachStore.Person p, boolean picked) {
        return new Pick(p.id(), p.name(), Faces.initials(p.name()), Faces.hue(p.id()), picked);
    }

    private Future<Reply> begin(Request request) {
        var contact = request.session().contact();
        var people = request.form().ids("person", Chat.MOST);
        var title = request.form().text("title");
        return db.write(
                        request.scope(),
                        tx -> chatting(tx)
                                .compose(x -> people.size() == 1 && title.isEmpty()
                                        ? talking.direct(tx, contact, people.getFirst())
                                        : talking.group(tx, contact, title, people)))
                .map(id -> Reply.redirect(ROOT + "/" + id));
    }

    private Future<Reply> about(Request request) {
        var contact = request.session().contact();
        var words = words(request);
        return db.read(
                request.scope(),
                tx -> Talking.chat(tx, contact, request.id("conversation"))
                        .compose(chat -> (chat.ofGroup()
                                        ? new ReachStore(tx).people(contact, words, PEOPLE)
                                        : Future.succeededFuture(List.<ReachStore.Person>of()))
                                .map(people -> shown(request, chat, people, words))));
    }

    private Reply shown(Request request, Chat chat, List<ReachStore.Person> people, String words) {
        Map<String, Object> model = new HashMap<>(
                views.thread(request, chat, List.of(), request.session().contact(), Instant.EPOCH));
        var here = new HashSet<>(chat.others().stream().map(Chat.Other::id).toList());
        model.put(
                "members",
                chat.others().stream()
                        .map(o -> pick(new ReachStore.Person(o.id(), o.name()), o.blocked()))
                        .toList());
        model.put(
                "people",
                people.stream()
                        .filter(p -> !here.contains(p.id()))
                        .map(p -> pick(p, false))
                        .toList());
        model.put("q", words);
        model.put("full", chat.others().size() + 1 >= Chat.MOST);
        return Reply.page("messages/about", Reply.Layout.PORTAL, "messages.about", model);
    }

    private Future<Reply> invite(Request request) {
        var id = request.id("conversation");
        var people = request.form().ids("person", Chat.MOST);
        return db.write(
                        request.scope(),
                        tx -> talking.invite(tx, request.session().contact(), id, people))
                .map(x -> MessagesRoutes.done(id, "chat-joined"));
    }

    private Future<Reply> name(Request request) {
        var id = request.id("conversation");
        return db.write(
                        request.scope(),
                        tx -> talking.name(
                                tx,
                                MessagesRoutes.voice(request),
                                id,
                                request.form().text("title")))
                .map(x -> MessagesRoutes.done(id, "chat-named"));
    }

    private Future<Reply> leave(Request request) {
        var id = request.id("conversation");
        return db.write(request.scope(), tx -> talking.leave(tx, MessagesRoutes.voice(request), id))
                .map(x -> Reply.redirect(ROOT).with(new Cookies.Change(Cookies.FLASH, "chat-left", 60)));
    }

    private Future<Reply> mute(Request request) {
        var id = request.id("conversation");
        var contact = request.session().contact();
        boolean muted = !request.form().text("muted").equals("no");
        return db.write(
                        request.scope(),
                        tx -> Talking.chat(tx, contact, id)
                                .compose(x -> new ConversationStore(tx).mute(id, contact, muted)))
                .map(x -> MessagesRoutes.done(id, muted ? "chat-muted" : "chat-loud"));
    }
}
