package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.kernel.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
    record Person(
            @Nullable String name,
            int age,
            @Nullable List<String> tags,
            @Nullable UUID id) {}

    @Test
    void a_record_is_read_to_the_letter() {
        var person = StrictJson.read("{\"name\": \"Ana\", \"age\": 41, \"tags\": [\"a\"]}", Person.class);
        assertEquals(new Person("Ana", 41, List.of("a"), null), person);
        assertNull(StrictJson.read("{\"age\": 1}", Person.class).name());
    }

    record Whole(String name, List<Part> parts) {}

    record Part(String word) {}

    @Test
    void a_member_that_is_left_out_though_it_must_be_there_is_named() {
        var whole = StrictJson.read("{\"name\": \"Ana\", \"parts\": [{\"word\": \"a\"}]}", Whole.class);
        assertEquals(new Whole("Ana", List.of(new Part("a"))), whole);
        var wrong = Map.of(
                "{\"parts\": []}", "name",
                "{\"name\": null, \"parts\": []}", "name",
                "{\"name\": \"Ana\"}", "parts",
                "{\"name\": \"Ana\", \"parts\": [{}]}", "word",
                "{\"name\": \"Ana\", \"parts\": [null]}", "$");
        wrong.forEach((json, member) -> {
            var problem = assertThrows(Problem.class, () -> StrictJson.read(json, Whole.class), json);
            assertEquals(Map.of(member, Problem.Word.of("json-invalid", member)), problem.fields());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`name`: `A`, `age`: 1, `role`: `owner`} | role",
                "{`age`: `1`}                             | age",
                "{`age`: 1.5}                             | age",
                "{`age`: true}                            | age",
                "{`age`: null}                            | age",
                "{`age`: 1, `name`: 1}                              | name",
                "{`age`: 1, `name`: true}                           | name",
                "{`age`: 1, `name`: [`a`]}                          | name",
                "{`age`: 1, `name`: {`a`: 1}}                       | name",
                "{`age`: 1, `tags`: `a`}                            | tags",
                "{`age`: 1, `id`: `nobody`}                         | id",
                "{`age`: 1, `id`: ``}                               | id",
                "{`age`: 99999999999}                     | age",
                "{`age`: 1} {}                            | $",
                "{`age`: 1, `age`: 2}                     | age",
                "[]                                       | $",
                "1                                        | $",
                "null                                     | $"
            })
    void what_is_unknown_repeated_or_of_another_type_is_named(String json, String member) {
        var problem = assertThrows(Problem.class, () -> StrictJson.read(json.replace('`', '"'), Person.class));
        assertEquals(422, problem.status());
        assertEquals(Map.of(member, Problem.Word.of("json-invalid", member)), problem.fields());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{`age`: 1", "{age: 1}", "{`age`: 01}", "{`age`: 1,}", "x"})
    void what_is_no_json_is_refused(String json) {
        var problem = assertThrows(Problem.class, () -> StrictJson.read(json.replace('`', '"'), Person.class));
        assertEquals("json-broken", problem.code());
        assertEquals(400, problem.status());
    }

    @Test
    void an_empty_body_is_a_problem_and_no_defect() {
        assertThrows(Problem.class, () -> StrictJson.read("", Person.class));
        assertThrows(Problem.class, () -> StrictJson.read("[".repeat(100_000), Person.class));
    }

    @Test
    void times_are_written_as_text() {
        assertEquals(
                "{\"at\":\"2026-01-02T03:04:05Z\"}",
                StrictJson.write(Map.of("at", Instant.parse("2026-01-02T03:04:05Z"))));
        assertEquals("{\"zone\":\"Europe/Lisbon\"}", StrictJson.write(Map.of("zone", ZoneId.of("Europe/Lisbon"))));
    }
}
