package dev.atrium.communities.event;

import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sentences and parts that the pages of meetings share. */
final class EventWords {
    /** More is rendered beside the event loop. Characters. */
    private static final int SHORT = 2_000;

    /** One of the answers that can be given; {@code chosen} is theirs now. */
    record Choice(String answer, String label, boolean chosen) {}

    /** Those who answered alike. */
    record Answered(String title, int count, List<AnswerStore.Answered> people) {}

    private final Vertx vertx;

    EventWords(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What is said about the meeting; null where nothing is. */
    Future<@Nullable Html> body(GroupEvent event) {
        var body = event.body();
        if (body.isEmpty()) return Future.succeededFuture(null);
        return body.length() <= SHORT
                ? Future.succeededFuture(Markdown.page(body))
                : vertx.executeBlocking(() -> Markdown.page(body), false);
    }

    /** How many come, and how many still can. */
    static String places(Request request, GroupEvent event) {
        var said = new ArrayList<String>();
        said.add(
                event.capacity() == null
                        ? request.count("events.going", event.going())
                        : request.say("events.going-of", event.going(), event.capacity()));
        if (event.maybe() > 0) said.add(request.count("events.maybe", event.maybe()));
        if (event.waiting() > 0) said.add(request.count("events.waiting", event.waiting()));
        return String.join(" · ", said);
    }

    static List<Choice> choices(Request request, GroupEvent event) {
        var choices = new ArrayList<Choice>();
        var mine = event.mine();
        boolean room = !event.full() && event.waiting() == 0;
        if (mine.answer().equals("yes") || room || event.capacity() == null || event.queueing()) {
            var yes = mine.waiting() || (!room && event.capacity() != null && !mine.in()) ? "wait" : "yes";
            choices.add(new Choice(
                    "yes",
                    request.say(Family.EVENT_CHOICE.key(yes)),
                    mine.answer().equals("yes")));
        }
        for (var word : List.of("maybe", "no"))
            choices.add(new Choice(
                    word,
                    request.say(Family.EVENT_CHOICE.key(word)),
                    mine.answer().equals(word)));
        return choices;
    }

    /** Where the reader stands, in a sentence. */
    static String standing(Request request, GroupEvent event) {
        var mine = event.mine();
        if (mine.waiting()) return request.say("events.standing.line", mine.place());
        return mine.answer().isEmpty() ? "" : request.say(Family.EVENT_STANDING.key(mine.standing()));
    }

    static List<Answered> people(Request request, List<AnswerStore.Answered> people) {
        var all = new ArrayList<Answered>();
        for (var word : List.of("yes", "maybe", "waiting", "no", "out")) {
            var those =
                    people.stream().filter(one -> one.standing().equals(word)).toList();
            if (!those.isEmpty())
                all.add(new Answered(request.say(Family.EVENT_PEOPLE.key(word)), those.size(), those));
        }
        return all;
    }

    /** What begins already may be changed without being moved. */
    static Instant earliest(GroupEvent event, Instant now) {
        var earliest = event.startsAt().isBefore(now) ? event.startsAt() : now;
        // A form says minutes.
        return earliest.truncatedTo(ChronoUnit.MINUTES);
    }
}
