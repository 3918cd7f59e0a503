package dev.atrium.privacy;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A person's own data: what there is, taking it out, and being erased. */
final class DataRoutes {
    /** Archives of one person in an hour: reading everything is dear. */
    static final int ARCHIVES_PER_HOUR = 10;

    private static final Cookies.Change FORGET = new Cookies.Change(Cookies.SESSION, "", 0);

    private final Privacy privacy;

    DataRoutes(Privacy privacy) {
        this.privacy = privacy;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/data", this::page)
                .summary("Show what is stored of the person")
                .landing();
        routes.client(app)
                .post("/account/data/archive", this::archive)
                .summary("Download everything that is stored of the person")
                .fresh()
                .shows(this::page);
        routes.client(app)
                .post("/account/data/erase", this::erase)
                .summary("Ask to be erased")
                .fresh()
                .shows(this::page);
        routes.client(app)
                .post("/account/data/keep", this::keep)
                .summary("Take back the wish to be erased")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return privacy.data(request.scope(), request.session().contact()).map(data -> {
            Map<String, Object> model = new HashMap<>(DataView.model(request, privacy.exports(), data));
            return Reply.page("account/data", Reply.Layout.PORTAL, "account.data.title", model);
        });
    }

    private Future<Reply> archive(Request request) {
        return archiveOf(privacy, request);
    }

    /** The signed-in person's archive; fails with {@code too-many-archives} after some in an hour. */
    static Future<Reply> archiveOf(Privacy privacy, Request request) {
        var contact = request.session().contact();
        return privacy.db()
                .write(request.scope(), tx -> taken(tx, contact, request.ip()))
                .compose(count -> {
                    if (count.over(ARCHIVES_PER_HOUR))
                        throw Problem.tooMany("too-many-archives", count.waitSeconds(), count.waitMinutes());
                    return privacy.data(request.scope(), contact);
                })
                .map(data -> privacy.exports()
                        .archive(
                                request.scope(),
                                data,
                                request.tenant().branding().portalName(),
                                request.language(),
                                request.zone()));
    }

    private static Future<RateLimit.Count> taken(Tx tx, UUID contact, String ip) {
        return RateLimit.take(tx, "archive:" + contact, Duration.ofHours(1))
                .compose(count -> count.over(ARCHIVES_PER_HOUR)
                        ? Future.succeededFuture(count)
                        : Audit.record(tx, "data.exported", "contact", contact, new JsonObject(), ip)
                                .map(count));
    }

    private Future<Reply> erase(Request request) {
        if (!request.form().text("confirm").equals("yes")) throw Problem.invalid("confirm", "confirm-missing");
        return ask(privacy, request, request.language())
                .map(wish -> Reply.redirect("/signed-out")
                        .with(FORGET)
                        .with(new Cookies.Change(Cookies.FLASH, "erasure-asked", 60)));
    }

    /** Writes the person's wish down. */
    static Future<Person.Wish> ask(Privacy privacy, Request request, Locale language) {
        var wisher = Erasures.Wisher.self(language, request.ip());
        return privacy.db()
                .write(
                        request.scope(),
                        tx -> new PersonStore(tx)
                                .find(request.session().contact())
                                .compose(person -> privacy.erasures()
                                        .ask(tx, request.tenant(), person.orElseThrow(Problem::notFound), wisher)));
    }

    private Future<Reply> keep(Request request) {
        return privacy.db()
                .write(
                        request.scope(),
                        tx -> privacy.erasures().cancel(tx, request.session().contact(), request.ip()))
                .map(Reply.redirect("/account/data").with(new Cookies.Change(Cookies.FLASH, "erasure-cancelled", 60)));
    }
}
