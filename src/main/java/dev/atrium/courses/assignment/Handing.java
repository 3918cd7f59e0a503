package dev.atrium.courses.assignment;

import dev.atrium.courses.Door;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Progress;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaObject;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/** What learners do with their work, by pages and programs alike. Every act asks the door of the lesson first. */
final class Handing {
    private static final int PER_MINUTE = 20;

    private final Progress progress;
    private final Telling telling;

    Handing(Progress progress, Telling telling) {
        this.progress = progress;
        this.telling = telling;
    }

    /**
     * The assignment that a path names by {@code course} (slug or id) and {@code lesson}. Fails as {@link Door#open} does, and with
     * {@code not-found} where the lesson asks for no work.
     */
    static Future<Door.Opened> open(Tx tx, Request request) {
        var name = request.pathText("course");
        var id = Ids.parse(name);
        var course = id != null
                ? Future.succeededFuture(id)
                : new TreeStore(tx).bySlug(name).map(found -> found.orElseThrow(Problem::notFound));
        return course.compose(found -> Door.open(tx, request.session().contact(), found, request.id("lesson")))
                .map(opened -> {
                    if (opened.lesson().kind() != LessonKind.ASSIGNMENT) throw Problem.notFound();
                    return opened;
                });
    }

    static UUID contact(Door.Opened opened) {
        return opened.inside().standing().contact();
    }

    static String path(Door.Opened opened) {
        return Telling.path(
                opened.inside().tree().course().slug(), opened.lesson().id());
    }

    /** Text as it is kept: line ends of one kind. */
    static String text(String field, String typed) {
        var text = typed.replace("\r\n", "\n").strip();
        if (text.codePointCount(0, text.length()) > HandIn.LONGEST)
            throw Problem.invalid(field, "text-long", HandIn.LONGEST);
        if (text.indexOf('\0') >= 0) throw Problem.invalid(field, "text-broken");
        return text;
    }

    /** Whoever reads what is asked has opened the lesson: days count from there. */
    Future<Void> seen(Tx tx, Tenant tenant, Door.Opened opened) {
        var lesson = opened.lesson();
        return progress.opened(tx, tenant, lesson.course(), lesson.id(), contact(opened));
    }

    /** Whoever works on it has the lesson open. */
    private Future<Void> begun(Tx tx, Tenant tenant, Door.Opened opened) {
        var lesson = opened.lesson();
        return seen(tx, tenant, opened)
                .compose(x -> new HandInStore(tx)
                        .begin(Ids.next(), lesson.id(), contact(opened))
                        .mapEmpty());
    }

    /** Keeps what is being written. Fails with 409 {@code hand-in-shut} where it was handed in, or is at its end. */
    Future<Void> write(Tx tx, Tenant tenant, Door.Opened opened, String body) {
        return begun(tx, tenant, opened)
                .compose(x -> new HandInStore(tx).write(opened.lesson().id(), contact(opened), body))
                .map(kept -> {
                    if (!kept) throw Problem.of(409, "hand-in-shut");
                    return null;
                });
    }

    /** Work that is held, with room for a file. */
    private Future<HandInFileStore.Held> held(Tx tx, Tenant tenant, Door.Opened opened) {
        return begun(tx, tenant, opened)
                .compose(x -> new HandInFileStore(tx).hold(opened.lesson().id(), contact(opened)))
                .map(found -> found.orElseThrow(() -> Problem.of(409, "hand-in-shut")));
    }

    /** Puts a file to what is being written, in the transaction in which it becomes visible. */
    Future<Void> attach(Tx tx, Tenant tenant, Door.Opened opened, UUID account, MediaObject file) {
        return held(tx, tenant, opened).compose(held -> put(tx, held, account, file.id(), "file"));
    }

    private static Future<Void> put(Tx tx, HandInFileStore.Held held, UUID account, UUID file, String field) {
        if (held.full()) throw Problem.invalid(field, "hand-in-files", HandIn.FILES);
        return new HandInFileStore(tx).attach(held.id(), account, file).map(put -> {
            if (!put) throw Problem.notFound();
            return null;
        });
    }

    /** The same of a file that the account uploaded before; added twice, it is there once. 404 where it is not theirs to add. */
    Future<Void> attachOwn(Tx tx, Tenant tenant, Door.Opened opened, UUID account, UUID upload) {
        var files = new HandInFileStore(tx);
        return held(tx, tenant, opened)
                .compose(held -> files.there(held.id(), upload)
                        .compose(there -> there ? Future.succeededFuture() : put(tx, held, account, upload, "upload")));
    }

    static Future<Void> detach(Tx tx, Door.Opened opened, UUID file) {
        var files = new HandInFileStore(tx);
        return files.hold(opened.lesson().id(), contact(opened))
                .compose(x -> files.detach(opened.lesson().id(), contact(opened), file))
                .map(gone -> {
                    if (!gone) throw Problem.notFound();
                    return null;
                });
    }

    /**
     * Hands in {@code body} with the files that were put to it. Of any number at once one does. Fails with 409 {@code hand-in-late},
     * {@code hand-in-shut} or {@code hand-in-over}, and with {@code hand-in-empty} of the field {@code body}.
     */
    Future<HandInStore.Handed> submit(Tx tx, Tenant tenant, Door.Opened opened, String body, String ip) {
        var lesson = opened.lesson();
        var contact = contact(opened);
        var store = new HandInStore(tx);
        return begun(tx, tenant, opened)
                // Held by a statement of its own: the next one sees every file that came before.
                .compose(x -> new HandInFileStore(tx).hold(lesson.id(), contact))
                .compose(x -> store.submit(lesson.id(), contact, body))
                .compose(handed -> handed.isEmpty()
                        ? refused(tx, opened).compose(Future::failedFuture)
                        : handed(tx, opened, handed.get(), ip).map(handed.get()));
    }

    /** Why it could not be handed in. */
    private static Future<Problem> refused(Tx tx, Door.Opened opened) {
        var lesson = opened.lesson().id();
        var store = new HandInStore(tx);
        var work = store.of(lesson, contact(opened));
        var terms = new TermsStore(tx).of(lesson);
        var due = store.due(lesson, contact(opened));
        return Future.all(work, terms, due).map(x -> {
            var now = work.result().orElseThrow(Problem::notFound);
            if (!now.state().open()) return Problem.of(409, "hand-in-shut");
            if (now.left(terms.result()) == 0) return Problem.of(409, "hand-in-over");
            boolean late = now.versions() == 0
                    && !terms.result().late()
                    && due.result().over();
            return late ? Problem.of(409, "hand-in-late") : Problem.invalid("body", "hand-in-empty");
        });
    }

    private Future<Void> handed(Tx tx, Door.Opened opened, HandInStore.Handed handed, String ip) {
        var lesson = opened.lesson();
        var work = new AssignmentFact.Work(
                contact(opened), handed.id(), lesson.course(), lesson.id(), lesson.title(), handed.number());
        return Events.record(tx, new AssignmentFact.Submitted(work))
                .compose(x -> Audit.record(
                        tx,
                        "assignment.submitted",
                        "assignment",
                        handed.id(),
                        new JsonObject()
                                .put("title", lesson.title())
                                .put("course", lesson.course().toString())
                                .put("number", handed.number()),
                        ip))
                .compose(x -> telling.staff(tx, lesson.course(), handed.id()));
    }

    /** Says something to staff about work that was handed in; sent twice, it is said once. */
    Future<HandIn.Said> say(Tx tx, Door.Opened opened, UUID id, String author, String typed) {
        var body = message(typed);
        var store = new HandInStore(tx);
        return limited(tx, contact(opened))
                .compose(x -> store.of(opened.lesson().id(), contact(opened)))
                .map(found ->
                        found.filter(work -> work.versions() > 0).orElseThrow(() -> Problem.of(409, "hand-in-none")))
                .compose(work -> store.say(id, work.id(), null, false, author, body)
                        .compose(said -> said
                                ? telling.staff(tx, opened.lesson().course(), work.id())
                                : Future.succeededFuture())
                        .compose(x -> store.said(id, work.id()))
                        .map(found -> found.orElseThrow(() -> Problem.of(409, "hand-in-messages", HandIn.MESSAGES))));
    }

    static String message(String typed) {
        var body = typed.replace("\r\n", "\n").strip();
        if (body.isEmpty()) throw Problem.invalid("message", "hand-in-message");
        if (body.codePointCount(0, body.length()) > HandIn.MESSAGE)
            throw Problem.invalid("message", "text-long", HandIn.MESSAGE);
        if (body.indexOf('\0') >= 0) throw Problem.invalid("message", "text-broken");
        return body;
    }

    static Future<Void> limited(Tx tx, UUID person) {
        return RateLimit.take(tx, "hand-in:" + person, Duration.ofMinutes(1)).map(taken -> {
            if (taken.over(PER_MINUTE))
                throw Problem.tooMany("messages-many", taken.waitSeconds(), taken.waitMinutes());
            return null;
        });
    }
}
