package dev.atrium.courses.learn;

import dev.atrium.courses.Progress;
import dev.atrium.courses.Standing;
import dev.atrium.db.Tx;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody's own feed says of their courses: how far they are now. */
final class LearnFeed implements FeedSource {
    @Override
    public Set<FeedKind> feeds() {
        return Set.of();
    }

    @Override
    public Set<String> events() {
        return Set.of(Progress.LESSON, Progress.COURSE, Progress.ENROLLED);
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        var contact = events.getFirst().feed().id();
        var courses = events.stream().map(LearnFeed::course).distinct().toList();
        return new LearnStore(tx).told(contact, courses).map(found -> {
            Map<UUID, LearnStore.Told> known =
                    found.stream().collect(Collectors.toMap(LearnStore.Told::course, Function.identity()));
            return events.stream().map(event -> said(known.get(course(event)))).toList();
        });
    }

    private static UUID course(FeedEvent event) {
        return Objects.requireNonNullElse(event.place(), event.object());
    }

    private static JsonObject said(LearnStore.@Nullable Told told) {
        if (told == null) return new JsonObject();
        return new JsonObject()
                .put("course", told.course().toString())
                .put("title", told.title())
                .put("percent", Standing.percent(told.done(), told.counted(), told.finished()))
                .put("finished", told.finished())
                .put(
                        "done",
                        new JsonArray(
                                told.lessons().stream().map(UUID::toString).toList()));
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.succeededFuture(
                events.stream().map(event -> Optional.<Part>empty()).toList());
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return Future.succeededFuture(new JsonObject());
    }
}
