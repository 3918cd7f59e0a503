package dev.atrium.courses.author;

import dev.atrium.courses.Completion;
import dev.atrium.courses.Course;
import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.LessonKind;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.media.MediaModule;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The door to writing courses. */
public final class AuthorModule {
    public static final List<FactKind> FACTS = CourseFact.KINDS;

    private final CourseFrame frame;
    private final CourseRoutes courses;
    private final OutlineRoutes outline;
    private final LessonRoutes lessons;
    private final PreviewRoutes preview;
    private final ZipRoutes zips;
    private final BusinessCoursesApi api;
    private final BusinessLessonsApi lessonsApi;

    /** @param frame to which other parts add their tabs */
    public AuthorModule(Vertx vertx, Db db, Hosts hosts, MediaModule media, CourseFrame frame) {
        this.frame = frame;
        frame.tab("outline", "", 10);
        frame.tab("about", "/about", 20);
        frame.tab("preview", "/preview", 30);
        this.courses = new CourseRoutes(db, media.media(), frame);
        this.outline = new OutlineRoutes(db, hosts, frame);
        this.lessons = new LessonRoutes(vertx, db, hosts, media, frame);
        this.preview = new PreviewRoutes(db, hosts, frame);
        this.zips = new ZipRoutes(vertx, db, media);
        this.api = new BusinessCoursesApi(db);
        this.lessonsApi = new BusinessLessonsApi(db, media.ofPrograms());
    }

    public void mount(Routes routes) {
        // "new" and "import" are no courses' ids: they come first.
        courses.mount(routes);
        zips.mount(routes);
        outline.mount(routes);
        lessons.mount(routes);
        preview.mount(routes);
        api.mount(routes);
        lessonsApi.mount(routes);
    }

    /** The messages that are made of a word at run time; asked once all tabs are declared. */
    public List<String> words() {
        return Stream.of(
                        frame.words(),
                        Family.COURSE_STATE.keys(Arrays.stream(Course.State.values())
                                .map(Course.State::word)
                                .toList()),
                        Family.COURSE_ANCHOR.keys(Arrays.stream(Course.Anchor.values())
                                .map(Course.Anchor::word)
                                .toList()),
                        Family.COURSE_KIND.keys(Arrays.stream(LessonKind.values())
                                .map(LessonKind::word)
                                .toList()),
                        Family.COURSE_COMPLETION.keys(Arrays.stream(Completion.values())
                                .map(Completion::word)
                                .toList()),
                        Family.COURSE_UNLOCK.keys(Opening.WORDS),
                        Family.COURSE_GAP.keys(List.of("file", "length", "time", "questions")))
                .flatMap(List::stream)
                .toList();
    }
}
