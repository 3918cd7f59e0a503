package dev.atrium.sample;

import dev.atrium.Feature;
import dev.atrium.Rooms;
import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A client suggests something; they are thanked at once, and asked again after a week. */
final class Suggestions implements Feature {
    /** Its migration. */
    static final List<String> TABLE = List.of(
            """
            CREATE TABLE portal.suggestion (
              tenant_id uuid NOT NULL, id uuid NOT NULL, contact_id uuid NOT NULL, text text NOT NULL, asked boolean NOT NULL DEFAULT false,
              PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, contact_id) REFERENCES portal.contact (tenant_id, id) ON DELETE CASCADE)""",
            "CALL portal.wall('portal.suggestion')",
            "CALL portal.catalogue('portal.suggestion', 'contact_id', 'contact', true, 'delete')");

    private static final FactKind MADE = FactKind.shown("suggestion.made", 90);
    private static final NotificationType THANKS = NotificationType.of("suggestion.suggestion_thanks")
            .by(Channel.APP, Pace.INSTANT)
            .with("text", Variable.Kind.TEXT, "Longer opening hours");
    private static final String ASK = "suggestion.ask";

    /** What a client types. */
    public record Draft(String text) {}

    /** One suggestion. */
    public record Suggestion(UUID id, String text) {}

    record Made(UUID objectId, UUID contact) implements Fact {
        @Override
        public FactKind what() {
            return MADE;
        }

        @Override
        public String object() {
            return "suggestion";
        }

        @Override
        public Optional<UUID> about() {
            return Optional.of(contact);
        }

        @Override
        public JsonObject data() {
            return new JsonObject();
        }
    }

    private static final Draft DRAFT = new Draft("Longer opening hours");
    private static final Suggestion SUGGESTION =
            new Suggestion(UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"), DRAFT.text());

    @Override
    public List<FactKind> facts() {
        return List.of(MADE);
    }

    @Override
    public List<NotificationType> notifications() {
        return List.of(THANKS);
    }

    @Override
    public List<JobKind> jobs(Rooms rooms) {
        return List.of(new JobKind.InTx(
                ASK,
                JobKind.Limits.USUAL,
                (tx, job) -> tx.run(
                                "UPDATE suggestion SET asked = true WHERE tenant_id = $1 AND id = $2",
                                tx.tenant(),
                                UUID.fromString(job.key()))
                        .mapEmpty()));
    }

    @Override
    public String words() {
        return "sample/suggestions";
    }

    @Override
    public void mount(Routes routes, Rooms rooms) {
        routes.program("suggestions:write", "account")
                .post("/api/v1/suggestions", (request, tx) -> make(request, tx, rooms))
                .summary("Suggest something")
                .idempotent()
                .takes(Draft.class, DRAFT)
                .creates(Suggestion.class, SUGGESTION);
        routes.program("suggestions:read", "account")
                .get("/api/v1/suggestions/:suggestion", request -> one(request, rooms))
                .summary("Get a suggestion")
                .gives(Suggestion.class, SUGGESTION)
                .refuses(404);
    }

    private static Future<Reply> make(Request request, Tx tx, Rooms rooms) {
        var id = Ids.next();
        var contact = contact(request);
        var text = request.json(Draft.class).text();
        var week = rooms.clock().now().plus(Duration.ofDays(7));
        return tx.run("INSERT INTO suggestion VALUES ($1, $2, $3, $4)", tx.tenant(), id, contact, text)
                .compose(x -> Events.record(tx, new Made(id, contact)))
                .compose(x -> Jobs.schedule(tx, ASK, id.toString(), week, new JsonObject()))
                .compose(x -> rooms.notifications()
                        .tell(
                                tx,
                                request.tenant(),
                                Notice.of(THANKS, new Recipient.Contact(contact), Map.of("text", text))))
                .map(Reply.created("/api/v1/suggestions/" + id, new Suggestion(id, text)));
    }

    private static Future<Reply> one(Request request, Rooms rooms) {
        return rooms.db()
                .read(
                        request.scope(),
                        tx -> tx.first(
                                "SELECT id, text FROM suggestion WHERE tenant_id = $1 AND contact_id = $2 AND id = $3",
                                row -> new Suggestion(row.getUUID("id"), row.getString("text")),
                                tx.tenant(),
                                contact(request),
                                request.id("suggestion")))
                .map(found -> Reply.json(found.orElseThrow(Problem::notFound)));
    }

    private static UUID contact(Request request) {
        return switch (request.scope().principal()) {
            case Principal.Client client -> client.contact();
            case Principal.Program program -> program.contact();
            default -> throw Problem.notFound();
        };
    }
}
