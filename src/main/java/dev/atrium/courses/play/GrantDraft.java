package dev.atrium.courses.play;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A grant as it is asked for: one that exists is whole.
 *
 * @param thing null where it is a contact that is named by {@code email}
 */
record GrantDraft(
        String kind,
        @Nullable UUID thing,
        String email,
        @Nullable Integer level,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt) {
    static final int LEVELS = 9;
    private static final Set<String> THINGS = Set.of("tag", "company", "group");
    private static final Pattern WHO = Pattern.compile("([a-z]{3,7}):([0-9a-f-]{36})");

    /**
     * From the console's form: {@code who} is {@code person}, with {@code email}, or {@code kind:id}; times are by the clocks of
     * {@code zone}.
     *
     * @throws Problem 422 that names the fields
     */
    static GrantDraft of(Form form, ZoneId zone) {
        var wrong = new HashMap<String, Problem.Word>();
        var starts = time(form.text("starts"), zone, "starts", wrong);
        var ends = time(form.text("ends"), zone, "ends", wrong);
        if (starts != null && ends != null && !ends.isAfter(starts)) wrong.put("ends", Problem.Word.of("grant-ends"));
        var who = form.text("who");
        var named = WHO.matcher(who);
        var thing = named.matches() && THINGS.contains(named.group(1)) ? Ids.parse(named.group(2)) : null;
        boolean person = who.isEmpty() || who.equals("person");
        if (!person && thing == null) wrong.put("who", Problem.Word.of("grant-who"));
        if (person && form.text("email").isEmpty()) wrong.put("email", Problem.Word.of("required-missing"));
        boolean group = thing != null && named.group(1).equals("group");
        int level = form.text("level").isEmpty() ? 1 : form.number("level");
        if (group && (level < 1 || level > LEVELS)) wrong.put("level", Problem.Word.of("grant-level", LEVELS));
        if (!wrong.isEmpty()) throw Problem.invalid(Map.copyOf(wrong));
        return new GrantDraft(
                thing == null ? "contact" : named.group(1),
                thing,
                person ? form.text("email") : "",
                group ? level : null,
                starts,
                ends);
    }

    private static @Nullable Instant time(String typed, ZoneId zone, String field, Map<String, Problem.Word> wrong) {
        if (typed.isEmpty()) return null;
        try {
            var at = LocalDateTime.parse(typed).atZone(zone);
            if (at.getYear() >= 2000 && at.getYear() <= 9000) return at.toInstant();
        } catch (DateTimeParseException e) {
            // Said below, as of what lies outside of any calendar.
        }
        wrong.put(field, Problem.Word.of("grant-time"));
        return null;
    }
}
