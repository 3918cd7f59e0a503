package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.notifications.OwnFeed;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is done in a conversation, by whichever way it comes, in the caller's transaction. Whoever writes holds the conversation
 * until the commit; what happened is published last.
 */
final class Talking {
    /**
     * What somebody wants to say.
     *
     * @param id made by whoever sends it: sent twice, it is said once
     * @param files ready uploads of theirs
     */
    record Draft(UUID id, String body, List<UUID> files) {
        static Draft of(UUID id, String body, List<UUID> files) {
            if (files.size() > Message.FILES) throw Problem.invalid("files", "message-files", Message.FILES);
            return new Draft(id, words(body, !files.isEmpty()), List.copyOf(files));
        }
    }

    private final Told told;
    private final int perMinute;
    private final int perHour;

    /**
     * @param perMinute messages that one person may send
     * @param perHour conversations that one person may begin
     */
    Talking(Told told, int perMinute, int perHour) {
        this.told = told;
        this.perMinute = perMinute;
        this.perHour = perHour;
    }

    /** Text as it may be said; empty where something else goes with it. */
    static String words(String typed, boolean mayLack) {
        var body = typed.replace("\r\n", "\n").strip();
        if (body.isEmpty() && !mayLack) throw Problem.invalid("body", "message-empty");
        if (body.length() > Message.LONGEST) throw Problem.invalid("body", "text-long", Message.LONGEST);
        if (body.indexOf('\0') >= 0) throw Problem.invalid("body", "field-broken");
        return body;
    }

    /** A conversation that the contact takes part in; fails with {@code not-found}. */
    static Future<Chat> chat(Tx tx, UUID contact, UUID conversation) {
        return new ConversationStore(tx).find(contact, conversation).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Counts one message of the person. */
    Future<Void> take(Tx tx, UUID person) {
        return limit(tx, "message:" + person, Duration.ofMinutes(1), perMinute);
    }

    private static Future<Void> limit(Tx tx, String key, Duration window, int most) {
        return RateLimit.take(tx, key, window).map(taken -> {
            if (taken.over(most)) throw Problem.tooMany("messages-many", taken.waitSeconds(), taken.waitMinutes());
            return null;
        });
    }

    /** A client's message. */
    Future<Message> send(Tx tx, Voice voice, UUID account, UUID conversation, Draft draft) {
        var contact = Objects.requireNonNull(voice.contact());
        return held(tx, conversation)
                .compose(held -> chat(tx, contact, conversation).compose(chat -> {
                    if (chat.closed()) throw Problem.of(409, "conversation-closed");
                    return once(tx, voice, conversation, held, draft, account, null);
                }));
    }

    /** The business's message to a client. */
    Future<Message> answer(Tx tx, Voice voice, UUID conversation, Draft draft) {
        return held(tx, conversation).compose(held -> {
            if (!held.ofBusiness()) throw Problem.notFound();
            return once(tx, voice, conversation, held, draft, null, voice.staff());
        });
    }

    private static Future<MessageStore.Held> held(Tx tx, UUID conversation) {
        return new MessageStore(tx).hold(conversation).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Message> once(
            Tx tx,
            Voice voice,
            UUID conversation,
            MessageStore.Held held,
            Draft draft,
            @Nullable UUID account,
            @Nullable UUID staff) {
        var messages = new MessageStore(tx);
        return messages.find(draft.id()).compose(known -> {
            if (known.isPresent()) return Future.succeededFuture(same(known.get(), voice, conversation));
            return messages.insert(draft.id(), conversation, voice, "", draft.body())
                    .map(seq -> seq.orElseThrow(() -> Problem.of(409, "message-known")))
                    .compose(seq -> attached(messages, draft, account, staff)
                            .compose(x -> said(tx, voice, conversation, held, draft.id(), seq)))
                    .compose(x -> messages.find(draft.id()))
                    .map(found -> found.orElseThrow(Problem::notFound));
        });
    }

    /** Sent again: what was said the first time, if it was theirs and here. */
    private static Message same(Message known, Voice voice, UUID conversation) {
        boolean theirs = voice.team() ? known.team() : Objects.equals(voice.contact(), known.author());
        if (!theirs || !known.conversation().equals(conversation)) throw Problem.of(409, "message-known");
        return known;
    }

    private static Future<Void> attached(
            MessageStore messages, Draft draft, @Nullable UUID account, @Nullable UUID staff) {
        if (draft.files().isEmpty()) return Future.succeededFuture();
        return messages.attach(draft.id(), draft.files(), account, staff).map(count -> {
            // Somebody else's, unfinished, or another message's already: nothing is said with half of its files.
            if (count != new HashSet<>(draft.files()).size()) throw Problem.notFound();
            return null;
        });
    }

    private Future<Void> said(Tx tx, Voice voice, UUID conversation, MessageStore.Held held, UUID message, long seq) {
        var store = new ConversationStore(tx);
        var contact = voice.contact();
        var read = contact == null ? Future.succeededFuture() : store.spoke(conversation, contact, seq);
        return read.compose(x -> told.people(tx, conversation, contact, seq))
                .compose(x -> store.here(conversation))
                .compose(here -> {
                    if (!held.ofBusiness()) return publish(tx, conversation, here, "message.sent", message);
                    inbox(tx, conversation);
                    var client = here.getFirst();
                    Events.record(
                            tx,
                            voice.team()
                                    ? new MessageFact.Answered(client, conversation, message)
                                    : new MessageFact.Received(client, conversation, message));
                    var team = voice.team() || held.waiting()
                            ? Future.<Void>succeededFuture()
                            : told.team(tx, conversation, held.assigned());
                    return team.compose(y -> publish(tx, conversation, here, "message.sent", message));
                });
    }

    /** Says to the conversation what happened, and to each who takes part that their list is another now. */
    static Future<Void> publish(Tx tx, UUID conversation, List<UUID> here, String kind, UUID message) {
        here.forEach(contact -> OwnFeed.changed(tx, contact, conversation));
        return Feeds.publish(tx, FeedName.thread(conversation), new Happening(kind, message, conversation));
    }

    /** The same of whoever takes part now. */
    static Future<Void> publish(Tx tx, UUID conversation, String kind, UUID message) {
        return new ConversationStore(tx)
                .here(conversation)
                .compose(here -> publish(tx, conversation, here, kind, message));
    }

    /** Theirs and of the last day; saying the same again changes nothing. */
    Future<Message> edit(Tx tx, Voice voice, UUID conversation, UUID message, String body) {
        var messages = new MessageStore(tx);
        var words = words(body, false);
        return held(tx, conversation)
                .compose(held -> messages.edit(conversation, message, words, voice)
                        .compose(done -> done
                                ? changed(tx, held, conversation, "message.edited", message)
                                : messages.find(message).map(found -> {
                                    var known = found.filter(
                                                    m -> m.conversation().equals(conversation))
                                            .orElseThrow(Problem::notFound);
                                    if (!known.body().equals(words)) throw Problem.of(409, "message-settled");
                                    return null;
                                }))
                        .compose(x -> messages.find(message))
                        .map(found -> found.orElseThrow(Problem::notFound)));
    }

    private static Future<Void> changed(Tx tx, MessageStore.Held held, UUID conversation, String kind, UUID message) {
        if (held.ofBusiness()) inbox(tx, conversation);
        return publish(tx, conversation, kind, message);
    }

    /** Says to the team that a thread is another now: what was said in it, who looks after it, who has read how far. */
    static void inbox(Tx tx, UUID thread) {
        Feeds.late(tx, FeedName.inbox(tx.tenant()), new Happening("thread.changed", thread, null));
    }

    /** {@code by} is {@code author} or {@code staff}; false where it is not theirs to remove, or gone already. */
    static Future<Boolean> remove(Tx tx, UUID conversation, UUID message, String by, @Nullable UUID author) {
        return held(tx, conversation)
                .compose(held -> new MessageStore(tx)
                        .remove(conversation, message, by, author)
                        .compose(done -> done
                                ? changed(tx, held, conversation, "message.removed", message)
                                        .map(true)
                                : Future.succeededFuture(false)));
    }

    /** Notes that a client has read up to {@code seq}; others see it, and their own badge sinks everywhere. */
    static Future<Boolean> read(Tx tx, UUID contact, UUID conversation, long seq, UUID message) {
        return new ConversationStore(tx).read(conversation, contact, seq).compose(news -> {
            if (!news) return Future.succeededFuture(false);
            return Told.spare(tx, conversation, contact)
                    .compose(x -> OwnFeed.seen(tx, contact, "conversation", conversation))
                    .compose(x -> publish(tx, conversation, List.of(contact), "message.read", message))
                    .map(true);
        });
    }

    /** Somebody of the team has read the thread. */
    static Future<Void> teamRead(Tx tx, UUID conversation) {
        inbox(tx, conversation);
        return Feeds.publish(
                tx, FeedName.thread(conversation), new Happening("message.read", conversation, conversation));
    }

    /** The conversation of two: the one there is, else a new one where the other may be written to. */
    Future<UUID> direct(Tx tx, UUID contact, UUID other) {
        var store = new ConversationStore(tx);
        var key = contact.compareTo(other) < 0 ? contact + ":" + other : other + ":" + contact;
        return store.turn(key)
                .compose(x -> store.between(contact, other))
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known.get())
                        : begin(tx, contact, Chat.DIRECT, "", List.of(other)));
    }

    /** A new group of the contact and those whom they may write to. */
    Future<UUID> group(Tx tx, UUID contact, String title, List<UUID> others) {
        return begin(tx, contact, Chat.GROUP, title(title), others);
    }

    static String title(String typed) {
        var title = typed.strip();
        if (title.length() > 80) throw Problem.invalid("title", "text-long", 80);
        if (title.chars().anyMatch(Character::isISOControl)) throw Problem.invalid("title", "field-broken");
        return title;
    }

    private Future<UUID> begin(Tx tx, UUID contact, String kind, String title, List<UUID> others) {
        if (others.isEmpty()) throw Problem.invalid("people", "chat-alone");
        if (others.size() >= Chat.MOST) throw Problem.invalid("people", "chat-full", Chat.MOST);
        var id = Ids.next();
        var store = new ConversationStore(tx);
        return limit(tx, "conversation:" + contact, Duration.ofHours(1), perHour)
                .compose(x -> reached(tx, contact, others))
                .compose(x -> store.make(id, kind, title))
                .compose(x -> store.join(id, others, null))
                .compose(x -> store.join(id, List.of(contact), contact))
                .map(id);
    }

    /** Everybody of them, or nothing happens: which of them is unknown and which wants to be left alone is not said. */
    private static Future<Void> reached(Tx tx, UUID contact, List<UUID> others) {
        return new ReachStore(tx).open(contact, others).map(open -> {
            if (open.size() != new HashSet<>(others).size()) throw Problem.notFound();
            return null;
        });
    }

    /** The thread of a client with the business: the one there is, else a new one. */
    static Future<UUID> withBusiness(Tx tx, UUID contact) {
        var store = new ConversationStore(tx);
        return store.turn("business:" + contact)
                .compose(x -> store.ofClient(contact))
                .compose(known -> {
                    if (known.isPresent()) return Future.succeededFuture(known.get());
                    var id = Ids.next();
                    return store.make(id, Chat.BUSINESS, "")
                            .compose(x -> store.join(id, List.of(contact), null))
                            .map(id);
                });
    }

    /** Brings others into a group, whom {@code contact} may write to. */
    Future<Void> invite(Tx tx, UUID contact, UUID conversation, List<UUID> others) {
        var store = new ConversationStore(tx);
        return held(tx, conversation)
                .compose(held -> chat(tx, contact, conversation))
                .compose(chat -> {
                    if (!chat.ofGroup()) throw Problem.notFound();
                    if (others.isEmpty()) throw Problem.invalid("people", "chat-alone");
                    if (chat.others().size() + 1 + others.size() > Chat.MOST)
                        throw Problem.invalid("people", "chat-full", Chat.MOST);
                    return reached(tx, contact, others);
                })
                .compose(x -> store.join(conversation, others, null))
                .compose(joined -> new ReachStore(tx).names(joined))
                .compose(joined -> {
                    var all = Future.<Void>succeededFuture();
                    for (var person : joined)
                        all = all.compose(x -> noticed(tx, conversation, person.id(), person.name(), "joined", ""));
                    return all;
                });
    }

    /** A line in the conversation that is no message: nobody is told of it, and nothing is unread by it. */
    private static Future<Void> noticed(Tx tx, UUID conversation, UUID about, String name, String notice, String body) {
        return new ConversationStore(tx)
                .here(conversation)
                .compose(here -> noticed(tx, conversation, about, name, notice, body, here));
    }

    private static Future<Void> noticed(
            Tx tx, UUID conversation, UUID about, String name, String notice, String body, List<UUID> told) {
        var id = Ids.next();
        return new MessageStore(tx)
                .insert(id, conversation, Voice.client(about, name), notice, body)
                .compose(seq -> publish(tx, conversation, told, "message.sent", id));
    }

    /** Leaves a group; whoever is longest in it looks after it then. */
    Future<Void> leave(Tx tx, Voice voice, UUID conversation) {
        var contact = Objects.requireNonNull(voice.contact());
        var store = new ConversationStore(tx);
        return held(tx, conversation)
                .compose(held -> store.here(conversation))
                .compose(here -> store.leave(conversation, contact).compose(left -> {
                    if (!left) throw Problem.notFound();
                    Feeds.changed(tx, contact, FeedName.thread(conversation));
                    return noticed(tx, conversation, contact, voice.name(), "left", "", here);
                }));
    }

    /** Everybody in a group may name it. */
    Future<Void> name(Tx tx, Voice voice, UUID conversation, String typed) {
        var contact = Objects.requireNonNull(voice.contact());
        var title = title(typed);
        return held(tx, conversation)
                .compose(held -> chat(tx, contact, conversation))
                .compose(chat -> {
                    if (!chat.ofGroup()) throw Problem.notFound();
                    return new ConversationStore(tx).name(conversation, title);
                })
                .compose(named -> named
                        ? noticed(tx, conversation, contact, voice.name(), "named", title)
                        : Future.succeededFuture());
    }
}
