package dev.atrium.courses.comment;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * That something was said below a lesson, as it happens; never what. Access to a course can end by the clock, of which no socket hears
 * in time: pages and programs ask for the words by the lesson's door.
 */
final class LessonCommentFeed implements FeedSource {
    static final String SAID = "lesson-comment.said";

    /** Its words, what became of it, or what people feel about it. */
    static final String CHANGED = "lesson-comment.changed";

    private static final Set<String> EVENTS = Set.of(SAID, CHANGED);

    @Override
    public Set<FeedKind> feeds() {
        return Set.of(FeedKind.THREAD);
    }

    @Override
    public Set<String> events() {
        return EVENTS;
    }

    private static boolean opens(Tenant tenant, Session session) {
        var app = CoursesModule.APP.key();
        return tenant.enabled(app) && session.sees(tenant.audience(app));
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        if (!opens(tenant, session)) return Future.succeededFuture(Optional.empty());
        var lesson = asked.id();
        return new TalkedStore(tx).courses(List.of(lesson)).compose(found -> {
            var course = found.get(lesson);
            return course == null
                    ? Future.succeededFuture(Optional.empty())
                    : Door.seers(tx, course, lesson, List.of(session.contact()))
                            .map(seers -> seers.isEmpty() ? Optional.empty() : Optional.of(asked));
        });
    }

    @Override
    public Future<Set<Integer>> still(Tx tx, Tenant tenant, List<Listener> listeners) {
        var heard = listeners.stream()
                .filter(one -> opens(tenant, one.session()))
                .collect(Collectors.groupingBy(one -> one.feed().id()));
        if (heard.isEmpty()) return Future.succeededFuture(Set.of());
        return new TalkedStore(tx)
                .courses(List.copyOf(heard.keySet()))
                .compose(courses -> Future.all(courses.entrySet().stream()
                                .map(talked -> still(
                                        tx,
                                        talked.getValue(),
                                        talked.getKey(),
                                        heard.getOrDefault(talked.getKey(), List.of())))
                                .toList())
                        .map(all -> all.<Set<Integer>>list().stream()
                                .flatMap(Set::stream)
                                .collect(Collectors.toSet())));
    }

    private static Future<Set<Integer>> still(Tx tx, UUID course, UUID lesson, List<Listener> listeners) {
        var people = listeners.stream().map(one -> one.session().contact()).collect(Collectors.toSet());
        return Door.seers(tx, course, lesson, people)
                .map(seers -> listeners.stream()
                        .filter(one -> seers.contains(one.session().contact()))
                        .map(Listener::number)
                        .collect(Collectors.toSet()));
    }

    @Override
    public Future<Optional<FeedName>> openToBusiness(Tx tx, Principal.Business program, FeedName asked) {
        if (!program.scopes().contains("learners:read")) return Future.succeededFuture(Optional.empty());
        return new TalkedStore(tx)
                .courses(List.of(asked.id()))
                .map(found -> found.isEmpty() ? Optional.empty() : Optional.of(asked));
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        return new LessonCommentStore(tx)
                .some(events.stream().map(FeedEvent::object).distinct().toList())
                .map(comments -> {
                    Map<UUID, JsonObject> found = new HashMap<>();
                    comments.forEach(comment -> found.put(comment.id(), json(comment)));
                    return events.stream()
                            .map(event -> found.getOrDefault(event.object(), new JsonObject()))
                            .toList();
                });
    }

    private static JsonObject json(LessonComment comment) {
        var said = new JsonObject()
                .put("id", comment.id().toString())
                .put("course", comment.course().toString())
                .put("lesson", comment.lesson().toString());
        if (comment.parent() != null) said.put("parent", comment.parent().toString());
        return said.put("removed", comment.removed());
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
