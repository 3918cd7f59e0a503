package dev.atrium.courses.play;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A second of a video or recording, as people write it: {@code 83}, {@code 1:23}, {@code 1:02:03}. */
final class Moment {
    static final int LAST = 86_400;
    private static final Pattern FORM = Pattern.compile("(?:(?:([0-9]{1,2}):)?([0-9]{1,3}):)?([0-9]{1,5})");

    private Moment() {}

    /** Empty where it is none, or after the last second of a day. */
    static OptionalInt parse(String typed) {
        var form = FORM.matcher(typed.strip());
        if (!form.matches()) return OptionalInt.empty();
        int second = number(form.group(1)) * 3600 + number(form.group(2)) * 60 + number(form.group(3));
        return second > LAST ? OptionalInt.empty() : OptionalInt.of(second);
    }

    private static int number(String digits) {
        return Optional.ofNullable(digits).map(Integer::parseInt).orElse(0);
    }

    static String text(int second) {
        int hours = second / 3600;
        int minutes = second / 60 % 60;
        return hours == 0
                ? "%d:%02d".formatted(minutes, second % 60)
                : "%d:%02d:%02d".formatted(hours, minutes, second % 60);
    }
}
