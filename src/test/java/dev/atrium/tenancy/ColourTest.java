package dev.atrium.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourTest {
    @Test
    void short_and_long_forms_are_read() {
        assertEquals("#aabbcc", Colour.parse("#AbC").hex());
        assertEquals(new Colour(1, 2, 254), Colour.parse("#0102fE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "#", "red", "#12", "#1234", "#12345678", "123456", "#12345g", "#123456;", "#12 456", "#１２３"})
    void anything_else_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Colour.parse(text));
    }

    /** Known ratios, as the WebAIM contrast checker gives them. */
    @ParameterizedTest
    @CsvSource({
        "#000000, #ffffff, 21.00",
        "#ffffff, #ffffff, 1.00",
        "#777777, #ffffff, 4.48",
        "#767676, #ffffff, 4.54",
        "#ff0000, #ffffff, 4.00",
        "#0000ff, #ffffff, 8.59"
    })
    void contrast_is_that_of_wcag(String one, String two, double expected) {
        assertEquals(expected, Colour.parse(one).contrast(Colour.parse(two)), 0.005);
        assertEquals(expected, Colour.parse(two).contrast(Colour.parse(one)), 0.005);
    }

    @Test
    void the_way_to_oklch_and_back_loses_nothing() {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++) {
            var colour = new Colour(random.nextInt(256), random.nextInt(256), random.nextInt(256));
            assertEquals(colour, Oklch.of(colour).colour());
        }
    }
}
