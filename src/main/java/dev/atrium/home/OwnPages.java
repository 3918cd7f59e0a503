package dev.atrium.home;

import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.web.EmbedHosts;
import dev.atrium.web.Markdown;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Pages of the business's own beside the apps: a text, or somebody else's page in a frame. A frame is empty until the person
 * asks for it, so that nobody else hears of them before.
 */
final class OwnPages {
    private final Db db;
    private final ClientTokens tokens;

    OwnPages(Db db, ClientTokens tokens) {
        this.db = db;
        this.tokens = tokens;
    }

    void mount(Routes routes) {
        routes.client(HomeModule.APP).get("/pages/:item", this::page).summary("Show a page of the business's own");
        routes.client(HomeModule.APP)
                .get("/pages/:item/shown", this::shown)
                .summary("Show a page of the business's own with what stands in its frame")
                .ownEyes();
    }

    private Future<OwnPageStore.Own> own(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new OwnPageStore(tx)
                                .one(request.id("item"), request.session().contact()))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> page(Request request) {
        return own(request).map(own -> {
            var model = model(own, request.id("item"));
            if (own.kind().equals("page")) model.put("text", Markdown.page(own.body()));
            else model.put("host", host(own));
            return Reply.page("home/page", Reply.Layout.PORTAL, "home.page.title", model);
        });
    }

    private Future<Reply> shown(Request request) {
        return own(request).map(own -> {
            var origin = EmbedHosts.origin(own.embedUrl(), own.hosts());
            if (origin.isEmpty()) throw Problem.notFound();
            var model = model(own, request.id("item"));
            model.put("host", host(own));
            model.put("url", own.signed() ? signed(request, own.embedUrl(), origin) : own.embedUrl());
            return new Reply.Showing(Reply.page("home/page", Reply.Layout.PORTAL, "home.page.title", model), origin);
        });
    }

    private static Map<String, Object> model(OwnPageStore.Own own, UUID id) {
        var model = new HashMap<String, Object>();
        model.put("label", own.label());
        model.put("kind", own.kind());
        model.put("path", "/pages/" + id);
        return model;
    }

    /** Empty where the business has taken the host off its list. */
    private static String host(OwnPageStore.Own own) {
        var origin = EmbedHosts.origin(own.embedUrl(), own.hosts());
        return origin.isEmpty() ? "" : origin.substring("https://".length());
    }

    private String signed(Request request, String url, String origin) {
        var token = tokens.of(request.tenant(), request.session(), origin);
        int hash = url.indexOf('#');
        var bare = hash < 0 ? url : url.substring(0, hash);
        return bare + (bare.contains("?") ? "&" : "?") + "client_token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8) + (hash < 0 ? "" : url.substring(hash));
    }
}
