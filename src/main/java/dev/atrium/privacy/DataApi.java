package dev.atrium.privacy;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person's own data for programs. */
final class DataApi {
    /** What one table holds of the person; {@code rows} is counted up to 10000, {@code erasure} is delete, anonymise or keep. */
    public record DataHolding(String table, long rows, boolean exported, String erasure, String reason) {}

    /** Everything that is stored of the person, and when they will be erased, if they asked for it. */
    public record DataOverview(
            List<DataHolding> items,
            int erasure_days,
            String legal_hold,
            @Nullable Instant erasure_due_at) {}

    /** When the person will be erased; until then signing in and taking the wish back keeps everything. */
    public record ErasureState(Instant due_at) {}

    private static final Instant DUE = Instant.parse("2026-12-01T09:00:00Z");
    private static final DataOverview OVERVIEW =
            new DataOverview(List.of(new DataHolding("session", 2, true, "delete", "")), 30, "", DUE);

    private final Privacy privacy;

    DataApi(Privacy privacy) {
        this.privacy = privacy;
    }

    void mount(Routes routes, String app) {
        routes.program("data:read", app)
                .get("/api/v1/me/data", this::overview)
                .summary("List what is stored of the person")
                .gives(DataOverview.class, OVERVIEW);
        routes.program("data:read", app)
                .get("/api/v1/me/data/archive", request -> DataRoutes.archiveOf(privacy, request))
                .summary("Download everything that is stored of the person")
                .fresh()
                .givesBytes("application/zip")
                .refuses(403, 429);
        routes.program("data:erase", app)
                .post("/api/v1/me/erasure", this::erase)
                .summary("Ask to be erased")
                .fresh()
                .gives(ErasureState.class, new ErasureState(DUE))
                .refuses(403, 409);
        routes.program("data:erase", app)
                .delete("/api/v1/me/erasure", this::keep)
                .summary("Take back the wish to be erased")
                .refuses(404);
    }

    private Future<Reply> overview(Request request) {
        return privacy.data(request.scope(), request.session().contact())
                .map(data -> Reply.json(new DataOverview(
                        data.holdings().stream()
                                .map(holding -> new DataHolding(
                                        holding.table(),
                                        holding.rows(),
                                        holding.exported(),
                                        holding.erasure(),
                                        holding.reason()))
                                .toList(),
                        data.person().days(),
                        data.person().hold(),
                        data.wish().map(Person.Wish::dueAt).orElse(null))));
    }

    private Future<Reply> erase(Request request) {
        return DataRoutes.ask(privacy, request, request.language())
                .map(wish -> Reply.json(new ErasureState(wish.dueAt())));
    }

    private Future<Reply> keep(Request request) {
        return privacy.db()
                .write(
                        request.scope(),
                        tx -> privacy.erasures().cancel(tx, request.session().contact(), request.ip()))
                .map(cancelled -> {
                    if (!cancelled) throw Problem.notFound();
                    return Reply.empty();
                });
    }
}
