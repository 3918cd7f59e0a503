package dev.atrium.courses;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the console's pages of one course have in common: its name, how it stands, and its tabs. The template begins with {@code courses/_desk}. */
public final class CourseFrame {
    /** A tab of the console's pages of a course; its name is the message {@code courses.desk.tab.<key>}. */
    private record Tab(String key, String path, int position) {}

    /** A tab as a page shows it. */
    public record Link(String url, String label, boolean current, int count) {}

    /** A course as its pages name it; {@code badge} is the colour of its state. */
    public record Shown(UUID id, String title, String slug, String state, String stateName, String badge) {}

    private final List<Tab> tabs = new ArrayList<>();

    /** Declares a page that the console has for every course, below {@code /t/:slug/courses/:course}; at start. */
    public void tab(String key, String path, int position) {
        tabs.add(new Tab(key, path, position));
        tabs.sort(Comparator.comparingInt(Tab::position));
    }

    /** The messages that tabs are called by. */
    public List<String> words() {
        return Family.COURSE_TAB.keys(tabs.stream().map(Tab::key).toList());
    }

    /** The model of a console page of a course, to be added to; {@code current} is the key of its tab. 404 where there is none. */
    public Future<Map<String, Object>> model(Tx tx, Request request, UUID course, String current) {
        return new TreeStore(tx)
                .tree(course)
                .map(found ->
                        model(request, found.orElseThrow(Problem::notFound).course(), current));
    }

    /** The same of a course that has been read. */
    public Map<String, Object> model(Request request, Course course, String current) {
        return model(request, course.id(), course.title(), course.slug(), course.state(), current);
    }

    /** The same of a course of which this is known. */
    public Map<String, Object> model(
            Request request, UUID course, String title, String slug, Course.State state, String current) {
        var desk = Desk.of(request);
        var here = desk.path("/courses/" + course);
        var model = desk.model(request);
        model.put("course", shown(request, course, title, slug, state));
        model.put("here", here);
        model.put(
                "tabs",
                tabs.stream()
                        .map(tab -> new Link(
                                here + tab.path(),
                                request.say(Family.COURSE_TAB.key(tab.key())),
                                tab.key().equals(current),
                                0))
                        .toList());
        return model;
    }

    private static Shown shown(Request request, UUID id, String title, String slug, Course.State state) {
        var word = state.word();
        return new Shown(id, title, slug, word, request.say(Family.COURSE_STATE.key(word)), badge(state));
    }

    /** The colour in which a state is shown. */
    public static String badge(Course.State state) {
        return switch (state) {
            case DRAFT -> "warn";
            case PUBLISHED -> "good";
            case ARCHIVED -> "";
        };
    }
}
