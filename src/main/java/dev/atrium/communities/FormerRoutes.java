package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** What the business chooses for what clients wrote in groups, once they are erased. */
final class FormerRoutes {
    private static final Set<String> CHOICES = Set.of("keep", "erase");

    private final Db db;

    FormerRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/communities/former", this::choose)
                .summary("Choose what becomes of posts whose author is erased");
    }

    private Future<Reply> choose(Request request) {
        var desk = Desk.of(request);
        var choice = request.form().text("former");
        if (!CHOICES.contains(choice)) throw Problem.invalid("former", "choice-invalid");
        return db.write(
                        desk.scope(),
                        tx -> new GroupDeskStore(tx).formerPosts(choice).compose(changed -> {
                            if (!changed) return Future.succeededFuture();
                            var detail = new JsonObject().put("former", choice);
                            return Audit.record(
                                    tx, "group.former-posts-chosen", "tenant", tx.tenant(), detail, request.ip());
                        }))
                .map(x -> desk.done("/communities", "choices-saved"));
    }
}
