package dev.atrium.communities;

import dev.atrium.communities.WaitStore.Waits;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all pages of a group have in common: the rail of groups and channels, the head and its tabs. A page's template begins
 * with {@code <div class="community">}, then {@code {{> communities/_rail}}}, then {@code <div class="column">} and {@code {{>
 * communities/_head}}}.
 */
public final class GroupFrame {
    /** What members see first of a group, and what it adds to the frame's model. */
    @FunctionalInterface
    public interface Home {
        Future<Reply> show(Request request, Tx tx, Seat seat, Map<String, Object> model);
    }

    /** A group of the rail. */
    public record RailGroup(
            UUID id,
            String name,
            String url,
            String icon,
            String initials,
            int hue,
            boolean current,
            boolean unread,
            String waits) {}

    /** A channel of the rail; {@code count} is empty where nothing is unread. */
    public record RailChannel(
            UUID id,
            String name,
            String url,
            String icon,
            String symbol,
            boolean closed,
            boolean current,
            String count) {}

    /** A tab as {@code _partials/tabs} shows it. */
    public record Tab(String url, String label, boolean current, String count) {}

    /** The group as its pages show it. */
    public record Head(
            UUID id,
            String name,
            String slug,
            String url,
            String description,
            String visibility,
            String seen,
            String icon,
            String initials,
            int hue,
            String cover,
            String accent,
            int members,
            boolean archived,
            String role,
            boolean member,
            boolean moderates,
            boolean runs,
            boolean owns,
            boolean requested) {}

    /** A tab's count beyond this is "99+". */
    private static final int COUNTED = 99;

    /** What waits for the reader in this group, for the pages of those who run it. */
    static final String WAITS = "waits";

    private static final int MOST_TABS = 12;

    private final List<GroupTab> tabs = new ArrayList<>();
    private @Nullable Home home;

    GroupFrame() {
        tab(new GroupTab("feed", "", 0, Seat::member));
        tab(new GroupTab("about", "/about", 900, seat -> true));
    }

    /** Declares a page that every group has; at start, before anything is served. */
    public void tab(GroupTab tab) {
        tabs.add(tab);
        tabs.sort(Comparator.comparingInt(GroupTab::position));
        if (tabs.size() > MOST_TABS) throw new IllegalArgumentException("too many tabs: " + tab.key());
    }

    /** Declares what members see first; at start. */
    public void home(Home first) {
        if (home != null) throw new IllegalArgumentException("there is one first page");
        home = first;
    }

    @Nullable
    Home home() {
        return home;
    }

    /** Every message that a tab asks for. */
    List<String> words() {
        var keys = new ArrayList<>(
                Family.COMMUNITY_TAB.keys(tabs.stream().map(GroupTab::key).toList()));
        keys.addAll(Family.COMMUNITY_SEEN.keys(GroupDraft.SEEN));
        keys.addAll(Family.COMMUNITY_SEEN_LEAD.keys(GroupDraft.SEEN));
        keys.addAll(Family.COMMUNITY_PART.keys(ClientGround.parts()));
        keys.addAll(Family.COMMUNITY_MUTE.keys(PeopleActs.MUTES.keySet()));
        keys.addAll(Family.COMMUNITY_CHANNEL.keys(ChannelDraft.TYPES));
        keys.addAll(Family.COMMUNITY_POLICY.keys(ChannelDraft.POLICIES));
        keys.addAll(Family.COMMUNITY_ROLE.keys(List.of("owner", "admin", "moderator", "member")));
        return keys;
    }

    /**
     * The model of a page of the group, to be added to.
     *
     * @param current the key of the tab that it is, or the id of the channel
     */
    public Future<Map<String, Object>> model(Tx tx, Request request, Seat seat, String current) {
        var contact = request.session().contact();
        var group = new GroupStore(tx).find(seat.group());
        var mine = new GroupStore(tx).mine(contact, "");
        var unread = new GroupStore(tx).unread(contact);
        var channels = seat.member()
                ? Groups.channels(tx, contact, seat.group())
                : Future.succeededFuture(List.<ChannelSeat>of());
        var waits = new WaitStore(tx).mine(contact);
        return Future.all(group, mine, unread, channels, waits).map(x -> {
            Map<String, Object> model = new HashMap<>();
            var shown = group.result().orElseThrow(Problem::notFound);
            model.put("group", head(request, shown, seat));
            model.put("groups", rail(mine.result(), seat, unread.result(), waits.result()));
            var here = waits.result().getOrDefault(seat.group(), Waits.NOTHING);
            model.put(WAITS, here);
            model.put("channels", channels(shown, channels.result(), current));
            model.put("tabs", tabs(request, shown, seat, current, here));
            model.put("hero", current.equals("feed") || current.equals("about"));
            model.put("tab", current);
            return model;
        });
    }

    static Head head(Request request, Group group, Seat seat) {
        return new Head(
                group.id(),
                group.name(),
                group.slug(),
                group.path(),
                group.description(),
                group.visibility(),
                request.say(Family.COMMUNITY_SEEN.key(group.visibility())),
                group.icon(),
                Faces.initials(group.name()),
                Faces.hue(group.id()),
                group.cover() == null ? "" : "/media/" + group.cover() + "?size=1600",
                group.accent().isEmpty()
                        ? ""
                        : "/communities/accent/" + group.accent().substring(1) + ".css",
                group.members(),
                group.archived(),
                seat.member() ? request.say(Family.COMMUNITY_ROLE.key(seat.role())) : "",
                seat.member(),
                seat.moderates(),
                seat.runs(),
                seat.owns(),
                seat.requested());
    }

    private static List<RailGroup> rail(
            List<GroupStore.Found> mine, Seat seat, Set<UUID> unread, Map<UUID, Waits> waits) {
        return mine.stream()
                .map(GroupStore.Found::group)
                .filter(group -> !group.archived() || group.id().equals(seat.group()))
                .map(group -> new RailGroup(
                        group.id(),
                        group.name(),
                        group.path(),
                        group.icon(),
                        Faces.initials(group.name()),
                        Faces.hue(group.id()),
                        group.id().equals(seat.group()),
                        unread.contains(group.id()) && !group.id().equals(seat.group()),
                        waits.getOrDefault(group.id(), Waits.NOTHING).all()))
                .toList();
    }

    private static List<RailChannel> channels(Group group, List<ChannelSeat> channels, String current) {
        return channels.stream()
                .filter(channel ->
                        !channel.archived() || channel.id().toString().equals(current))
                .map(channel -> new RailChannel(
                        channel.id(),
                        channel.name(),
                        group.path() + "/channels/" + channel.id(),
                        channel.icon(),
                        symbol(channel.type()),
                        channel.closed(),
                        channel.id().toString().equals(current),
                        count(channel.unread())))
                .toList();
    }

    private static String count(int unread) {
        return unread == 0 ? "" : unread > COUNTED ? COUNTED + "+" : Integer.toString(unread);
    }

    /** The icon of a channel that has none of its own. */
    public static String symbol(String type) {
        return switch (type) {
            case "announcement" -> "megaphone";
            case "chat" -> "messages-square";
            case "questions" -> "circle-help";
            default -> "hash";
        };
    }

    private List<Tab> tabs(Request request, Group group, Seat seat, String current, Waits waits) {
        return tabs.stream()
                .filter(tab -> tab.shown().test(seat))
                .map(tab -> new Tab(
                        group.path() + tab.path(),
                        request.say(Family.COMMUNITY_TAB.key(tab.key())),
                        tab.key().equals(current),
                        waits.beside(tab.key())))
                .toList();
    }
}
