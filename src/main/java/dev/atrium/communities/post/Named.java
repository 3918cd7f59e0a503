package dev.atrium.communities.post;

import dev.atrium.kernel.Ids;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whom a text names: {@code @[Ana Ruiz](contact:<uuid>)}, {@code @moderators}, {@code @everyone}. What stands between back
 * ticks is code and names nobody.
 *
 * @param people at most {@link #MOST}
 */
public record Named(Set<UUID> people, boolean moderators, boolean everyone) {
    public static final int MOST = 100;

    private static final Pattern CODE = Pattern.compile("(?s)(`{1,10})(?!`).*?(?<!`)\\1(?!`)");
    private static final Pattern PERSON = Pattern.compile("@\\[[^\\[\\]\\n]{1,200}]\\(contact:([0-9a-fA-F-]{36})\\)");
    private static final Pattern ALL = Pattern.compile("(?<![\\w@])@(everyone|moderators)(?!\\w)");

    public static Named in(String text) {
        if (text.indexOf('@') < 0) return new Named(Set.of(), false, false);
        var plain = text.indexOf('`') < 0 ? text : CODE.matcher(text).replaceAll(" ");
        var people = new LinkedHashSet<UUID>();
        var person = PERSON.matcher(plain);
        while (person.find() && people.size() < MOST) {
            var id = Ids.parse(person.group(1));
            if (id != null) people.add(id);
        }
        boolean moderators = false;
        boolean everyone = false;
        var all = ALL.matcher(plain);
        while (all.find()) {
            if (all.group(1).equals("everyone")) everyone = true;
            else moderators = true;
        }
        return new Named(people, moderators, everyone);
    }

    public boolean nobody() {
        return people.isEmpty() && !moderators && !everyone;
    }
}
