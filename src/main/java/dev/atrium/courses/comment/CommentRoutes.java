package dev.atrium.courses.comment;

import dev.atrium.communities.post.Writer;
import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.courses.Door.Opened;
import dev.atrium.courses.comment.TalkedStore.LessonPerson;
import dev.atrium.courses.comment.Threads.Eyes;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What people send from below a lesson. Every form works without a script; what was refused is shown again with what was typed. */
final class CommentRoutes {
    private static final String LIST = Spot.LESSON + "/comments";
    private static final String ONE = LIST + "/:comment";
    private static final int OFFERED = 8;

    /** Why something is reported, as a choice. */
    record Reason(String id, String label, boolean selected) {}

    /** At most eight. */
    record LessonPeople(List<LessonPerson> items) {}

    private final Db db;
    private final Threads threads;
    private final CommentPart part;
    private final Discussion discussion;

    CommentRoutes(Db db, Threads threads, CommentPart part, Discussion discussion) {
        this.db = db;
        this.threads = threads;
        this.part = part;
        this.discussion = discussion;
    }

    void mount(Routes routes) {
        var client = routes.client(CoursesModule.APP.key());
        named(client.get(LIST, this::page))
                .summary("Show what was said below a lesson")
                .landing();
        named(client.get(Spot.LESSON + "/people", this::people))
                .summary("Give the people whom somebody can name below a lesson, by what was typed")
                .ofScript();
        named(client.get(ONE + "/part", this::single))
                .names("comment", "lesson-comment")
                .summary("Give a comment of a lesson as it stands now, as a part of a page")
                .ofScript();
        named(client.post(LIST, this::say))
                .names("parent", "lesson-question")
                .summary("Say something below a lesson")
                .longForm()
                .shows(this::page);
        named(client.post(ONE + "/edit", this::edit))
                .names("comment", "lesson-comment")
                .summary("Say something else in a comment of one's own")
                .longForm()
                .shows(this::page);
        named(client.post(ONE + "/remove", this::remove))
                .names("comment", "lesson-comment")
                .summary("Take a comment below a lesson back")
                .shows(this::page);
        named(client.post(ONE + "/restore", this::restore))
                .names("comment", "removed-lesson-comment")
                .summary("Bring a comment below a lesson back")
                .shows(this::page);
        named(client.post(ONE + "/resolve", this::resolve))
                .names("comment", "lesson-question")
                .summary("Say whether a question is answered")
                .shows(this::page);
        named(client.post(ONE + "/react", this::react))
                .names("comment", "lesson-comment")
                .summary("React to a comment below a lesson")
                .shows(this::page);
        named(client.post(ONE + "/follow", this::follow))
                .names("comment", "lesson-question")
                .summary("Follow or mute a question")
                .shows(this::page);
        named(client.get(ONE + "/report", this::report))
                .names("comment", "seen-lesson-comment")
                .summary("Show a comment that is to be reported");
        named(client.post(ONE + "/report", this::reported))
                .names("comment", "seen-lesson-comment")
                .summary("Report a comment of a lesson to staff")
                .shows(this::report);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "talked-lesson");
    }

    /** Also where the lesson was switched off since somebody began to write: what they typed is still theirs. */
    private Future<Reply> page(Request request) {
        return db.read(
                request.scope(),
                tx -> Spot.open(tx, request).compose(opened -> {
                    if (!opened.lesson().comments() && !request.failed()) throw Problem.notFound();
                    var here = Spot.path(opened) + "/comments";
                    return part.talk(tx, request, opened, here).map(talk -> {
                        Map<String, Object> model = new HashMap<>();
                        model.put("talk", talk);
                        model.put("lessonUrl", Spot.path(opened));
                        model.put("lessonTitle", opened.lesson().title());
                        return Reply.page("courses/comment/page", Reply.Layout.PORTAL, "remarks.title", model);
                    });
                }));
    }

    private Future<Reply> single(Request request) {
        return db.read(
                request.scope(),
                tx -> found(tx, request)
                        .compose(at -> threads.alone(
                                request,
                                new Eyes(
                                        request.session().contact(), null, Spot.path(at.opened()) + "/comments", false),
                                at.comment()))
                        .map(shown -> new Reply.Fragment("courses/comment/_one", Map.of("one", shown))));
    }

    /** A comment in a lesson that is open to the reader. */
    private record At(Opened opened, LessonComment comment) {}

    private static Future<At> found(Tx tx, Request request) {
        return Spot.of(tx, request)
                .compose(opened -> new LessonCommentStore(tx)
                        .one(
                                request.session().contact(),
                                opened.lesson().course(),
                                opened.lesson().id(),
                                request.id("comment"))
                        .map(one -> new At(
                                opened, one.filter(there -> !there.removed()).orElseThrow(Problem::notFound))));
    }

    private Future<Reply> people(Request request) {
        var typed = request.query("q").strip();
        var wanted = typed.substring(0, Math.min(80, typed.length()));
        return db.read(
                request.scope(),
                tx -> Spot.of(tx, request).compose(opened -> {
                    var course = opened.lesson().course();
                    return new TalkedStore(tx)
                            .people(request.session().contact(), opened.lesson().id(), wanted)
                            .compose(some -> Door.seers(
                                            tx,
                                            course,
                                            opened.lesson().id(),
                                            some.stream().map(LessonPerson::id).toList())
                                    .map(seers -> offered(some, seers)));
                }));
    }

    private static Reply offered(List<LessonPerson> some, Set<UUID> seers) {
        return Reply.json(new LessonPeople(some.stream()
                .filter(one -> seers.contains(one.id()))
                .limit(OFFERED)
                .collect(Collectors.toList())));
    }

    private interface Deed {
        Future<?> of(Tx tx, Opened opened, Writer who);
    }

    /** The lesson must be open; back to {@code rest} of its page. */
    private Future<Reply> act(Request request, String rest, Deed deed) {
        return db.write(
                        request.scope(),
                        tx -> Spot.open(tx, request)
                                .compose(opened -> deed.of(tx, opened, CommentPart.writer(request))
                                        .map(x -> Spot.path(opened))))
                .map(path -> Reply.redirect(path + rest));
    }

    private static Place place(Opened opened) {
        return new Place(opened.lesson().course(), opened.lesson().id());
    }

    private static String at(UUID comment) {
        return "?at=" + comment + "#comment-" + comment;
    }

    private Future<Reply> say(Request request) {
        var form = request.form();
        var id = form.nonce();
        var parent = NewLessonComment.parent(form.text("parent"));
        var body = NewLessonComment.text(form.raw("body"));
        return act(
                request,
                parent == null ? "#comment-" + id : at(id),
                (tx, opened, who) -> discussion.say(
                        tx,
                        NewLessonComment.of(
                                id, opened.lesson().course(), opened.lesson().id(), parent, who, body)));
    }

    private Future<Reply> edit(Request request) {
        var body = NewLessonComment.text(request.form().raw("body"));
        int version = request.form().number("version");
        var comment = request.id("comment");
        return act(
                request,
                at(comment),
                (tx, opened, who) -> discussion.edit(tx, who, place(opened), comment, version, body));
    }

    private Future<Reply> remove(Request request) {
        var comment = request.id("comment");
        return act(
                request,
                "?removed=" + comment + "#comments",
                (tx, opened, who) -> Discussion.remove(tx, who, place(opened), comment, request.ip()));
    }

    private Future<Reply> restore(Request request) {
        var comment = request.id("comment");
        return act(
                request,
                at(comment),
                (tx, opened, who) -> Discussion.restore(tx, who, place(opened), comment, request.ip()));
    }

    private Future<Reply> resolve(Request request) {
        var comment = request.id("comment");
        boolean resolved = request.form().text("off").isEmpty();
        return act(
                request,
                at(comment),
                (tx, opened, who) -> Discussion.resolve(tx, who, place(opened), comment, resolved, request.ip()));
    }

    /** The button that is pressed already sends {@code none}. */
    private Future<Reply> react(Request request) {
        var comment = request.id("comment");
        var word = request.form().text("word");
        return act(
                request,
                at(comment),
                (tx, opened, who) -> discussion.react(
                        tx, request.session().contact(), place(opened), comment, word.equals("none") ? "" : word));
    }

    private Future<Reply> follow(Request request) {
        var comment = request.id("comment");
        var state = request.form().text("state");
        var kept = state.equals("following") || state.equals("muted") ? state : "";
        return act(
                request,
                at(comment),
                (tx, opened, who) -> new LessonSayStore(tx)
                        .follow(request.session().contact(), place(opened), comment, kept)
                        .map(there -> {
                            if (!there) throw Problem.notFound();
                            return null;
                        }));
    }

    private Future<Reply> report(Request request) {
        return db.read(request.scope(), tx -> others(tx, request)).map(at -> {
            Map<String, Object> model = new HashMap<>();
            var chosen = request.failed() ? request.form().text("reason") : "spam";
            model.put("back", Spot.path(at.opened()) + at(at.comment().id()));
            model.put("lessonTitle", at.opened().lesson().title());
            model.put("by", at.comment().authorName());
            model.put("body", at.comment().body());
            model.put(
                    "reasons",
                    Discussion.REASONS.stream()
                            .map(word -> new Reason(
                                    word, request.say(Family.MODERATION_REASON.key(word)), word.equals(chosen)))
                            .toList());
            return Reply.page("courses/comment/report", Reply.Layout.PORTAL, "moderation.report.title", model);
        });
    }

    /** What somebody else wrote: nobody reports the business to itself, or themselves. */
    private static Future<At> others(Tx tx, Request request) {
        return found(tx, request).map(at -> {
            var author = at.comment().author();
            if (author == null || author.equals(request.session().contact())) throw Problem.notFound();
            return at;
        });
    }

    private Future<Reply> reported(Request request) {
        var form = request.form();
        return db.write(
                        request.scope(),
                        tx -> others(tx, request)
                                .compose(at -> discussion
                                        .report(
                                                tx,
                                                request.session().contact(),
                                                at.comment(),
                                                form.text("reason"),
                                                form.raw("note"),
                                                request.ip())
                                        .map(x -> Spot.path(at.opened())
                                                + at(at.comment().id()))))
                .map(path ->
                        Reply.redirect(path).with(new Cookies.Change(Cookies.FLASH, "lesson-comment-reported", 60)));
    }
}
