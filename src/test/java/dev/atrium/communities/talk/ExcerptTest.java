package dev.atrium.communities.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.communities.talk.Excerpt.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String OPEN = String.valueOf(SearchStore.OPEN);
    private static final String CLOSE = String.valueOf(SearchStore.CLOSE);

    @Test
    void what_was_found_is_told_apart_and_reads_as_on_the_page() {
        var excerpt = Excerpt.of("# The **" + OPEN + "fair" + CLOSE + "**\n\n> see [the " + OPEN + "plan" + CLOSE
                + "](/pages/7) of\n@[Ana](contact:01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21)");
        assertEquals(
                List.of(
                        new Piece("The ", false),
                        new Piece("fair", true),
                        new Piece(" see the ", false),
                        new Piece("plan", true),
                        new Piece(" of @Ana", false)),
                excerpt.pieces());
        assertEquals("The fair see the plan of @Ana", excerpt.plain());
    }
}
