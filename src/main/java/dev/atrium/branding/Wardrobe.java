package dev.atrium.branding;

import dev.atrium.branding.BrandingStore.State;
import dev.atrium.branding.BrandingStore.Version;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.media.BrandPictures;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;

/** Dresses the tenant of a console page in its draft, or in one of its versions. */
final class Wardrobe {
    private final Db db;
    private final Hosts hosts;

    Wardrobe(Db db, Hosts hosts) {
        this.db = db;
        this.hosts = hosts;
    }

    private record Choice(Brand brand, String query) {}

    /** The draft; without one, what is published. */
    Future<Dressing> draft(Request request) {
        return dressed(request, "");
    }

    /** What the request's query names: {@code version=3}, else the draft. */
    Future<Dressing> asked(Request request) {
        return dressed(request, request.query("version"));
    }

    private Future<Dressing> dressed(Request request, String version) {
        var desk = Desk.of(request);
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.read(desk.scope(), tx -> {
                    var store = new BrandingStore(tx);
                    return store.find()
                            .compose(state -> version.isEmpty()
                                    ? Future.succeededFuture(draft(state))
                                    : store.versions(state.published()).map(all -> version(all, version)))
                            .compose(choice -> BrandPictures.known(
                                            tx, choice.brand().pictures().values())
                                    .map(known -> new Dressing(
                                            tenant, choice.brand(), known, desk.path(""), choice.query())));
                }));
    }

    private static Choice draft(State state) {
        return new Choice(state.working(), "r=" + state.revision());
    }

    private static Choice version(List<Version> versions, String number) {
        return versions.stream()
                .filter(version -> Integer.toString(version.number()).equals(number))
                .findFirst()
                .map(version -> new Choice(version.brand(), "version=" + version.number()))
                .orElseThrow(Problem::notFound);
    }
}
