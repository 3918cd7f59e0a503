package dev.atrium.communities;

import dev.atrium.communities.ChannelDeskStore.Channel;
import dev.atrium.communities.Ground.Stand;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.web.Family;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The channels of a group and who is in them: for those who run it, on its own pages and on the console. */
final class ChannelRoutes {
    private static final int WORDS = 100;

    /** A channel as the list shows it; {@code mine} where the one who looks may change it. */
    record Row(Channel it, String symbol, String typeName, String policyName, boolean mine) {}

    private final Db db;
    private final Ground ground;
    private final ChannelActs acts;

    ChannelRoutes(Db db, Ground ground, ChannelActs acts) {
        this.db = db;
        this.ground = ground;
        this.acts = acts;
    }

    void mount(Routes routes) {
        var mount = ground.mount(routes);
        var all = ground.root() + "/channels";
        var one = all + "/:channel";
        named(mount.get(all, this::list).summary("List the channels of a group to change them"));
        named(mount.post(all, this::add).summary("Add a channel to a group")).shows(this::list);
        open(mount.get(one, this::page).summary("Show a channel to change it"));
        open(mount.post(one, this::change).summary("Change a channel")).shows(this::page);
        open(mount.post(one + "/move", this::move).summary("Move a channel up or down"));
        open(mount.post(one + "/archive", act("/channels", "channel-archived", acts::archive))
                .summary("Archive a channel: everybody reads on, nobody writes"));
        open(mount.post(one + "/restore", act("/channels", "channel-restored", acts::restore))
                .summary("Take a channel out of the archive"));
        open(mount.post(one + "/delete", act("/channels", "channel-deleted", acts::delete))
                .summary("Delete a channel with everything that was said in it"));
        open(mount.post(one + "/people", this::letIn).summary("Let a member of the group into a channel"))
                .names("person", "group-person")
                .shows(this::page);
        open(mount.post(one + "/people/remove", this::putOut).summary("Put a member out of a channel"))
                .names("person", "group-person");
    }

    private Route named(Route route) {
        return route.names("group", ground.slot("group"));
    }

    private Route open(Route route) {
        return named(route).names("channel", ground.slot("channel"));
    }

    private Future<Reply> list(Request request) {
        return db.read(
                ground.scope(request),
                tx -> ground.stand(tx, request).compose(stand -> {
                    stand.hand().require(stand.hand().runs());
                    return visible(tx, stand).compose(rows -> {
                        Map<String, Object> model = new HashMap<>();
                        model.put(
                                "rows",
                                rows.stream().map(row -> row(request, row)).toList());
                        model.put(
                                "nonce",
                                request.failed()
                                        ? request.form().nonce().toString()
                                        : Ids.next().toString());
                        fields(request, model, null);
                        return ground.page(tx, request, stand, "channels", model);
                    });
                }));
    }

    /** Whoever helps to run a group sees no private channel that they are not let into. */
    private static Future<List<Channel>> visible(Tx tx, Stand stand) {
        var all = new ChannelDeskStore(tx).all(stand.group().id());
        var contact = stand.hand().contact();
        if (contact == null || stand.hand().owns()) return all;
        return Groups.channels(tx, contact, stand.group().id())
                .compose(seats -> all.map(channels -> channels.stream()
                        .filter(channel ->
                                seats.stream().anyMatch(seat -> seat.id().equals(channel.id())))
                        .toList()));
    }

    private static Row row(Request request, Channel channel) {
        return new Row(
                channel,
                GroupFrame.symbol(channel.type()),
                request.say(Family.COMMUNITY_CHANNEL.key(channel.type())),
                request.say(Family.COMMUNITY_POLICY.key(channel.policy())),
                true);
    }

    /** The form's choices, and what is stored in it: null for a new channel. */
    private static void fields(Request request, Map<String, Object> model, @Nullable Channel stored) {
        boolean again = request.failed() && request.form().has("type");
        var type = again ? request.form().text("type") : stored == null ? "discussion" : stored.type();
        var policy = again ? request.form().text("policy") : stored == null ? "all" : stored.policy();
        model.put("types", options(request, ChannelDraft.TYPES, Family.COMMUNITY_CHANNEL::key, type));
        model.put("policies", options(request, ChannelDraft.POLICIES, Family.COMMUNITY_POLICY::key, policy));
        model.put("closed", again && !request.form().text("closed").isEmpty());
        model.put(
                "typed",
                stored == null
                        ? Map.of()
                        : Map.of(
                                "channel_name", stored.name(),
                                "channel_about", stored.description(),
                                "channel_icon", stored.icon()));
    }

    private static List<MemberPage.Choice> options(
            Request request, List<String> words, UnaryOperator<String> key, String chosen) {
        return words.stream()
                .map(word -> new MemberPage.Choice(word, request.say(key.apply(word)), word.equals(chosen)))
                .toList();
    }

    private Future<Reply> page(Request request) {
        var said = request.query("q").strip().replace("\0", "");
        var words = said.substring(0, Math.min(WORDS, said.length()));
        return ground.tenant(request)
                .compose(tenant -> db.read(
                        ground.scope(request),
                        tx -> ground.stand(tx, request)
                                .compose(stand -> ChannelActs.of(
                                                tx, tenant, stand.group(), stand.hand(), request.id("channel"))
                                        .compose(on -> {
                                            var store = new ChannelDeskStore(tx);
                                            var inside =
                                                    store.inside(on.channel().id());
                                            var outside = store.outside(
                                                    stand.group().id(),
                                                    on.channel().id(),
                                                    words);
                                            var visits = on.channel().closed()
                                                    ? new VisitStore(tx)
                                                            .newest(on.channel().id())
                                                    : Future.succeededFuture(List.<VisitStore.Visit>of());
                                            return Future.all(inside, outside, visits)
                                                    .compose(x -> {
                                                        Map<String, Object> model = new HashMap<>();
                                                        model.put("channel", row(request, on.channel()));
                                                        model.put(
                                                                "version",
                                                                on.channel().version());
                                                        model.put("inside", inside.result());
                                                        model.put("outside", outside.result());
                                                        model.put("visits", visits.result());
                                                        model.put("words", words);
                                                        fields(request, model, on.channel());
                                                        return ground.page(tx, request, stand, "channel", model);
                                                    });
                                        }))));
    }

    private Future<Reply> add(Request request) {
        var draft = ChannelDraft.of(request.form());
        var id = request.form().nonce();
        return db.write(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> new ChannelDeskStore(tx)
                                .find(stand.group().id(), id)
                                .compose(known -> known.isPresent()
                                        ? Future.<Void>succeededFuture()
                                        : acts.add(tx, stand.group(), stand.hand(), id, draft))
                                .map(x -> ground.done(stand, request, "/channels", "channel-added"))));
    }

    private interface Act {
        Future<Void> of(ChannelActs.Case on);
    }

    private Route.Handler act(String rest, String word, Act act) {
        return request -> done(request, rest, word, act);
    }

    private Future<Reply> done(Request request, String rest, String word, Act act) {
        return ground.tenant(request)
                .compose(tenant -> db.write(
                        ground.scope(request),
                        tx -> ground.stand(tx, request)
                                .compose(stand -> ChannelActs.of(
                                                tx, tenant, stand.group(), stand.hand(), request.id("channel"))
                                        .compose(act::of)
                                        .map(x -> ground.done(stand, request, rest, word)))));
    }

    private Future<Reply> change(Request request) {
        var form = request.form();
        var draft = ChannelDraft.of(form);
        var from = Precondition.of(form.number("version"));
        return done(request, "/channels", "channel-saved", on -> acts.change(on, from, draft));
    }

    private Future<Reply> move(Request request) {
        boolean up = request.form().text("to").equals("up");
        return done(request, "/channels", "channel-moved", on -> acts.move(on, up));
    }

    private Future<Reply> letIn(Request request) {
        var person = request.form().id("person");
        boolean manager = !request.form().text("manager").isEmpty();
        return done(request, here(request), "channel-person-saved", on -> acts.letIn(on, person, manager));
    }

    private Future<Reply> putOut(Request request) {
        var person = request.form().id("person");
        return done(request, here(request), "channel-person-removed", on -> acts.putOut(on, person));
    }

    private static String here(Request request) {
        return "/channels/" + request.id("channel");
    }
}
