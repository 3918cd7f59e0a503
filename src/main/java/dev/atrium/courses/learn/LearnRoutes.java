package dev.atrium.courses.learn;

import dev.atrium.courses.Course;
import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Progress;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The courses that somebody may take, and each of them with its outline. */
final class LearnRoutes {
    static final String APP = CoursesModule.APP.key();
    static final String ONE = "/courses/:course";

    /** More is rendered beside the event loop. Characters. */
    private static final int SHORT = 2_000;

    /**
     * A course in the list.
     *
     * @param picture the address of its cover; empty where it has none
     * @param takes how long it takes, in words; empty where the business does not say
     */
    record Card(
            UUID id,
            String url,
            String title,
            String summary,
            String picture,
            String size,
            String takes,
            int percent,
            boolean begun,
            boolean finished) {}

    private final Vertx vertx;
    private final Db db;
    private final Progress progress;

    LearnRoutes(Vertx vertx, Db db, Progress progress) {
        this.vertx = vertx;
        this.db = db;
        this.progress = progress;
    }

    void mount(Routes routes) {
        var client = routes.client(APP);
        client.get("/courses", this::list)
                .summary("List the courses that the person may take")
                .landing();
        client.get("/courses/next/card", this::next)
                .summary("Show where the person goes on, as their home page does")
                .ofScript();
        client.get(ONE, this::one)
                .summary("Show a course and how far the person is")
                .names("course", "open-course")
                .landing();
    }

    private Future<Reply> next(Request request) {
        return db.read(request.scope(), tx -> NextCard.next(tx, request))
                .map(found -> found.<Reply>map(next -> new Reply.Fragment("courses/_next", Map.of("next", next)))
                        .orElseGet(Reply::empty));
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> new LearnStore(tx).list(contact)).map(found -> {
            var cards = found.stream().map(course -> card(request, course)).toList();
            Map<String, Object> model = new HashMap<>();
            model.put("any", !cards.isEmpty());
            model.put(
                    "under",
                    cards.stream()
                            .filter(card -> card.begun() && !card.finished())
                            .toList());
            model.put("fresh", cards.stream().filter(card -> !card.begun()).toList());
            model.put("ended", cards.stream().filter(Card::finished).toList());
            return Reply.page("courses/list", Reply.Layout.PORTAL, "app.courses", model);
        });
    }

    private static Card card(Request request, LearnStore.Shelved course) {
        boolean finished = course.completedAt() != null;
        return new Card(
                course.id(),
                "/courses/" + course.slug(),
                course.title(),
                course.summary(),
                course.cover() == null ? "" : "/media/" + course.cover() + "?size=720",
                request.count("learn.lessons", course.lessons()),
                takes(request, course.minutes()),
                course.percent(),
                finished || course.seenAt() != null,
                finished);
    }

    /** How long a course takes: in minutes up to an hour and a half, in hours beyond. */
    static String takes(Request request, int minutes) {
        if (minutes == 0) return "";
        return minutes <= 90
                ? request.count("learn.minutes", minutes)
                : request.count("learn.hours", (minutes + 30) / 60);
    }

    private record Shown(Inside inside, List<LearnStore.Instructor> instructors) {}

    private Future<Reply> one(Request request) {
        return db.read(
                        request.scope(),
                        tx -> inside(tx, request)
                                .compose(inside -> new LearnStore(tx)
                                        .instructors(inside.tree().course().id())
                                        .map(instructors -> new Shown(inside, instructors))))
                .compose(shown -> begun(request, shown.inside()).map(shown))
                .compose(shown -> text(vertx, shown.inside().tree().course().description())
                        .map(text -> page(request, shown, text)));
    }

    /** The course of the path, which names it by its slug or id, as the reader finds it. */
    static Future<Inside> inside(Tx tx, Request request) {
        var named = request.pathText("course");
        var id = Ids.parse(named);
        var course = id == null
                ? new TreeStore(tx).bySlug(named).map(found -> found.orElseThrow(Problem::notFound))
                : Future.succeededFuture(id);
        return course.compose(found -> Door.inside(tx, request.session().contact(), found));
    }

    /** Noted once, and never where staff look on: it is the learner who begins. */
    private Future<Void> begun(Request request, Inside inside) {
        var standing = inside.standing();
        boolean ends = !standing.finished() && standing.percent(inside.tree()) == 100;
        if (request.viewing().isPresent() || (standing.openedAt() != null && !ends)) return Future.succeededFuture();
        var course = inside.tree().course().id();
        var contact = standing.contact();
        return db.write(
                request.scope(),
                tx -> progress.opened(tx, request.tenant(), course, null, contact)
                        .compose(x -> ends
                                ? progress.settle(tx, request.tenant(), course, contact)
                                        .<Void>mapEmpty()
                                : Future.succeededFuture()));
    }

    private static Reply page(Request request, Shown shown, @Nullable Html text) {
        var inside = shown.inside();
        var course = inside.tree().course();
        Map<String, Object> model = new HashMap<>();
        head(model, request, inside);
        model.put("instructors", shown.instructors());
        if (text != null) model.put("text", text);
        var whole = new Outline(request, inside);
        var asked = request.query("section");
        var parts = whole.parts(asked);
        if (whole.folds() && !asked.equals(Outline.ALL))
            model.put("unfold", "/courses/" + course.slug() + "?section=" + Outline.ALL + "#outline");
        model.put("outline", request.part("courses/_outline", parts, () -> Map.of("parts", parts)));
        model.put("empty", parts.isEmpty());
        Way.onward(inside).ifPresent(lesson -> {
            model.put("onward", Outline.url(inside, lesson));
            model.put("onwardTitle", lesson.title());
        });
        model.put("begun", inside.standing().openedAt() != null);
        model.put("takes", takes(request, course.minutes()));
        return Reply.page("courses/course", Reply.Layout.PORTAL, "learn.course", model);
    }

    /** What all pages of a course show of it. */
    static void head(Map<String, Object> model, Request request, Inside inside) {
        Course course = inside.tree().course();
        model.put("course", course);
        model.put("courseUrl", "/courses/" + course.slug());
        model.put("picture", course.cover() == null ? "" : "/media/" + course.cover() + "?size=1600");
        int percent = inside.standing().percent(inside.tree());
        model.put("percent", percent);
        model.put("percentSaid", request.say("learn.percent", percent));
        model.put("finished", inside.standing().finished());
        model.put("size", request.count("learn.lessons", inside.tree().lessons().count()));
    }

    /** Markdown as the page shows it; null where there is none. */
    static Future<@Nullable Html> text(Vertx vertx, String text) {
        if (text.isEmpty()) return Future.succeededFuture(null);
        return text.length() <= SHORT
                ? Future.succeededFuture(Markdown.page(text))
                : vertx.executeBlocking(() -> Markdown.page(text), false);
    }
}
