package dev.atrium.invitation;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inviting many: a list that is typed, pasted or uploaded, everybody with a tag, or whoever was ticked among the contacts.
 * The list is shown with a verdict for each line before anything is written; what is sent is judged anew.
 */
final class ManyRoutes {
    /** So many lines fit into one hidden field: a form's field takes 32 KiB. */
    private static final int CHUNK = 25;

    private static final int TICKED = 60;
    private static final int SHOWN_AGAIN = 24 * 1024;

    /** A line as the page shows it. */
    record Row(int number, String name, String email, String verdict, String badge) {}

    /** A tag to choose. */
    record TagChoice(String id, String label, boolean selected) {}

    private final Vertx vertx;
    private final Db db;
    private final Hosts hosts;
    private final Batch batch;

    ManyRoutes(Vertx vertx, Db db, Hosts hosts, Batch batch) {
        this.vertx = vertx;
        this.db = db;
        this.hosts = hosts;
        this.batch = batch;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.get("/t/:slug/invitations/many", this::form).summary("Show the form for many invitations");
        staff.post("/t/:slug/invitations/many", this::preview)
                .summary("Show what would become of a list")
                .names("contact", "contact")
                .names("tag", "tag")
                .uploads(InviteList.LONGEST)
                .shows(this::form);
        staff.post("/t/:slug/invitations/many/send", this::send)
                .summary("Invite everybody of a list")
                .uploads(InviteList.LONGEST * 2L)
                .shows(this::form);
    }

    private Future<Reply> form(Request request) {
        var desk = Desk.of(request);
        var typed = request.failed() ? request.form().raw("list") : "";
        return db.read(desk.scope(), tx -> form(tx, request, desk, typed));
    }

    private static Future<Reply> form(Tx tx, Request request, Desk desk, String typed) {
        return new InvitationStore(tx).tags().map(tags -> page(request, desk, tags, typed, List.of()));
    }

    private static Reply page(
            Request request, Desk desk, List<InvitationStore.Tag> tags, String typed, List<Batch.Judged> judged) {
        var model = desk.model(request);
        model.put("list", typed);
        model.put("most", InviteList.MOST);
        model.put(
                "tags",
                tags.stream()
                        .map(tag -> new TagChoice(
                                tag.id().toString(), request.say("invitations.tag", tag.name(), tag.people()), false))
                        .toList());
        if (!judged.isEmpty()) preview(request, judged, model);
        return Reply.page("invitations/many", Reply.Layout.CONSOLE, "console.invitations.many", model);
    }

    private static void preview(Request request, List<Batch.Judged> judged, Map<String, Object> model) {
        var rows = new ArrayList<Row>();
        for (var one : judged) {
            var word = request.say(Family.INVITATION_VERDICT.key(one.verdict().word()));
            rows.add(new Row(
                    rows.size() + 1,
                    one.name(),
                    one.typed(),
                    word,
                    one.verdict().badge()));
        }
        var going = judged.stream()
                .filter(j -> j.verdict().goes())
                .map(Batch.Judged::line)
                .toList();
        model.put("rows", rows);
        model.put("going", going.size());
        model.put("staying", judged.size() - going.size());
        var chunks = new ArrayList<String>();
        for (int i = 0; i < going.size(); i += CHUNK)
            chunks.add(InviteList.text(going.subList(i, Math.min(i + CHUNK, going.size()))));
        model.put("chunks", chunks);
    }

    private Future<Tenant> tenant(Desk desk) {
        return hosts.tenant(desk.scope().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> preview(Request request) {
        var desk = Desk.of(request);
        return tenant(desk)
                .compose(tenant -> list(request, desk)
                        .compose(list -> db.read(desk.scope(), tx -> {
                            var tags = new InvitationStore(tx).tags();
                            var judged = Batch.judge(tx, tenant, list);
                            var text = InviteList.text(list.lines());
                            var typed = text.length() <= SHOWN_AGAIN ? text : "";
                            return Future.all(tags, judged)
                                    .map(x -> page(request, desk, tags.result(), typed, judged.result()));
                        })));
    }

    /** Everybody who is named, by whichever way: in the file, among what was typed, by the tag, by a tick. */
    private Future<InviteList> list(Request request, Desk desk) {
        var form = request.form();
        var typed = form.raw("list");
        var lists = new ArrayList<InviteList>();
        return file(request)
                .compose(file -> {
                    if (!file.isBlank()) lists.add(InviteList.parse(file));
                    if (!typed.isBlank()) lists.add(InviteList.parse(typed));
                    return db.read(desk.scope(), tx -> known(new InvitationStore(tx), form, lists));
                })
                .map(x -> InviteList.of(lists));
    }

    private Future<String> file(Request request) {
        var file =
                request.uploads().stream().filter(upload -> upload.size() > 0).findFirst();
        if (file.isEmpty()) return Future.succeededFuture("");
        if (file.get().size() > InviteList.LONGEST) throw Problem.invalid("list", "list-long", InviteList.MOST);
        return vertx.fileSystem().readFile(file.get().uploadedFileName()).map(ManyRoutes::utf8);
    }

    private static Future<Void> known(InvitationStore store, Form form, List<InviteList> lists) {
        var tag = Ids.parse(form.text("tag"));
        if (tag == null && !form.text("tag").isEmpty()) throw Problem.notFound();
        var ticked = form.ids("contact", TICKED);
        var tagged = tag == null
                ? Future.<Void>succeededFuture()
                : store.tagged(tag, InviteList.MOST + 1).map(people -> add(lists, people, "tag"));
        return tagged.compose(x -> ticked.isEmpty()
                ? Future.succeededFuture()
                : store.ticked(ticked, TICKED).map(people -> add(lists, people, "list")));
    }

    private static @Nullable Void add(List<InviteList> lists, List<InvitationStore.Entry> people, String field) {
        if (people.isEmpty()) throw Problem.invalid(field, "list-empty");
        lists.add(InviteList.parse(InviteList.text(people.stream()
                .map(p -> new InviteList.Line(p.name().equals(p.email()) ? "" : p.name(), p.email(), null))
                .toList())));
        return null;
    }

    private static String utf8(Buffer bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
        } catch (CharacterCodingException other) {
            // What spreadsheets save that do not know better.
            return new String(bytes.getBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Future<Reply> send(Request request) {
        var desk = Desk.of(request);
        var list = InviteList.parse(chunks(request));
        return tenant(desk)
                .compose(tenant -> db.write(desk.scope(), tx -> batch.invite(tx, tenant, list, request.ip())))
                .map(queued -> desk.done("/invitations", queued == 0 ? "invitations-nobody" : "invitations-queued"));
    }

    private static String chunks(Request request) {
        var all = new StringBuilder();
        for (int i = 0; i * CHUNK < InviteList.MOST; i++)
            all.append(request.form().raw("rows_" + i));
        return all.toString();
    }
}
