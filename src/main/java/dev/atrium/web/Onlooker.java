package dev.atrium.web;

import dev.atrium.session.Session;
import dev.atrium.session.Viewing;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page that no route made, as far as it is known: the host gives the tenant, the cookie the session. It
 * says nothing of what was asked for, so the page for what is missing and for what is somebody else's is the same.
 */
record Onlooker(
        RoutingContext context,
        @Nullable Tenant tenant,
        @Nullable Session session,
        Locale language,
        Optional<Viewing> viewing) {
    private static final String CONSOLE = "console";

    Onlooker(RoutingContext context, @Nullable Tenant tenant, @Nullable Session session, Locale language) {
        this(context, tenant, session, language, Optional.empty());
    }

    static Onlooker of(Request request) {
        return new Onlooker(
                request.context(),
                request.hasTenant() ? request.tenant() : null,
                request.maybeSession().orElse(null),
                request.language(),
                request.viewing());
    }

    /** Notes that the host is the console's. */
    static void atConsole(RoutingContext context) {
        context.put(CONSOLE, true);
    }

    static boolean isConsole(RoutingContext context) {
        return context.get(CONSOLE) != null;
    }

    /** What may be chosen on this host. */
    static List<Locale> languages(RoutingContext context, @Nullable Tenant tenant, Messages messages) {
        if (isConsole(context)) return messages.consoleLanguages();
        return tenant == null ? messages.languages() : messages.languages(tenant);
    }

    boolean console() {
        return isConsole(context);
    }

    /** What an address brings along for a form that begins with it. */
    static Map<String, String> typed(MultiMap query) {
        var email = query.get("email");
        return email == null || email.length() > 300
                ? Map.of()
                : Map.of("email", URLDecoder.decode(email, StandardCharsets.UTF_8));
    }
}
