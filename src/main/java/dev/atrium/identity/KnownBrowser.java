package dev.atrium.identity;

import dev.atrium.kernel.Email;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Keys;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * Whether an address was proven in this browser before (OWASP, "device cookies"). Such a browser has counts of its own, so
 * that strangers who ask for codes or guess them never use up its owner's. It proves nothing else and lets nobody in.
 */
final class KnownBrowser {
    private static final long SECONDS = 180L * 24 * 60 * 60;

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

    private static String value(Keys keys, Request request, Email email) {
        var tenant = request.tenant().id().toString();
        var mac = keys.linkMac("known-browser", tenant, email.address());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
