package dev.atrium.branding;

import dev.atrium.db.Db;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was published before, and the way back to it. */
final class VersionRoutes {
    /** A version with what it changed; {@code of} is the number it went back to, empty for none. */
    record Row(
            int number,
            String name,
            Instant at,
            String by,
            String of,
            boolean current,
            String primary,
            String secondary,
            List<String> changed) {}

    private final Db db;
    private final Drafts drafts;

    VersionRoutes(Db db, Drafts drafts) {
        this.db = db;
        this.drafts = drafts;
    }

    void mount(Routes routes) {
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(BrandingRoutes.ROOT + "/versions", this::page).summary("Show what was published before");
        settings.post(BrandingRoutes.ROOT + "/versions", this::goBack)
                .summary("Publish a version of before again")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new BrandingStore(tx)
                                .find()
                                .compose(state -> new BrandingStore(tx)
                                        .versions(state.published())
                                        .map(versions -> Map.<String, Object>of(
                                                "versions", rows(request, versions, state.version()),
                                                "revision", state.revision(),
                                                "drafted", state.draft() != null))))
                .map(model -> Desk.page(request, "branding/versions", "branding.versions.title", model));
    }

    private static List<Row> rows(Request request, List<BrandingStore.Version> versions, int current) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var before = i + 1 < versions.size() ? versions.get(i + 1).brand() : version.brand();
            rows.add(new Row(
                    version.number(),
                    version.brand().get(Brand.Field.PORTAL_NAME),
                    version.publishedAt(),
                    version.publishedBy(),
                    version.ofNumber() == null ? "" : version.ofNumber().toString(),
                    version.number() == current,
                    version.brand().get(Brand.Field.COLOR_PRIMARY),
                    version.brand().get(Brand.Field.COLOR_SECONDARY),
                    before.changes(version.brand()).stream()
                            .map(word -> request.say(Family.BRANDING_FIELD.key(word.replace('_', '-'))))
                            .toList()));
        }
        return rows;
    }

    private Future<Reply> goBack(Request request) {
        int revision = request.form().number("revision");
        int number = request.form().number("number");
        return db.write(request.scope(), tx -> drafts.goBack(tx, revision, number, BrandingRoutes.hand(request)))
                .map(x -> Desk.of(request).done("/branding/versions", "branding-back"));
    }
}
