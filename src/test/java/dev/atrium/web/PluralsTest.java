package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluralsTest {
    /** The integer samples of CLDR's own table. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | one:1; other:0,2,16,100,1000000",
                "de | one:1; other:0,2,16,100,1000000",
                "fr | one:0,1; many:1000000,2000000; other:2,17,100,1000",
                "es | one:1; many:1000000; other:0,2,16,100",
                "pl | one:1; few:2,3,4,22,23,24,32,102,1002; many:0,5,12,13,14,19,20,25,100,112,1000000",
                "ru | one:1,21,31,101,1001; few:2,4,22,24,102; many:0,5,11,12,14,19,100,111",
                "cs | one:1; few:2,3,4; other:0,5,19,100",
                "hr | one:1,21,101; few:2,4,22,104; other:0,5,11,12,19,100",
                "sl | one:1,101,201; two:2,102,202; few:3,4,103,104; other:0,5,19,100",
                "lt | one:1,21,101; few:2,9,22,102; other:0,10,11,20,30,100",
                "lv | zero:0,10,11,20,30,100; one:1,21,31,101; other:2,9,22,102",
                "ro | one:1; few:0,2,16,101,1001; other:20,35,100,1000",
                "he | one:1; two:2; other:0,3,17,100",
                "ar | zero:0; one:1; two:2; few:3,10,103,110,1003; many:11,26,111,1011; other:100,102,200,202,1000",
                "ja | other:0,1,2,100"
            })
    void each_number_takes_the_form_that_cldr_says(String language, String samples) {
        for (var sample : samples.split(";")) {
            var form = sample.strip().split(":")[0];
            for (var n : sample.strip().split(":")[1].split(",")) {
                var found = Plurals.of(Locale.of(language), Long.parseLong(n));
                assertEquals("." + form, found.ending, language + " " + n);
            }
        }
    }

    @Test
    void a_translation_must_have_every_form_that_a_number_can_take() {
        for (var language :
                "ar be bg ca cs da de el en es et fi fr he hr hu id it ja lt lv nl pl pt ro ru sk sl sr sv tr uk zh"
                        .split(" ")) {
            var locale = Locale.of(language);
            var taken = LongStream.concat(LongStream.range(0, 2000), LongStream.of(1_000_000, Long.MIN_VALUE))
                    .mapToObj(n -> Plurals.of(locale, n))
                    .collect(Collectors.toCollection(TreeSet::new));
            var needed = Plurals.needed(locale).orElseThrow();
            assertTrue(needed.containsAll(taken), language + " takes " + taken + " of " + needed);
            taken.add(Plurals.Category.OTHER);
            assertEquals(new TreeSet<>(needed), taken, language);
        }
        assertTrue(Plurals.needed(Locale.of("xx")).isEmpty());
    }
}
