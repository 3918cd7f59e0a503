package dev.atrium.communities.event;

import dev.atrium.communities.event.EventPage.Option;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.web.Dates;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the form for a meeting holds: what is stored, or, where it was refused, what was typed. */
final class EventForm {
    private EventForm() {}

    /**
     * @param zone that of a meeting that is not there yet
     * @param open whether it may be for everybody of the group; whoever runs one channel alone invites to that
     */
    static void fill(
            Map<String, Object> model,
            Request request,
            @Nullable GroupEvent event,
            List<EventStore.ChannelName> channels,
            boolean open,
            ZoneId zone,
            Instant now) {
        boolean again = request.failed();
        var form = request.form();
        model.put("typed", event == null ? blank(zone, now) : stored(event));
        var in = event == null ? zone : event.zone();
        var chosen = again ? form.text("zone") : in.getId();
        model.put(
                "zones",
                Zones.ALL.stream()
                        .map(id -> new Option(id, id.replace('_', ' '), id.equals(chosen)))
                        .toList());
        var channel = again ? form.text("channel") : event == null ? "" : Objects.toString(event.channel(), "");
        model.put("audience", channels(request, channels, open, channel));
        model.put("queueing", again ? !form.text("queueing").isEmpty() : event == null || event.queueing());
        model.put("nonce", again ? form.nonce().toString() : Ids.next().toString());
        if (event == null) repeats(model, request, again);
        else {
            model.put("event", event);
            model.put("over", event.over(now));
            model.put("version", event.version());
        }
    }

    /** What a meeting is to be that is there; how often it takes place only where that was ticked. */
    static EventDraft changed(Form form, GroupEvent event, Instant now) {
        var draft = EventDraft.of(form, EventWords.earliest(event, now));
        boolean ruled = event.series() != null && !form.text("rule").isEmpty();
        if (ruled && draft.repeats() == null) throw Problem.invalid("repeat", "choice-invalid");
        return ruled ? draft : draft.once();
    }

    /** How often the rest of a series takes place: this one, and those that follow. Empty where it takes place once. */
    static Future<Optional<Ruled>> rule(Tx tx, GroupEvent event) {
        var series = event.series();
        if (series == null) return Future.succeededFuture(Optional.empty());
        var store = new EventStore(tx);
        return store.series(series)
                .compose(found -> store.following(event, event.startsAt())
                        .map(rest -> found.map(rule -> new Ruled(rule, Math.max(2, rest.size())))));
    }

    /** @param left how many of the series there are from this one on */
    record Ruled(Recurrence rule, int left) {}

    /** The fields of a rule that is there, to be followed from one of its meetings on. */
    static void often(Map<String, Object> model, Request request, Ruled said) {
        boolean again = request.failed();
        var form = request.form();
        var rule = said.rule();
        model.put("ruled", again && !form.text("rule").isEmpty());
        model.put(
                "rule",
                Map.of(
                        "step", again ? form.text("step") : Integer.toString(rule.step()),
                        "times", again ? form.text("times") : Integer.toString(said.left()),
                        "until", again ? form.text("until") : Objects.toString(rule.until(), "")));
        choices(
                model,
                request,
                List.of("week", "month"),
                again ? form.text("repeat") : rule.every(),
                again ? form.text("monthly") : rule.byWeekday() ? "weekday" : "day",
                again ? form.text("ends_by") : rule.until() == null ? "times" : "until",
                again
                        ? form.words("days", 7)
                        : rule.days().stream()
                                .map(day -> Integer.toString(day.getValue()))
                                .toList());
    }

    private static List<Option> channels(
            Request request, List<EventStore.ChannelName> channels, boolean open, String chosen) {
        var all = channels.stream()
                .map(one -> new Option(
                        one.id().toString(), one.name(), one.id().toString().equals(chosen)));
        return (open
                        ? Stream.concat(
                                Stream.of(new Option("", request.say("events.channel.all"), chosen.isEmpty())), all)
                        : all)
                .toList();
    }

    private static void repeats(Map<String, Object> model, Request request, boolean again) {
        var form = request.form();
        choices(
                model,
                request,
                List.of("none", "week", "month"),
                again ? form.text("repeat") : "none",
                again ? form.text("monthly") : "day",
                again ? form.text("ends_by") : "times",
                again ? form.words("days", 7) : List.of());
    }

    private static void choices(
            Map<String, Object> model,
            Request request,
            List<String> every,
            String repeat,
            String monthly,
            String ends,
            List<String> ticked) {
        model.put("repeats", options(request, Family.EVENT_REPEAT, every, repeat));
        model.put("monthly", options(request, Family.EVENT_MONTHLY, List.of("day", "weekday"), monthly));
        model.put("ends", options(request, Family.EVENT_ENDS, List.of("times", "until"), ends));
        model.put(
                "days",
                Arrays.stream(DayOfWeek.values())
                        .map(day -> new Option(
                                Integer.toString(day.getValue()),
                                Dates.weekday(request.language(), day),
                                ticked.contains(Integer.toString(day.getValue()))))
                        .toList());
    }

    private static List<Option> options(Request request, Family family, List<String> words, String chosen) {
        return words.stream()
                .map(word -> new Option(word, request.say(family.key(word)), word.equals(chosen)))
                .toList();
    }

    /** The next full hour of tomorrow, for an hour. */
    private static Map<String, String> blank(ZoneId zone, Instant now) {
        var starts = now.plus(Duration.ofHours(25)).truncatedTo(ChronoUnit.HOURS);
        var typed = new HashMap<String, String>();
        typed.put("starts", local(starts, zone));
        typed.put("ends", local(starts.plus(Duration.ofHours(1)), zone));
        typed.put("step", "1");
        typed.put("times", "8");
        return typed;
    }

    private static Map<String, String> stored(GroupEvent event) {
        var typed = new HashMap<String, String>();
        typed.put("title", event.title());
        typed.put("body", event.body());
        typed.put("starts", local(event.startsAt(), event.zone()));
        typed.put("ends", local(event.endsAt(), event.zone()));
        typed.put("place", event.place());
        typed.put("link", event.link());
        typed.put("replay", event.replay());
        if (event.capacity() != null) typed.put("capacity", event.capacity().toString());
        return typed;
    }

    /** As a datetime-local field says it. */
    private static String local(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
