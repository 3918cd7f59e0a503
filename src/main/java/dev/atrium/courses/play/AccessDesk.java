package dev.atrium.courses.play;

import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Who may take a course, as staff say it: a person, or all of a tag, a company, a level of a group. */
final class AccessDesk {
    private static final String ROOT = CourseDesk.ROOT + "/access";

    /** A line of a select, and what stands together in it under a name. */
    record Choice(String id, String label, boolean selected) {}

    record Choices(String label, List<Choice> options) {}

    private final Db db;
    private final CourseFrame frame;
    private final Granting granting;

    AccessDesk(Db db, CourseFrame frame, Granting granting) {
        this.db = db;
        this.frame = frame;
        this.granting = granting;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::page)
                .summary("List what gives access to a course")
                .names("course", "taught-course");
        staff.post(ROOT, this::grant)
                .summary("Open a course for somebody")
                .names("course", "taught-course")
                .shows(this::page);
        staff.post(ROOT + "/:grant/end", this::end)
                .summary("End somebody's access to a course")
                .names("course", "taught-course")
                .names("grant", "course-grant")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        var wanted = Page.Wanted.of(request.failed() ? "" : request.query("cursor"), "");
        return db.read(
                Desk.of(request).scope(),
                tx -> CourseDesk.course(tx, request).compose(course -> {
                    var store = new GrantStore(tx);
                    var after = wanted.after();
                    var grants = store.list(
                            course.id(),
                            after.map(Cursor::time).orElse(null),
                            after.map(Cursor::id).orElse(null),
                            wanted.rows());
                    return Future.all(grants, who(request, store)).map(found -> {
                        var model = CourseDesk.model(frame, request, course, "access");
                        Page<Grant> page = wanted.page(
                                found.<List<Grant>>resultAt(0), grant -> Cursor.at(grant.createdAt(), grant.id()));
                        model.put("grants", page.items());
                        model.put("who", found.<List<Choices>>resultAt(1));
                        page.next().ifPresent(next -> model.put("next", request.path() + "?cursor=" + next.text()));
                        return Reply.page("learners/access", Reply.Layout.CONSOLE, "learners.access", model);
                    });
                }));
    }

    private static Future<List<Choices>> who(Request request, GrantStore store) {
        var tags = store.tags();
        var companies = store.companies();
        var groups = store.groups();
        var chosen = request.failed() ? request.form().text("who") : "";
        return Future.all(tags, companies, groups).map(x -> {
            var all = new ArrayList<Choices>();
            add(all, request.say("learners.who.tags"), "tag", tags.result(), chosen);
            add(all, request.say("learners.who.companies"), "company", companies.result(), chosen);
            add(all, request.say("learners.who.groups"), "group", groups.result(), chosen);
            return all;
        });
    }

    private static void add(
            List<Choices> all, String label, String kind, List<GrantStore.Named> things, String chosen) {
        if (things.isEmpty()) return;
        all.add(new Choices(
                label,
                things.stream()
                        .map(thing -> {
                            var id = kind + ":" + thing.id();
                            return new Choice(id, thing.name(), id.equals(chosen));
                        })
                        .toList()));
    }

    private interface Deed {
        Future<?> of(Tx tx, LearnerStore.Named course);
    }

    private Future<Reply> act(Request request, String word, Deed deed) {
        var desk = Desk.of(request);
        return db.write(
                desk.scope(),
                tx -> CourseDesk.course(tx, request)
                        .compose(course ->
                                deed.of(tx, course).map(x -> desk.done("/courses/" + course.id() + "/access", word))));
    }

    private Future<Reply> grant(Request request) {
        return act(
                request,
                "grant-made",
                (tx, course) -> granting.grant(
                        tx, course, GrantDraft.of(request.form(), ZoneId.of(course.zone())), request.ip()));
    }

    private Future<Reply> end(Request request) {
        return act(request, "grant-ended", (tx, course) -> granting.end(tx, course, request.id("grant"), request.ip()));
    }
}
