package dev.atrium.communities.talk;

import dev.atrium.communities.post.NewPoll;
import dev.atrium.communities.post.PostModule;
import dev.atrium.communities.post.Writer;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.UUID;

/** Staff ask with the drafts that they write in the name of the business, as members do with theirs. */
final class ConsolePolls {
    private static final String POLL = "/t/:slug/communities/:group/drafts/:draft/poll";

    private final Db db;
    private final Clock clock;
    private final PostModule posts;

    ConsolePolls(Db db, Clock clock, PostModule posts) {
        this.db = db;
        this.clock = clock;
        this.posts = posts;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.post(POLL, this::ask)
                .summary("Ask a poll with a draft of the business")
                .names("group", "tenant-group")
                .names("draft", "staff-draft")
                .shows(posts.consoleDraftPage());
        staff.post(POLL + "/remove", request -> change(request, Polls::delete))
                .summary("Take the poll from a draft of the business")
                .names("group", "tenant-group")
                .names("draft", "staff-draft")
                .shows(posts.consoleDraftPage());
    }

    private interface Change {
        Future<Void> of(Tx tx, Writer who, UUID draft);
    }

    private Future<Reply> ask(Request request) {
        var poll = NewPoll.of(request.form(), clock.now());
        return change(request, (tx, who, draft) -> Polls.put(tx, who, draft, poll));
    }

    private Future<Reply> change(Request request, Change change) {
        var desk = Desk.of(request);
        var draft = request.id("draft");
        var who = Writer.of(desk.scope().principal(), desk.staff());
        return db.write(desk.scope(), tx -> posts.consoleDraft(tx, request).compose(x -> change.of(tx, who, draft)))
                .map(x -> Reply.redirect(desk.path("/communities/" + request.id("group") + "/drafts/" + draft)));
    }
}
