package dev.atrium.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places of a person's own settings as one page shows them.
 *
 * @param current where the page lies, null where it lies in no place
 */
public record AccountNav(List<Group> groups, @Nullable Entry current) {

    /** What belongs together; the label is empty for what stands before all groups. */
    public record Group(String label, List<Entry> entries) {}

    /** One place. */
    public record Entry(String label, String icon, String url, boolean current) {}

    static AccountNav of(Request request, List<AccountPlace> places) {
        var here = places.stream()
                .filter(place ->
                        request.path().equals(place.path()) || request.path().startsWith(place.path() + "/"))
                .max(Comparator.comparingInt(place -> place.path().length()))
                .orElse(null);
        var groups = new ArrayList<Group>();
        for (var group : AccountPlace.Group.values()) {
            var entries = places.stream()
                    .filter(place -> place.group() == group)
                    .map(place -> entry(request, place, place.equals(here)))
                    .toList();
            var label = group.key().isEmpty() ? "" : request.say(Family.ACCOUNT_GROUP.key(group.key()));
            if (!entries.isEmpty()) groups.add(new Group(label, entries));
        }
        return new AccountNav(groups, here == null ? null : entry(request, here, true));
    }

    private static Entry entry(Request request, AccountPlace place, boolean current) {
        return new Entry(request.say(Family.ACCOUNT_NAV.key(place.key())), place.icon(), place.path(), current);
    }

    /** The keys of the groups' names. */
    public static List<String> names() {
        return Family.ACCOUNT_GROUP.keys(Arrays.stream(AccountPlace.Group.values())
                .filter(group -> !group.key().isEmpty())
                .map(AccountPlace.Group::key)
                .toList());
    }
}
