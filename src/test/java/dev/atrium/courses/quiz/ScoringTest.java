package dev.atrium.courses.quiz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What answers are worth, by hand and against a plain model of the same rule; and what is drawn and shuffled stays as right as it was. */
class ScoringTest {
    private static Question question(QuestionKind kind, int points, boolean partial, int options, List<Integer> right) {
        return new Question(
                new Asked(
                        UUID.randomUUID(),
                        kind,
                        "What?",
                        points,
                        partial,
                        IntStream.range(0, options).mapToObj(i -> "Option " + i).toList()),
                new Key(right, kind == QuestionKind.SHORT ? List.of("Straße 5") : List.of(), ""));
    }

    private static int points(Question question, Integer... choice) {
        return Scoring.points(question, new Given(List.of(choice), ""));
    }

    private static int said(Question question, String text) {
        return Scoring.points(question, new Given(List.of(), text));
    }

    @Test
    void one_of_several_is_right_or_not() {
        var single = question(QuestionKind.SINGLE, 3, false, 4, List.of(2));
        assertEquals(3, points(single, 2));
        assertEquals(0, points(single, 1));
        assertEquals(0, points(single));
        var truth = question(QuestionKind.TRUE_FALSE, 1, false, 0, List.of(1));
        assertEquals(1, points(truth, 1));
        assertEquals(0, points(truth, 0));
    }

    @Test
    void of_several_each_wrong_one_costs_as_much_as_a_right_one_brings() {
        var whole = question(QuestionKind.MULTIPLE, 4, false, 4, List.of(0, 1));
        assertEquals(4, points(whole, 0, 1));
        assertEquals(0, points(whole, 0));
        assertEquals(0, points(whole, 0, 1, 2));
        var partial = question(QuestionKind.MULTIPLE, 4, true, 4, List.of(0, 1));
        assertEquals(2, points(partial, 0));
        assertEquals(2, points(partial, 0, 1, 2));
        assertEquals(0, points(partial, 0, 1, 2, 3), "who ticks everything wins nothing");
        assertEquals(0, points(partial, 2, 3));
    }

    @Test
    void an_order_counts_what_stands_at_its_place() {
        // Shown as 0, 1, 2; right is 2, 0, 1.
        var whole = question(QuestionKind.ORDER, 3, false, 3, List.of(2, 0, 1));
        assertEquals(3, points(whole, 2, 3, 1));
        assertEquals(0, points(whole, 3, 2, 1));
        var partial = question(QuestionKind.ORDER, 3, true, 3, List.of(2, 0, 1));
        assertEquals(1, points(partial, 3, 2, 1));
        assertEquals(0, points(partial, 1, 1, 1), "a place that was given twice counts for none");
        assertEquals(1, points(partial, 2, 0, 0));
        assertEquals(0, points(partial));
    }

    @Test
    void short_answers_forgive_blanks_case_and_accents_and_nothing_else() {
        var street = question(QuestionKind.SHORT, 1, false, 0, List.of());
        for (var right :
                List.of("Straße 5", "strasse5", "STRASSE 5", " s t r a s s e 5 ", "Straße\u00a05", "stra\u00dfe 5"))
            assertEquals(1, said(street, right), right);
        for (var wrong : List.of("", " ", "Straße", "Straße 6", "Straße-5", "Straße 5."))
            assertEquals(0, said(street, wrong));
        assertEquals(Folded.of("Café"), Folded.of("cafe"));
        assertEquals(Folded.of("Cafe\u0301"), Folded.of("CAFÉ"));
        assertEquals(Folded.of("ΟΔΟΣ"), Folded.of("οδός"));
        assertEquals(Folded.of("مُحَمَّد"), Folded.of("محمد"));
        assertEquals(Folded.of("ﬁlm"), Folded.of("FILM"));
        assertNotEquals(Folded.of("日本"), Folded.of("日木"));
        assertNotEquals(Folded.of("が"), Folded.of("か"), "another sound is another letter");
    }

    @Test
    void passing_is_exact_though_what_is_shown_is_rounded() {
        var questions = List.of(
                question(QuestionKind.SINGLE, 1, false, 2, List.of(0)),
                question(QuestionKind.SINGLE, 1, false, 2, List.of(0)),
                question(QuestionKind.SINGLE, 1, false, 2, List.of(0)));
        var answers = Map.of(
                questions.get(0).id(),
                new Given(List.of(0), ""),
                questions.get(1).id(),
                new Given(List.of(0), ""));
        var score = Scoring.of(questions, answers);
        assertEquals(66, score.percent());
        assertTrue(score.reaches(66));
        assertFalse(score.reaches(67));
    }

    /** The same rule written another way: over the options one by one. */
    private static int model(Question question, Given given) {
        var asked = question.asked();
        var right = question.key().right();
        switch (asked.kind()) {
            case SHORT -> {
                for (var one : question.key().accepted())
                    if (!given.text().isBlank()
                            && one.replace(" ", "")
                                    .equalsIgnoreCase(given.text().replace(" ", ""))) return asked.points();
                return 0;
            }
            case ORDER -> {
                int there = 0;
                for (int place = 1; place <= asked.options().size(); place++) {
                    var holders = new ArrayList<Integer>();
                    for (int thing = 0; thing < given.choice().size(); thing++)
                        if (given.choice().get(thing) == place) holders.add(thing);
                    if (holders.equals(List.of(right.get(place - 1)))) there++;
                }
                if (!asked.partial()) return there == asked.options().size() ? asked.points() : 0;
                return (int) Math.floor(
                        asked.points() * there / (double) asked.options().size());
            }
            default -> {
                int balance = 0;
                boolean same = true;
                for (int option = 0; option < Math.max(2, asked.options().size()); option++) {
                    boolean chosen = given.choice().contains(option);
                    boolean should = right.contains(option);
                    if (chosen != should) same = false;
                    if (chosen) balance += should ? 1 : -1;
                }
                if (asked.kind() != QuestionKind.MULTIPLE || !asked.partial()) return same ? asked.points() : 0;
                return balance <= 0 ? 0 : (int) Math.floor(asked.points() * balance / (double) right.size());
            }
        }
    }

    private static Question drawn(Random random) {
        var kind = QuestionKind.values()[random.nextInt(QuestionKind.values().length)];
        int options = kind.listed() ? 2 + random.nextInt(kind.most() - 1) : 0;
        var all = new ArrayList<>(IntStream.range(0, options).boxed().toList());
        Collections.shuffle(all, random);
        List<Integer> right = switch (kind) {
            case SINGLE -> List.of(all.getFirst());
            case TRUE_FALSE -> List.of(random.nextInt(2));
            case MULTIPLE ->
                all.subList(0, 1 + random.nextInt(options)).stream().sorted().toList();
            case ORDER -> List.copyOf(all);
            case SHORT -> List.of();
        };
        return question(kind, 1 + random.nextInt(20), kind.parts() && random.nextBoolean(), options, right);
    }

    private static Given given(Random random, Question question) {
        var asked = question.asked();
        if (random.nextInt(8) == 0) return Given.NOTHING;
        if (asked.kind() == QuestionKind.SHORT)
            return new Given(
                    List.of(), List.of("stRAßE5", "Straße 5", "nothing").get(random.nextInt(3)));
        var choice = new ArrayList<Integer>();
        if (asked.kind() == QuestionKind.ORDER) {
            boolean mixed = random.nextInt(3) == 0;
            var right = question.key().right();
            for (int thing = 0; thing < asked.options().size(); thing++)
                choice.add(
                        mixed || random.nextInt(4) == 0
                                ? random.nextInt(asked.options().size() + 1)
                                : right.indexOf(thing) + 1);
            return new Given(choice, "");
        }
        for (int option = 0; option < asked.choices(); option++) if (random.nextBoolean()) choice.add(option);
        boolean several = asked.kind() == QuestionKind.MULTIPLE;
        return new Given(several || choice.isEmpty() ? choice : List.of(choice.getFirst()), "");
    }

    @Test
    void the_rule_is_the_plain_one() {
        int differences = 0;
        int won = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            var random = new Random(seed);
            var questions = new ArrayList<Question>();
            var answers = new HashMap<UUID, Given>();
            int expected = 0;
            int most = 0;
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                var question = drawn(random);
                var given = given(random, question);
                questions.add(question);
                answers.put(question.id(), given);
                expected += model(question, given);
                most += question.asked().points();
            }
            var score = Scoring.of(questions, answers);
            if (score.sum() != expected || score.most() != most || score.percent() != expected * 100 / most)
                differences++;
            if (expected > 0) won++;
        }
        System.out.println("scores: " + differences + " of 10000 differ, " + won + " won something");
        assertEquals(0, differences);
        assertTrue(won > 5_000 && won < 9_990, "of both: " + won);
    }

    private static Quiz quiz(boolean shuffle, int pool) {
        return new Quiz(0, 0, 0, 70, shuffle, shuffle, pool, true, true, false, 1);
    }

    @Test
    void what_is_shuffled_and_drawn_is_as_right_as_it_was() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var all = new ArrayList<Question>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) all.add(drawn(random));
            // Authors write an order as it is right.
            all.replaceAll(one -> one.asked().kind() == QuestionKind.ORDER
                    ? new Question(
                            one.asked(),
                            new Key(
                                    IntStream.range(0, one.asked().options().size())
                                            .boxed()
                                            .toList(),
                                    List.of(),
                                    ""))
                    : one);
            int pool = random.nextInt(14);
            boolean shuffle = random.nextBoolean();
            var sheet = Sheet.draw(quiz(shuffle, pool), all, random::nextInt);
            assertEquals(pool == 0 ? all.size() : Math.min(pool, all.size()), sheet.size());
            assertEquals(
                    sheet.size(), new HashSet<>(sheet.stream().map(Question::id).toList()).size());
            var order = all.stream().map(Question::id).toList();
            if (!shuffle)
                assertEquals(
                        sheet.stream()
                                .map(one -> order.indexOf(one.id()))
                                .sorted()
                                .toList(),
                        sheet.stream().map(one -> order.indexOf(one.id())).toList());
            for (var one : sheet) {
                var before = all.get(order.indexOf(one.id()));
                assertEquals(
                        Set.copyOf(before.asked().options()),
                        Set.copyOf(one.asked().options()));
                assertEquals(right(before), right(one));
                if (one.asked().kind() == QuestionKind.ORDER)
                    assertNotEquals(before.asked().options(), one.asked().options(), "it stands so already");
            }
        }
    }

    /** What is right, by what the options say. */
    private static List<String> right(Question question) {
        var options = question.asked().options();
        if (options.isEmpty())
            return question.key().right().stream().map(String::valueOf).toList();
        var right = question.key().right().stream().map(options::get);
        return question.asked().kind() == QuestionKind.ORDER
                ? right.toList()
                : right.sorted().toList();
    }

    @Test
    void dice_fall_evenly_enough_and_never_beyond_their_bound() {
        var dice = Sheet.Dice.secret();
        var counts = new int[6];
        for (int i = 0; i < 60_000; i++) counts[dice.below(6)]++;
        for (int count : counts) assertTrue(count > 9_000 && count < 11_000, "of 60000: " + count);
    }
}
