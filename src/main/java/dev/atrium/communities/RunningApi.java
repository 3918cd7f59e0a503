package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Keys;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What those do by programs who run a group: links into it, and who looked into its private channels. The same for accounts of
 * its owner and admins, and for the business.
 */
final class RunningApi {
    private static final Duration FARTHEST = Duration.ofDays(366);

    /**
     * A link into a group.
     *
     * @param straight whoever comes by it is in at once, be the group private or secret
     * @param most how many may come by it; null for any number
     * @param used how many came
     * @param expires_at null where it lasts until it is taken back
     * @param good whether it leads anywhere now
     */
    public record JoinLinkView(
            UUID id,
            String url,
            boolean straight,
            @Nullable Integer most,
            int used,
            Instant created_at,
            @Nullable Instant expires_at,
            boolean good) {}

    /** The newest first, at most forty; those that have ended stay for thirty days. */
    public record JoinLinks(List<JoinLinkView> items) {}

    /** What a link is to be; with an id, it can be sent again and is the same link. */
    public record JoinLinkNew(
            @Nullable UUID id,
            @Nullable Boolean straight,
            @Nullable Integer most,
            @Nullable Instant expires_at) {}

    /** Somebody who looked into a private channel without belonging to it; {@code team}: of the business, else the owner. */
    public record ChannelVisit(String name, boolean team, Instant at) {}

    /** The newest first, at most fifty, one for each person and hour. */
    public record ChannelVisits(List<ChannelVisit> items) {}

    private static final UUID ID = BusinessGroupViews.ID;
    private static final Instant AT = BusinessGroupViews.AT;
    private static final JoinLinkView LINK = new JoinLinkView(
            ID,
            "https://portal.example/join/AZMff49afD6aVSsfDG1OIQ",
            true,
            25,
            3,
            AT,
            AT.plus(Duration.ofDays(7)),
            true);
    private static final JoinLinkNew NEW = new JoinLinkNew(ID, true, 25, AT.plus(Duration.ofDays(7)));
    private static final ChannelVisits VISITS = new ChannelVisits(List.of(new ChannelVisit("Olga Owner", true, AT)));

    /** A group and who acts on it. */
    private record Stand(Group group, Hand hand) {}

    private interface Standing {
        Future<Stand> of(Tx tx, Request request);
    }

    private final Db db;
    private final Clock clock;
    private final Keys keys;

    RunningApi(Db db, Clock clock, Keys keys) {
        this.db = db;
        this.clock = clock;
        this.keys = keys;
    }

    void mount(Routes routes) {
        var app = CommunitiesModule.APP.key();
        mount(
                routes.program("communities:read", app),
                routes.program("communities:write", app),
                "/api/v1/groups/:group",
                Function.identity(),
                Function.identity(),
                RunningApi::member);
        mount(
                routes.business(BusinessGroupApi.READING),
                routes.business(BusinessGroupApi.WRITING),
                "/api/v1/business/groups/:group",
                route -> route.names("group", "tenant-group"),
                entity -> "tenant-" + entity,
                RunningApi::business);
    }

    private static Future<Stand> member(Tx tx, Request request) {
        var session = request.session();
        return Groups.member(tx, session.contact(), request.pathText("group"))
                .compose(seat -> GroupActs.found(tx, seat.group())
                        .map(group ->
                                new Stand(group, Hand.of(seat, session.contact(), session.name(), request.ip()))));
    }

    private static Future<Stand> business(Tx tx, Request request) {
        return GroupActs.found(tx, request.id("group")).map(group -> new Stand(group, BusinessGroupApi.hand(request)));
    }

    private void mount(
            Routes.Mount reading,
            Routes.Mount writing,
            String root,
            Function<Route, Route> of,
            Function<String, String> slot,
            Standing standing) {
        of.apply(reading.get(root + "/links", request -> links(request, standing)))
                .summary("List the links into a group")
                .gives(JoinLinks.class, new JoinLinks(List.of(LINK)))
                .refuses(403, 404);
        of.apply(writing.post(root + "/links", (request, tx) -> make(request, tx, standing)))
                .summary("Make a link into a group; sent again with the same id, it is made once")
                .takes(JoinLinkNew.class, NEW)
                .creates(JoinLinkView.class, LINK)
                .refuses(403, 404, 409, 422);
        of.apply(writing.delete(root + "/links/:link", request -> revoke(request, standing)))
                .summary("Take a link into a group back")
                .names("link", slot.apply("group-link"))
                .refuses(403, 404);
        of.apply(reading.get(root + "/channels/:channel/visits", request -> visits(request, standing)))
                .summary("List who looked into a private channel without belonging to it")
                .names("channel", slot.apply("channel"))
                .gives(ChannelVisits.class, VISITS)
                .refuses(403, 404);
    }

    private JoinLinkView view(Request request, JoinLink link) {
        return new JoinLinkView(
                link.id(),
                link.url(keys, request.tenant()),
                link.straight(),
                link.most(),
                link.used(),
                link.createdAt(),
                link.expiresAt(),
                link.good());
    }

    private Future<Reply> links(Request request, Standing standing) {
        return db.read(
                        request.scope(),
                        tx -> standing.of(tx, request).compose(stand -> {
                            stand.hand().require(stand.hand().runs());
                            return new LinkStore(tx).open(stand.group().id());
                        }))
                .map(found -> Reply.json(new JoinLinks(
                        found.stream().map(link -> view(request, link)).toList())));
    }

    private Future<Reply> make(Request request, Tx tx, Standing standing) {
        var sent = request.json(JoinLinkNew.class);
        var id = sent.id() == null ? Ids.next() : sent.id();
        var expires = sent.expires_at();
        if (expires != null
                && (expires.isBefore(clock.now()) || expires.isAfter(clock.now().plus(FARTHEST))))
            throw Problem.invalid("expires_at", "post-time");
        boolean straight = Objects.requireNonNullElse(sent.straight(), false);
        return standing.of(tx, request)
                .compose(stand -> LinkActs.make(tx, stand.group(), stand.hand(), id, straight, sent.most(), expires))
                .compose(x -> new LinkStore(tx).find(id))
                .map(made -> Reply.created(request.path() + "/" + id, view(request, made.orElseThrow())));
    }

    private Future<Reply> revoke(Request request, Standing standing) {
        return db.write(
                        request.scope(),
                        tx -> standing.of(tx, request)
                                .compose(stand -> LinkActs.revoke(tx, stand.group(), stand.hand(), request.id("link"))))
                .map(done -> {
                    if (!done) throw Problem.notFound();
                    return Reply.empty();
                });
    }

    /** By those who run the channel, as its page is. */
    private Future<Reply> visits(Request request, Standing standing) {
        return db.read(
                        request.scope(),
                        tx -> standing.of(tx, request)
                                .compose(stand -> ChannelActs.of(
                                        tx, request.tenant(), stand.group(), stand.hand(), request.id("channel")))
                                .compose(on -> on.channel().closed()
                                        ? new VisitStore(tx).newest(on.channel().id())
                                        : Future.succeededFuture(List.<VisitStore.Visit>of())))
                .map(found -> Reply.json(new ChannelVisits(found.stream()
                        .map(visit -> new ChannelVisit(visit.name(), visit.team(), visit.at()))
                        .toList())));
    }
}
