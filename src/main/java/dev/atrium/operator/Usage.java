package dev.atrium.operator;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a portal uses and may use.
 *
 * @param mails of today, in UTC
 * @param stored bytes of its files
 * @param deleteAt when the portal goes, null where nobody asked for that
 */
public record Usage(
        long contacts,
        long mails,
        long stored,
        Limits limits,
        @Nullable Instant deleteAt) {
    /** From here on somebody is warned. */
    static final int NEAR = 80;

    /** Null: no limit of its own. */
    public record Limits(
            @Nullable Integer contacts,
            @Nullable Integer mails,
            @Nullable Integer sockets,
            @Nullable Long stored) {
        JsonObject json() {
            return new JsonObject()
                    .put("contacts", contacts)
                    .put("mails", mails)
                    .put("sockets", sockets)
                    .put("stored", stored);
        }
    }

    /** One kind of use; {@code percent} is −1 without a limit. */
    public record Part(String kind, long used, @Nullable Long allowed, int percent) {
        public boolean near() {
            return percent >= NEAR && percent < 100;
        }

        public boolean full() {
            return percent >= 100;
        }

        static Part of(String kind, long used, @Nullable Number allowed) {
            if (allowed == null) return new Part(kind, used, null, -1);
            long most = allowed.longValue();
            int percent = most == 0 ? 100 : (int) Math.min(100, used * 100 / most);
            return new Part(kind, used, most, percent);
        }
    }

    /** Each kind that is counted. */
    public List<Part> parts() {
        return List.of(
                Part.of("contacts", contacts, limits.contacts()),
                Part.of("mails", mails, limits.mails()),
                Part.of(
                        "stored",
                        stored / (1024 * 1024),
                        limits.stored() == null ? null : limits.stored() / (1024 * 1024)));
    }
}
