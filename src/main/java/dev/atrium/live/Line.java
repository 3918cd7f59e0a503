package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Interner;
import dev.atrium.kernel.Principal;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Viewer;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody's open connection: what they proved, and what they listen to. Belongs to one event loop. */
abstract class Line {
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The tabs of a browser, and the sockets of a program, are one session. */
    private static final Interner<Session> SESSIONS = Interner.newWeakInterner();

    final Hub hub;
    Tenant tenant;
    final Map<Room, Sub> subs = new HashMap<>(4);
    /** How the reader's open page shows parts; empty for programs, which get data alone. */
    Optional<Viewer> viewer = Optional.empty();

    /** Whether others may know that this person is here. */
    boolean seen;

    /** Of what its person is told in their own feed that something came. */
    Set<Room> around = Set.of();

    @Nullable
    Session session;
    /** A program of the business, which is nobody's session. */
    Principal.@Nullable Business business;
    /** When the proof of a program ends; null for a browser's session. */
    @Nullable
    Instant until;
    /** When time alone ends the session or the key, as it was known last; null until it was asked for. */
    @Nullable
    Instant ends;
    /** Since when, by the loop's own time, nothing more could be written; 0 while it can. */
    long fullSince;

    /** In which tenth of a second of the fifteen it hears its heartbeat. */
    int beat;

    /** Done once, when the line has ended in whatever way. */
    Runnable left = () -> {};

    private boolean closed;

    Line(Hub hub, Tenant tenant) {
        this.hub = hub;
        this.tenant = tenant;
    }

    /** Whether more may be written now without piling up. */
    abstract boolean writable();

    /** Writes what {@link #encode} made; the caller keeps its own reference. */
    abstract void write(ByteBuf shared);

    /** What these messages are on the wire of this kind of line. */
    abstract ByteBuf encode(List<byte[]> messages, long lastSeq);

    /** Whether another line gets the very same bytes. */
    abstract Object wire();

    /** Writes a message to this reader alone. */
    abstract void say(JsonObject message);

    abstract void end(Goodbye why);

    /** A feed cannot be heard at this moment; whoever asked for it asks again. */
    void unavailable(Sub sub) {
        say(Words.error("unavailable", sub.asked));
    }

    /** One of its feeds was taken from it. */
    void lost(Sub sub) {}

    final boolean closed() {
        return closed;
    }

    final void close(Goodbye why) {
        if (closed) return;
        gone();
        end(why);
    }

    /**
     * Something came into a feed that counts for its person, who hears so where they listen to their own. Who has the feed itself
     * open hears what came, and needs no sign beside it.
     */
    final void stirred(Room room) {
        if (session == null || subs.containsKey(room)) return;
        var own = subs.get(new Room(tenant.id(), FeedName.me(session.contact())));
        if (own == null || own.state != Sub.State.LIVE || !writable()) return;
        var about = new JsonObject().put("feed", room.feed().text());
        say(Words.signal(own.room.feed().text(), Around.STIRRED, about));
    }

    /** Whoever has proven who they are. */
    final Optional<Callers.Caller> caller() {
        return session == null && business == null
                ? Optional.empty()
                : Optional.of(new Callers.Caller(session, business, until));
    }

    final void is(Callers.Caller caller) {
        var proven = caller.session();
        session = proven == null ? null : SESSIONS.intern(proven);
        business = caller.business();
        until = caller.until();
        ends = null;
    }

    /** They are the same, as things stand now. */
    final void still(Callers.Still now) {
        var proven = now.caller().session();
        session = proven == null ? null : SESSIONS.intern(proven);
        business = now.caller().business();
        ends = now.ends();
    }

    /** Whether what they prove themselves by may have ended by now, for all that is known. */
    final boolean due(Instant now) {
        return caller().isPresent() && (ends == null || !ends.isAfter(now));
    }

    /** Whether nothing was heard from the other side for so long that nobody is there. */
    boolean silent(long now) {
        return false;
    }

    /** Asks for a sign of life, where that can be done. */
    void ping() {}

    /** Whether it is worth keeping: it is closed where it was full for half a minute, or nobody is there. */
    final boolean stays(long now) {
        if (silent(now)) {
            close(Goodbye.SILENT);
            return false;
        }
        if (writable()) {
            fullSince = 0;
            return true;
        }
        if (fullSince == 0) fullSince = now;
        if (now - fullSince > SLOW_NANOS) close(Goodbye.SLOW);
        return false;
    }

    /** The other side has left. */
    final void gone() {
        if (closed) return;
        closed = true;
        hub.forget(this);
        left.run();
    }
}
