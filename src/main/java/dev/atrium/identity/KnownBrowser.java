package dev.atrium.identity;

import dev.atrium.kernel.Email;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Keys;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

/**
 * Whether an address was proven in this browser before (OWASP, "device cookies"). Such a browser has counts of its own, so
 * that strangers who ask for codes or guess them never use up its owner's. It proves nothing else and lets nobody in.
 */
final class KnownBrowser {
    private static final long SECONDS = 180L * 24 * 60 * 60;

    private static final long DOOR_SECONDS = 60L * 60;

    private KnownBrowser() {}

    static boolean knows(Keys keys, Request request, Email email) {
        var cookie = Objects.requireNonNullElse(request.cookie(Cookies.KNOWN), "");
        return Code.same(
                cookie.getBytes(StandardCharsets.US_ASCII),
                value(keys, request, email).getBytes(StandardCharsets.US_ASCII));
    }

    /** The reply to who has just proven the address. */
    static Reply remember(Keys keys, Request request, Email email, Reply reply) {
        return reply.with(new Cookies.Change(Cookies.KNOWN, value(keys, request, email), SECONDS));
    }

    /**
     * What makes one more browser known, for an hour or two, to whoever reads the address's mail: it stands in the mail that uses
     * up what strangers may have mailed, so that they cannot keep its owner out. No row is kept of it: it opens nothing.
     */
    static String door(Keys keys, UUID tenant, Email email, Instant now) {
        return door(keys, tenant, email, now.getEpochSecond() / DOOR_SECONDS);
    }

    private static String door(Keys keys, UUID tenant, Email email, long hour) {
        var mac = keys.linkMac("known-door", tenant.toString(), email.address(), Long.toString(hour));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    /** Whether the form brings the door of this very address along. */
    static boolean opened(Keys keys, Request request, Email email, Instant now) {
        var typed = request.form().text("door").getBytes(StandardCharsets.US_ASCII);
        long hour = now.getEpochSecond() / DOOR_SECONDS;
        boolean opened = false;
        for (long at : new long[] {hour, hour - 1})
            opened |= Code.same(
                    typed, door(keys, request.tenant().id(), email, at).getBytes(StandardCharsets.US_ASCII));
        return opened;
    }

    private static String value(Keys keys, Request request, Email email) {
        var tenant = request.tenant().id().toString();
        var mac = keys.linkMac("known-browser", tenant, email.address());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
