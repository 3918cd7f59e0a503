package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void text_is_stripped_and_passwords_are_not() {
        var form = form("name", "  Ana ", "password", " secret ");
        assertEquals("Ana", form.text("name"));
        assertEquals(" secret ", form.raw("password"));
        assertEquals("", form.text("missing"));
    }

    @Test
    void a_field_that_comes_twice_is_refused() {
        assertEquals("field-repeated", wrong(form("email", "a@x.org", "email", "b@y.org"), "email"));
        assertEquals("field-repeated", wrong(form("email", "a@x.org", "email", "a@x.org"), "email"));
    }

    @Test
    void a_field_with_a_nul_is_refused() {
        assertEquals("field-broken", wrong(form("email", "a@x.org\0b"), "email"));
    }

    @Test
    void what_is_no_id_names_nothing() {
        var id = Ids.next();
        assertEquals(id, form("id", " " + id + " ").id("id"));
        for (var text : new String[] {"", "1", "1-1-1-1-1", id + "x", "../" + id}) {
            assertEquals(
                    404,
                    assertThrows(Problem.class, () -> form("id", text).id("id")).status(),
                    text);
        }
    }

    @Test
    void a_nonce_is_kept_and_a_broken_one_drawn_anew() {
        var nonce = Ids.next();
        assertEquals(nonce, form("nonce", nonce.toString()).nonce());
        assertNotEquals(form("nonce", "x").nonce(), form("nonce", "x").nonce());
    }

    @Test
    void secrets_are_never_shown_again() {
        var form = form("name", "Ana", "password", "p", "current", "c", "code", "123456", "long", "x".repeat(64_001));
        assertEquals(Map.of("name", "Ana"), form.shownAgain());
    }

    @Test
    void the_longest_field_that_there_is_is_shown_again() {
        var longest = "x".repeat(51_200);
        assertEquals(Map.of("custom_css", longest), form("custom_css", longest).shownAgain());
    }

    private static String wrong(Form form, String field) {
        var problem = assertThrows(Problem.class, () -> form.text(field));
        assertEquals(422, problem.status());
        return problem.fields().get(field).code();
    }

    private static Form form(String... fields) {
        var all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < fields.length; i += 2) all.add(fields[i], fields[i + 1]);
        return new Form(all);
    }
}
