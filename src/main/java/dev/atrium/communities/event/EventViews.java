package dev.atrium.communities.event;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs read and send. The names are those of the API. */
final class EventViews {
    private EventViews() {}

    /**
     * A meeting.
     *
     * @param link where it takes place online; null for whoever has no place
     * @param state {@code open} or {@code cancelled}
     * @param mine what the reader answered; null for a program of the business
     */
    public record EventView(
            UUID id,
            UUID group,
            @Nullable UUID channel,
            @Nullable UUID series,
            @Nullable UUID host,
            String host_name,
            String title,
            String body,
            Instant starts_at,
            Instant ends_at,
            String time_zone,
            String place,
            @Nullable String link,
            @Nullable String replay,
            @Nullable Integer capacity,
            boolean waiting_list,
            String state,
            String reason,
            int going,
            int maybe,
            int waiting,
            @Nullable AnswerView mine) {}

    public record EventList(List<EventView> items, @Nullable String next) {}

    /** @param answer {@code yes}, {@code maybe}, {@code no}, {@code waiting}, or empty; {@code place} in the line, from 1 */
    public record AnswerView(String answer, @Nullable Integer place) {}

    /** @param answer {@code yes}, {@code maybe} or {@code no} */
    public record EventAnswerNew(String answer) {}

    public record PersonView(UUID contact, String name, String answer) {}

    public record PeopleList(List<PersonView> items) {}

    /**
     * A meeting to be made.
     *
     * @param id the sender's own, so that one sent twice is made once
     * @param repeats where it takes place more than once: each time is a meeting of its own
     */
    public record EventNew(
            @Nullable UUID id,
            @Nullable UUID channel,
            String title,
            @Nullable String body,
            Instant starts_at,
            Instant ends_at,
            String time_zone,
            @Nullable String place,
            @Nullable String link,
            @Nullable String replay,
            @Nullable Integer capacity,
            @Nullable Boolean waiting_list,
            @Nullable Repeats repeats) {}

    /**
     * The whole of a meeting in the place of what it was.
     *
     * @param following whether those of the same series that come later change likewise, each on its own day
     * @param repeats another rule for its series from this one on: what takes place on a day as before keeps its answers, what
     *     has no day any more is called off, days that are new are new meetings; {@code times} counts from this one
     */
    public record EventWhole(
            @Nullable UUID channel,
            String title,
            @Nullable String body,
            Instant starts_at,
            Instant ends_at,
            String time_zone,
            @Nullable String place,
            @Nullable String link,
            @Nullable String replay,
            @Nullable Integer capacity,
            @Nullable Boolean waiting_list,
            @Nullable Boolean following,
            @Nullable Repeats repeats) {
        EventNew asNew() {
            return new EventNew(
                    null,
                    channel,
                    title,
                    body,
                    starts_at,
                    ends_at,
                    time_zone,
                    place,
                    link,
                    replay,
                    capacity,
                    waiting_list,
                    repeats);
        }
    }

    /**
     * How often: {@code every} is {@code week} or {@code month}; either {@code times} or {@code until}.
     *
     * @param days of a weekly one, 1 for Monday to 7
     * @param same_weekday of a monthly one: the second Tuesday instead of the tenth
     * @param until the last day, as 2027-01-31
     * @param skips days on which it does not take place
     */
    public record Repeats(
            String every,
            @Nullable Integer step,
            @Nullable List<String> days,
            @Nullable Boolean same_weekday,
            @Nullable Integer times,
            @Nullable String until,
            @Nullable List<String> skips) {}

    /**
     * A series.
     *
     * @param repeats the rule that it was made by
     * @param items those of it that are not over, the next first; what was called off among them
     */
    public record EventSeries(UUID id, Repeats repeats, List<EventView> items) {}

    /** Why a whole series is called off. */
    public record SeriesCancelling(@Nullable String reason) {}

    static Repeats repeats(Recurrence rule) {
        boolean weekly = rule.every().equals(Recurrence.WEEK);
        return new Repeats(
                rule.every(),
                rule.step(),
                weekly && !rule.days().isEmpty()
                        ? rule.days().stream()
                                .sorted()
                                .map(day -> Integer.toString(day.getValue()))
                                .toList()
                        : null,
                weekly ? null : rule.byWeekday(),
                rule.times(),
                rule.until() == null ? null : rule.until().toString(),
                rule.skips().isEmpty()
                        ? null
                        : rule.skips().stream()
                                .sorted()
                                .map(LocalDate::toString)
                                .toList());
    }

    /** @param following whether those of the same series that come later are cancelled too */
    public record Cancelling(
            @Nullable String reason, @Nullable Boolean following) {}

    /** As a member reads it. */
    static EventView of(GroupEvent event, UUID reader) {
        var mine = event.mine();
        return view(
                event,
                event.opensTo(reader),
                new AnswerView(mine.standing(), mine.waiting() ? Integer.valueOf(mine.place()) : null));
    }

    /** As the business reads it. */
    static EventView ofBusiness(GroupEvent event) {
        return view(event, true, null);
    }

    /** As everybody who sees it may read it. */
    static EventView ofAll(GroupEvent event) {
        return view(event, false, null);
    }

    private static EventView view(GroupEvent event, boolean linked, @Nullable AnswerView mine) {
        return new EventView(
                event.id(),
                event.group(),
                event.channel(),
                event.series(),
                event.host(),
                event.hostName(),
                event.title(),
                event.body(),
                event.startsAt(),
                event.endsAt(),
                event.zone().getId(),
                event.place(),
                linked && !event.link().isEmpty() ? event.link() : null,
                event.replay().isEmpty() ? null : event.replay(),
                event.capacity(),
                event.queueing(),
                event.cancelled() ? "cancelled" : "open",
                event.reason(),
                event.going(),
                event.maybe(),
                event.waiting(),
                mine);
    }

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID GROUP = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final Instant AT = Instant.parse("2027-03-04T17:00:00Z");

    static final EventView SAMPLE = new EventView(
            ID,
            GROUP,
            null,
            null,
            null,
            "Acme Studio",
            "Portrait evening",
            "Bring a light.",
            AT,
            AT.plusSeconds(5400),
            "Europe/Lisbon",
            "Studio, Rua do Sol 3",
            null,
            null,
            20,
            true,
            "open",
            "",
            12,
            3,
            0,
            new AnswerView("yes", null));
    static final Repeats RULE = new Repeats("week", 1, List.of("4"), null, 8, null, List.of("2027-04-01"));
    static final EventNew NEW = new EventNew(
            null,
            null,
            "Portrait evening",
            "Bring a light.",
            AT,
            AT.plusSeconds(5400),
            "Europe/Lisbon",
            "Studio, Rua do Sol 3",
            null,
            null,
            20,
            true,
            RULE);
    static final EventWhole WHOLE = new EventWhole(
            null,
            "Portrait evening",
            "Bring a light.",
            AT,
            AT.plusSeconds(5400),
            "Europe/Lisbon",
            "Studio, Rua do Sol 3",
            null,
            null,
            24,
            true,
            false,
            null);
    static final EventSeries SERIES = new EventSeries(ID, RULE, List.of(SAMPLE));
    static final PeopleList PEOPLE = new PeopleList(List.of(new PersonView(ID, "Ana Almeida", "yes")));
}
