package dev.atrium.identity;

import dev.atrium.contacts.Answers;
import dev.atrium.contacts.CustomField;
import dev.atrium.contacts.Option;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which fields a profile has. The page is one form: its buttons move, remove and add, and whatever was ticked beside them is
 * kept, so that it works without a script.
 */
final class ProfileFieldRoutes {
    private static final String PAGE = "/profile-fields";

    /** A field as the page lists it; {@code fixed} is the name, without which nobody has an account. */
    record Row(
            String key,
            String label,
            String type,
            boolean own,
            boolean fixed,
            boolean required,
            boolean visible,
            boolean first,
            boolean last) {}

    /** An app, and whether it waits. */
    record Gate(String key, String label, boolean waits) {}

    private record State(ProfileSchema schema, List<CustomField> definitions) {}

    private final Identity identity;
    private final Hosts hosts;

    ProfileFieldRoutes(Identity identity, Hosts hosts) {
        this.identity = identity;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("profile-fields", "user-round", PAGE, 815, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug" + PAGE, this::page).summary("Show which fields a profile has");
        settings.post("/t/:slug" + PAGE, this::save)
                .summary("Change which fields a profile has")
                .shows(this::page);
    }

    private Future<State> state(Request request) {
        var desk = Desk.of(request);
        var tenant = hosts.tenant(desk.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
        var definitions = identity.db().read(desk.scope(), Answers::definitions);
        return Future.all(tenant, definitions)
                .map(x -> new State(tenant.result().settings().profile(), definitions.result()));
    }

    private Future<Reply> page(Request request) {
        return state(request).map(state -> {
            var schema = state.schema();
            var model = Desk.of(request).model(request);
            model.put("version", schema.version());
            model.put("rows", rows(request, state));
            model.put("free", free(request, state));
            model.put("gates", gates(request, schema));
            return Reply.page("console/profile-fields", Reply.Layout.CONSOLE, "console.profile-fields.title", model);
        });
    }

    private static List<Row> rows(Request request, State state) {
        var fields = state.schema().fields();
        var custom = state.definitions().stream().collect(Collectors.toMap(CustomField::input, Function.identity()));
        var rows = new ArrayList<Row>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            var definition = custom.get(field.key());
            var type = definition == null
                    ? request.say("console.profile-fields.house")
                    : request.say(Family.FIELD_TYPE.key(definition.type().word()));
            rows.add(new Row(
                    field.key(),
                    label(request, field),
                    type,
                    field.custom(),
                    field.key().equals("full_name"),
                    field.required(),
                    field.visible(),
                    i == 0,
                    i == fields.size() - 1));
        }
        return rows;
    }

    private static String label(Request request, ProfileSchema.Field field) {
        return field.custom() ? field.label() : request.say(Family.PROFILE_FIELD.key(field.key()));
    }

    /** What may be added: fields of the house and of the business that are not asked for yet. */
    private static List<Option> free(Request request, State state) {
        var house = ProfileSchema.OWN.stream()
                .filter(key -> !state.schema().asks(key))
                .map(key -> new Option(key, request.say(Family.PROFILE_FIELD.key(key)), false));
        var custom = state.definitions().stream()
                .filter(definition -> !state.schema().asks(definition.input()))
                .map(definition -> new Option(definition.input(), definition.label(), false));
        return Stream.concat(house, custom).toList();
    }

    private static List<Gate> gates(Request request, ProfileSchema schema) {
        return ProfileSchema.MAY_WAIT.stream()
                .map(app -> new Gate(
                        app, request.say(Family.APP.key(app)), schema.blocks().contains(app)))
                .toList();
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        return state(request)
                .compose(state -> identity.db().write(desk.scope(), tx -> save(tx, request, state)))
                .map(x -> desk.done(PAGE, "profile-fields-saved"));
    }

    private Future<Void> save(Tx tx, Request request, State state) {
        var form = request.form();
        // The state is read beside this transaction: the version in the form says whether it is still the one shown.
        if (form.number("version") != state.schema().version()) throw Problem.of(409, "profile-fields-changed");
        var fields = moved(ticked(form, state.schema()), form, state);
        var blocks = Stream.concat(
                        // An app that this page does not list keeps what was decided about it elsewhere.
                        state.schema().blocks().stream().filter(app -> !ProfileSchema.MAY_WAIT.contains(app)),
                        ProfileSchema.MAY_WAIT.stream()
                                .filter(app -> !form.text("waits_" + app).isEmpty()))
                .toList();
        if (same(state.schema(), fields, blocks)) return Future.succeededFuture();
        return new ProfileSchemaStore(tx)
                .change(state.schema().version(), fields, blocks)
                .compose(changed -> {
                    if (!changed) throw Problem.of(409, "profile-fields-changed");
                    hosts.changed(tx);
                    identity.sessions().refreshAll(tx);
                    return Audit.record(
                            tx, "profile-fields.changed", "tenant", tx.tenant(), detail(fields, blocks), request.ip());
                });
    }

    private static boolean same(ProfileSchema before, List<ProfileSchema.Field> fields, List<String> blocks) {
        return ticks(fields).equals(ticks(before.fields())) && before.blocks().equals(Set.copyOf(blocks));
    }

    /** The name needs no tick to be asked for. */
    private static List<ProfileSchema.Field> ticks(List<ProfileSchema.Field> fields) {
        return fields.stream()
                .map(field -> new ProfileSchema.Field(
                        field.key(), "", field.key().equals("full_name") || field.required(), field.visible()))
                .toList();
    }

    private static JsonObject detail(List<ProfileSchema.Field> fields, List<String> blocks) {
        var required = fields.stream()
                .filter(ProfileSchema.Field::required)
                .map(ProfileSchema.Field::key)
                .toList();
        return new JsonObject()
                .put(
                        "fields",
                        new JsonArray(
                                fields.stream().map(ProfileSchema.Field::key).toList()))
                .put("required", new JsonArray(required))
                .put("blocks", new JsonArray(blocks));
    }

    private static List<ProfileSchema.Field> ticked(Form form, ProfileSchema schema) {
        return schema.fields().stream()
                .map(field -> new ProfileSchema.Field(
                        field.key(),
                        field.label(),
                        field.key().equals("full_name")
                                || !form.text("required_" + field.key()).isEmpty(),
                        !form.text("visible_" + field.key()).isEmpty()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** What the pressed button does: {@code up:key}, {@code down:key}, {@code drop:key}, {@code add}, or nothing more. */
    private static List<ProfileSchema.Field> moved(List<ProfileSchema.Field> fields, Form form, State state) {
        var act = form.text("act").split(":", 2);
        if (act[0].equals("add")) return added(fields, form.text("added"), state);
        if (act.length < 2) return fields;
        int at = fields.stream().map(ProfileSchema.Field::key).toList().indexOf(act[1]);
        if (at < 0) throw Problem.notFound();
        switch (act[0]) {
            case "up" -> Collections.swap(fields, at, Math.max(0, at - 1));
            case "down" -> Collections.swap(fields, at, Math.min(fields.size() - 1, at + 1));
            case "drop" -> {
                if (act[1].equals("full_name")) throw Problem.of(422, "invalid");
                fields.remove(at);
            }
            default -> throw Problem.of(422, "invalid");
        }
        return fields;
    }

    private static List<ProfileSchema.Field> added(List<ProfileSchema.Field> fields, String key, State state) {
        if (key.isEmpty()) throw Problem.invalid("added", "required-missing");
        boolean known = ProfileSchema.OWN.contains(key)
                || state.definitions().stream().anyMatch(d -> d.input().equals(key));
        if (!known || state.schema().asks(key)) throw Problem.invalid("added", "choice-invalid");
        fields.add(new ProfileSchema.Field(key, "", false, false));
        return fields;
    }
}
