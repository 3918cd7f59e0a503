package dev.atrium.web;

import dev.atrium.session.Staff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The navigation of the console as one page shows it.
 *
 * @param tenant the name of the portal whose places these are, empty for a desk of none
 * @param groups in their order, none of them empty
 * @param current where the page lies, null where it lies in no place
 */
public record ConsoleNav(
        String tenant, List<Group> groups, @Nullable Entry current) {

    /** What belongs together; the label is empty for what stands before all groups. */
    public record Group(String label, List<Entry> entries) {}

    /** One place. */
    public record Entry(String label, String icon, String url, boolean current) {}

    /** A navigation of one group without a name, for a desk of few places. */
    public static ConsoleNav flat(List<Entry> entries) {
        return of("", List.of(new Group("", entries)));
    }

    private static ConsoleNav of(String tenant, List<Group> groups) {
        var current = groups.stream()
                .flatMap(group -> group.entries().stream())
                .filter(Entry::current)
                .findFirst()
                .orElse(null);
        return new ConsoleNav(tenant, groups, current);
    }

    /** The places that the seat's role may enter in its tenant. */
    static ConsoleNav of(Request request, List<ConsolePlace> places, Staff.Seat seat) {
        var root = "/t/" + seat.slug();
        var open = places.stream()
                .filter(place -> place.permission().of(seat.role()))
                .toList();
        // A place may lie below another: a page is of the nearest.
        var here = open.stream()
                .filter(place -> holds(place, root, request.path()))
                .max(Comparator.comparingInt(place -> place.path().length()))
                .orElse(null);
        var groups = new ArrayList<Group>();
        for (var group : ConsolePlace.Group.values()) {
            var own = open.stream()
                    .filter(place -> place.group() == group)
                    .map(place -> entry(request, place, root, place.equals(here)));
            var entries = Stream.concat(own, group == ConsolePlace.Group.SETTINGS ? api(request) : Stream.empty())
                    .toList();
            if (!entries.isEmpty()) groups.add(new Group(name(request, group), entries));
        }
        return of(seat.name(), groups);
    }

    /** The keys of the groups' names. */
    public static List<String> names() {
        return Family.CONSOLE_GROUP.keys(Arrays.stream(ConsolePlace.Group.values())
                .filter(group -> !group.key().isEmpty())
                .map(ConsolePlace.Group::key)
                .toList());
    }

    private static String name(Request request, ConsolePlace.Group group) {
        return group.key().isEmpty() ? "" : request.say(Family.CONSOLE_GROUP.key(group.key()));
    }

    /** The reference belongs to no tenant, and everybody of staff may read it. */
    private static Stream<Entry> api(Request request) {
        return Stream.of(new Entry(
                request.say("console.nav.api"), "code", "/api", request.path().equals("/api")));
    }

    private static boolean holds(ConsolePlace place, String root, String path) {
        var url = root + place.path();
        return path.equals(url) || (!place.path().isEmpty() && path.startsWith(url + "/"));
    }

    private static Entry entry(Request request, ConsolePlace place, String root, boolean current) {
        return new Entry(request.say(Family.CONSOLE_NAV.key(place.key())), place.icon(), root + place.path(), current);
    }
}
