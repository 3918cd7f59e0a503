package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=0-100, 0, 99",
        "bytes=10-, 10, 99",
        "bytes=-10, 90, 99",
        "bytes=-1000, 0, 99",
        "bytes=99-99, 99, 99",
        "bytes=5-999999999999999999, 5, 99"
    })
    void one_range_is_answered_as_far_as_there_is_something(String header, long first, long last) {
        assertEquals(Optional.of(new Range(first, last)), Range.of(header, 100));
    }

    @ParameterizedTest
    @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0"})
    void a_range_behind_the_end_cannot_be_satisfied(String header) {
        assertEquals(Optional.of(true), Range.of(header, 100).map(Range::empty));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=-",
                "bytes=5-4",
                "bytes=0-1,5-6",
                "bytes=a-b",
                "items=0-1",
                "bytes 0-1",
                "bytes=--1",
                "bytes=9999999999999999999-"
            })
    void what_cannot_be_read_is_as_if_it_were_not_there(String header) {
        assertEquals(Optional.empty(), Range.of(header, 100));
    }
}
