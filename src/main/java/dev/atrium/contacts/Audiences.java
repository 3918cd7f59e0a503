package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The door to audiences. A thing that may be for some keeps {@code audience_id}, null for everybody; its queries ask
 * {@code audience_has(tenant, audience_id, contact)}, its form holds the part {@code _partials/audience}.
 */
public final class Audiences {
    /** A rule with the name of what it names. */
    public record Named(AudienceRules.Rule rule, String label) {}

    /** A rule that matches somebody; {@code decides} where it is why they see the thing, or why not. */
    public record Reason(boolean include, String kind, String label, boolean decides) {}

    /** What the editor shows: a row for each rule and some for more. */
    public record Editor(List<Row> rows, String person, String personError, boolean personExcluded) {}

    /** One rule of the editor. */
    public record Row(int index, boolean exclude, List<Group> groups, String error) {}

    /** Choices of one kind. */
    public record Group(String label, List<Option> options) {}

    private static final int SPARE = 2;

    private Audiences() {}

    /**
     * Keeps the rules that were typed for a thing whose audience was {@code old}; the audience that the thing has from now
     * on, empty for everybody. The caller writes it to the thing and then {@link #drop drops} the old one if it is another.
     */
    public static Future<Optional<UUID>> save(Tx tx, @Nullable UUID old, AudienceRules rules) {
        return find(tx, rules).compose(person -> {
            var kept = rules.kept(person);
            if (kept.isEmpty()) return Future.succeededFuture(Optional.empty());
            if (kept.size() > AudienceRules.MOST) throw Problem.invalid("person", "audience-long", AudienceRules.MOST);
            var store = new AudienceStore(tx);
            var audience = old == null ? Ids.next() : old;
            if (old == null) store.insert(audience);
            return store.rules(audience, kept).map(all -> {
                if (!all) throw Problem.of(409, "rule-gone");
                return Optional.of(audience);
            });
        });
    }

    /** The person who was named by address; an address that several share names nobody in particular. */
    private static Future<Optional<UUID>> find(Tx tx, AudienceRules rules) {
        if (rules.person().isEmpty()) return Future.succeededFuture(Optional.empty());
        return new ContactStore(tx).byEmail(rules.person().get().email()).map(found -> {
            if (found.isEmpty()) throw Problem.invalid("person", "contact-missing");
            if (found.size() > 1) throw Problem.invalid("person", "contact-ambiguous");
            return Optional.of(found.getFirst());
        });
    }

    /** Forgets an audience that no thing has any more. */
    public static Future<Void> drop(Tx tx, UUID audience) {
        return new AudienceStore(tx).delete(audience).mapEmpty();
    }

    /** The rules of an audience by name; none where there is no audience. */
    public static Future<List<Named>> named(Tx tx, @Nullable UUID audience) {
        return audience == null ? Future.succeededFuture(List.of()) : new AudienceStore(tx).named(audience);
    }

    /** The rules of several audiences as programs read them; an audience without rules is not among them. */
    public static Future<Map<UUID, List<AudienceRule>>> rules(Tx tx, Collection<UUID> audiences) {
        if (audiences.isEmpty()) return Future.succeededFuture(Map.of());
        return new AudienceStore(tx).rulesOf(audiences);
    }

    /** Whether the contact may see what has this audience. */
    public static Future<Boolean> has(Tx tx, @Nullable UUID audience, UUID contact) {
        return new AudienceStore(tx).has(audience, contact);
    }

    /** Why, or why not: the rules that match. None where no rule lets them in, or there is no audience. */
    public static Future<List<Reason>> why(Tx tx, @Nullable UUID audience, UUID contact) {
        return audience == null ? Future.succeededFuture(List.of()) : new AudienceStore(tx).why(audience, contact);
    }

    /** The editor for an audience, with what was typed where the form was refused. */
    public static Future<Editor> editor(Tx tx, Request request, @Nullable UUID audience) {
        var named = named(tx, audience);
        var tags = new TagStore(tx).all();
        var companies = new CompanyStore(tx).list(null, 200);
        var segments = new SegmentStore(tx).all();
        return Future.all(named, tags, companies, segments).map(x -> {
            var people = named.result().stream()
                    .filter(rule -> rule.rule().kind().equals("contact"))
                    .map(rule -> new Option(rule.rule().choice(), rule.label(), false))
                    .toList();
            var groups = Stream.of(
                            new Group("", List.of(new Option("everyone", request.say("audience.everyone"), false))),
                            group(request, "tags", tags.result(), t -> new Option("tag:" + t.id(), t.name(), false)),
                            group(
                                    request,
                                    "companies",
                                    companies.result(),
                                    c -> new Option("company:" + c.id(), c.name(), false)),
                            group(
                                    request,
                                    "segments",
                                    segments.result(),
                                    s -> new Option("segment:" + s.id(), s.name(), false)),
                            new Group(request.say("audience.people"), people))
                    .filter(group -> !group.options().isEmpty())
                    .toList();
            var chosen = named.result().stream().map(Named::rule).toList();
            return request.failed() ? typed(request, groups) : stored(chosen, groups);
        });
    }

    private static <T> Group group(
            Request request, String kind, List<T> things, java.util.function.Function<T, Option> option) {
        return new Group(
                request.say(Family.AUDIENCE.key(kind)),
                things.stream().map(option).toList());
    }

    private static Editor stored(List<AudienceRules.Rule> rules, List<Group> groups) {
        var rows = new ArrayList<Row>();
        for (var rule : rules) rows.add(row(rows.size(), !rule.include(), rule.choice(), groups, ""));
        for (int i = 0; i < SPARE && rows.size() < AudienceRules.MOST; i++)
            rows.add(row(rows.size(), false, "", groups, ""));
        return new Editor(rows, "", "", false);
    }

    private static Editor typed(Request request, List<Group> groups) {
        Form form = request.form();
        var rows = new ArrayList<Row>();
        for (int i = 0; i < AudienceRules.MOST; i++) {
            var choice = form.text("who_" + i);
            if (choice.isEmpty()) continue;
            rows.add(row(i, form.text("effect_" + i).equals("exclude"), choice, groups, request.error("who_" + i)));
        }
        int next = rows.isEmpty() ? 0 : rows.getLast().index() + 1;
        for (int i = next; i < next + SPARE && i < AudienceRules.MOST; i++) rows.add(row(i, false, "", groups, ""));
        return new Editor(
                rows,
                form.text("person"),
                request.error("person"),
                form.text("person_effect").equals("exclude"));
    }

    private static Row row(int index, boolean exclude, String choice, List<Group> groups, String error) {
        return new Row(
                index,
                exclude,
                groups.stream()
                        .map(group -> new Group(
                                group.label(),
                                group.options().stream()
                                        .map(o -> new Option(o.id(), o.label(), o.id().equals(choice)))
                                        .toList()))
                        .toList(),
                error);
    }
}
