package dev.atrium.communities;

import dev.atrium.communities.WaitStore.Waits;
import dev.atrium.db.Tx;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What all console pages of a group have in common: its name and its tabs. A page's template begins with {@code {{>
 * communities/_desk}}}; features add their own tabs.
 */
public final class GroupDesk {
    /** A tab of the console's pages; its name is the message {@code communities.part.<key>}. */
    private record Tab(String key, String path, int position) {}

    /** The group as the console's pages show it. */
    public record Shown(
            UUID id,
            String name,
            String slug,
            String icon,
            String initials,
            int hue,
            String visibility,
            String seen,
            int members,
            boolean archived,
            boolean covered) {}

    private final List<Tab> tabs = new ArrayList<>();

    GroupDesk() {}

    /** Declares a page that the console has for every group; at start. */
    public void tab(String key, String path, int position) {
        tabs.add(new Tab(key, path, position));
        tabs.sort(Comparator.comparingInt(Tab::position));
    }

    List<String> words() {
        return Family.COMMUNITY_PART.keys(tabs.stream().map(Tab::key).toList());
    }

    /** The model of a console page of the group, to be added to; {@code current} is the key of its tab. 404 where there is none. */
    public Future<Map<String, Object>> model(Tx tx, Request request, UUID group, String current) {
        return GroupActs.found(tx, group).compose(found -> model(tx, request, found, current));
    }

    Future<Map<String, Object>> model(Tx tx, Request request, Group group, String current) {
        return new WaitStore(tx).staff(group.id()).map(waits -> model(request, group, current, waits));
    }

    private Map<String, Object> model(Request request, Group group, String current, Waits waits) {
        var desk = Desk.of(request);
        var here = desk.path("/communities/" + group.id());
        var model = desk.model(request);
        model.put("group", shown(request, group));
        model.put("here", here);
        model.put(
                "tabs",
                tabs.stream()
                        .map(tab -> new GroupFrame.Tab(
                                here + tab.path(),
                                request.say(Family.COMMUNITY_PART.key(tab.key())),
                                tab.key().equals(current),
                                waits.beside(tab.key())))
                        .toList());
        return model;
    }

    static Shown shown(Request request, Group group) {
        return new Shown(
                group.id(),
                group.name(),
                group.slug(),
                group.icon(),
                Faces.initials(group.name()),
                Faces.hue(group.id()),
                group.visibility(),
                request.say(Family.COMMUNITY_SEEN.key(group.visibility())),
                group.members(),
                group.archived(),
                group.cover() != null);
    }
}
