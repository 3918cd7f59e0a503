package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Request;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The matrix of types and channels as a page shows and takes it, for clients and for staff. */
final class ChoiceTable {
    /** One entry of a select. */
    record Option(String id, String label, boolean selected) {}

    /** A type in a channel; {@code options} are empty where there is nothing to choose, {@code says} then tells what is. */
    record Cell(String field, String channel, String label, List<Option> options, String says) {}

    /** A type; {@code why} says what keeps it from being chosen, empty where it can. */
    record Row(String title, String lead, String why, List<Cell> cells) {}

    record Group(String title, List<Row> rows) {}

    /** Writes one choice down. */
    interface Chooser {
        void choose(NotificationType type, Channel channel, Pace pace);
    }

    /** What decides what is shown. */
    record State(Map<String, Map<Channel, Pace>> chosen, Map<String, Verdict.Rule> rules, Optional<QuietHours> quiet) {
        Pace pace(NotificationType type, Channel channel) {
            return Verdict.pace(type, channel, rule(type), chosen.getOrDefault(type.key(), Map.of()));
        }

        Verdict.Rule rule(NotificationType type) {
            return rules.getOrDefault(type.key(), Verdict.Rule.OPEN);
        }

        boolean open(NotificationType type) {
            return type.duty().choice() && rule(type) == Verdict.Rule.OPEN;
        }

        /** Nobody gets what the business switched off, so nobody is asked about it. */
        boolean told(NotificationType type) {
            return rule(type) != Verdict.Rule.OFF || !type.duty().dispensable();
        }
    }

    private final NotificationTypes types;
    private final NotificationType.Reader reader;
    private final List<Channel> channels;

    ChoiceTable(NotificationTypes types, NotificationType.Reader reader) {
        this.types = types;
        this.reader = reader;
        this.channels = reader == NotificationType.Reader.CLIENT
                ? List.of(Channel.values())
                : List.of(Channel.APP, Channel.MAIL);
    }

    List<Group> groups(Request request, State state, @Nullable Form typed, String portal) {
        return groups(request, state, typed, portal, type -> true);
    }

    /** Of the types that are a matter of choice those that are {@code wanted}, by group. */
    List<Group> groups(
            Request request, State state, @Nullable Form typed, String portal, Predicate<NotificationType> wanted) {
        var groups = new ArrayList<Group>();
        types.groups(reader).forEach((group, all) -> {
            var rows = all.stream()
                    .filter(type -> state.told(type) && type.duty().choice() && wanted.test(type))
                    .map(type -> row(request, state, type, typed, portal))
                    .toList();
            if (!rows.isEmpty()) groups.add(new Group(request.say(Family.GROUP.key(group)), rows));
        });
        return groups;
    }

    /** What nobody chooses: it stands apart, so that what can be chosen is found. */
    List<Row> always(Request request, State state, String portal) {
        return types.all().stream()
                .filter(type -> type.reader() == reader)
                .filter(type -> state.told(type) && !type.duty().choice())
                .map(type -> new Row(
                        request.say(Family.TYPE.key(type.key())),
                        request.say(Family.TYPE_LEAD.key(type.key())),
                        why(request, state, type, portal),
                        List.of()))
                .toList();
    }

    /** A field of a type that cannot be chosen is not looked at: what guards an account stays, whatever is sent. */
    JsonObject changes(State state, Form form, Predicate<NotificationType> wanted, Chooser chooser) {
        var changed = new JsonObject();
        for (var type : types.all()) {
            if (!type.reads(reader) || !state.open(type) || !wanted.test(type)) continue;
            for (var channel : type.channels()) {
                var field = field(type, channel);
                if (form.text(field).isEmpty()) continue;
                var pace = Pace.of(form.text(field))
                        .filter(p -> p.fits(channel))
                        .orElseThrow(() -> Problem.of(422, "invalid"));
                if (pace == state.pace(type, channel)) continue;
                chooser.choose(type, channel, pace);
                changed.put(field, pace.word());
            }
        }
        return changed;
    }

    private Row row(Request request, State state, NotificationType type, @Nullable Form typed, String portal) {
        var title = request.say(Family.TYPE.key(type.key()));
        var cells = channels.stream()
                .map(channel -> cell(request, state, type, channel, title, typed))
                .toList();
        return new Row(title, request.say(Family.TYPE_LEAD.key(type.key())), why(request, state, type, portal), cells);
    }

    private static String why(Request request, State state, NotificationType type, String portal) {
        return switch (type.duty()) {
            case SECURITY -> request.say("account.notifications.why.security");
            case LEGAL -> request.say("account.notifications.why.legal");
            case ONCE -> request.say("account.notifications.why.once");
            case OPTIONAL -> state.open(type) ? "" : request.say("account.notifications.why.locked", portal);
        };
    }

    private Cell cell(
            Request request, State state, NotificationType type, Channel channel, String title, @Nullable Form typed) {
        // Staff have no portal to be told in: theirs is the console's bell.
        boolean bell = reader == NotificationType.Reader.STAFF && channel == Channel.APP;
        var label = bell
                ? request.say("bell.choices.cell", title)
                : request.say(Family.CHOICE_CELL.key(channel.word()), title);
        var name = bell ? request.say("bell.choices.app") : request.say(Family.CHANNEL.key(channel.word()));
        var pace = state.pace(type, channel);
        if (!type.has(channel)) return new Cell("", name, label, List.of(), request.say("account.notifications.none"));
        if (!state.open(type)) return new Cell("", name, label, List.of(), request.say(Family.PACE.key(pace.word())));
        var shown =
                typed == null ? pace : Pace.of(typed.text(field(type, channel))).orElse(pace);
        var options = Arrays.stream(Pace.values())
                .filter(one -> one.fits(channel))
                .map(one -> new Option(one.word(), request.say(Family.PACE.key(one.word())), one == shown))
                .toList();
        return new Cell(field(type, channel), name, label, options, "");
    }

    static String field(NotificationType type, Channel channel) {
        return type.key() + ":" + channel.word();
    }
}
