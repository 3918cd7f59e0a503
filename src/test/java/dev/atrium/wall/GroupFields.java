package dev.atrium.wall;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a walk writes in the forms by which a group is run, which stand on its own pages and on the console. */
final class GroupFields {
    private static final Map<String, String> GROUP =
            Map.of("group_slug", "walked", "name", "Walked", "visibility", "secret", "first_posts", "0");

    private static final Map<String, String> CHANNEL =
            Map.of("channel_name", "Walked", "type", "discussion", "policy", "all");

    /** Acts that leave nothing to do the second time, and say so of anybody. */
    private static final Set<String> AGAIN = Set.of(
            "/channels/:channel/people/remove",
            "/invitations/:person/revoke",
            "/requests/:person/approve",
            "/requests/:person/decline",
            "/people/:person/unban",
            "/links/:link/revoke");

    private static final Set<String> ROOTS = Set.of("/groups/:group/manage", "/t/:slug/communities/:group");

    static final Map<String, Map<String, String>> ALL = all();

    private GroupFields() {}

    private static Map<String, Map<String, String>> all() {
        var all = new HashMap<String, Map<String, String>>();
        for (var root : ROOTS) {
            all.put(root, and(GROUP, "version", "0"));
            all.put(root + "/channels", CHANNEL);
            all.put(root + "/channels/:channel", and(and(CHANNEL, "channel_name", "Walked on"), "version", "0"));
            all.put(root + "/invitations", Map.of("email", "walked@example.com"));
            all.put(root + "/people/:person/role", Map.of("role", "moderator"));
            all.put(root + "/people/:person/mute", Map.of("mute", "day"));
        }
        all.put("/groups/:group/invite", Map.of("email", "walked@example.com"));
        all.put("/t/:slug/communities/new", and(GROUP, "group_slug", "walked-anew"));
        all.put("/t/:slug/communities/:group/members", Map.of("email", "{house}@example.com"));
        return Map.copyOf(all);
    }

    private static Map<String, String> and(Map<String, String> fields, String name, String value) {
        var more = new HashMap<>(fields);
        more.put(name, value);
        return Map.copyOf(more);
    }

    /** Routes that answer the same whomever they are asked of, on purpose. */
    static Stream<String> alike() {
        var run = ROOTS.stream().flatMap(root -> AGAIN.stream().map(act -> "POST " + root + act));
        var host = Stream.of("/groups/:group", "/t/:slug/communities/:group")
                .map(root -> "POST " + root + "/events/:event/people/allow");
        return Stream.concat(run, host);
    }

    /** Forms that are nothing without their picture. */
    static Set<String> pictured() {
        return ROOTS.stream().map(root -> root + "/cover").collect(Collectors.toSet());
    }
}
