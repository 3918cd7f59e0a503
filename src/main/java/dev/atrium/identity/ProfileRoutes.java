package dev.atrium.identity;

import dev.atrium.contacts.Answers;
import dev.atrium.contacts.CustomField;
import dev.atrium.contacts.Option;
import dev.atrium.kernel.Zones;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.web.Completeness;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profile: what the person says about themselves, and how much of what the business asks for is there. */
final class ProfileRoutes {
    private final Identity identity;
    private final Profiles profiles;

    ProfileRoutes(Identity identity, Profiles profiles) {
        this.identity = identity;
        this.profiles = profiles;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/profile", this::page)
                .summary("Show the profile")
                .landing();
        routes.client(app)
                .post("/account/profile", this::save)
                .summary("Change the profile")
                .shows(this::page);
    }

    Future<Reply> page(Request request) {
        return identity.db()
                .read(request.scope(), tx -> profiles.read(tx, request.session()))
                .map(sheet -> Reply.page(
                        "account/profile", Reply.Layout.PORTAL, "account.profile.title", model(request, sheet)));
    }

    private static Map<String, Object> model(Request request, Profiles.Sheet sheet) {
        var schema = request.tenant().settings().profile();
        // A picture that was refused leaves the other form as it is.
        boolean typed = request.failed() && request.form().has("name");
        var custom = sheet.definitions().stream().collect(Collectors.toMap(CustomField::input, Function.identity()));
        Map<String, Object> model = new HashMap<>();
        model.put("profile", Completeness.shown(request));
        model.put("picture", schema.asks("avatar"));
        model.put(
                "inputs",
                schema.fields().stream()
                        .filter(field -> !field.custom() || custom.containsKey(field.key()))
                        .flatMap(field -> field.custom()
                                ? Stream.of(answer(
                                        request, field, Objects.requireNonNull(custom.get(field.key())), typed, sheet))
                                : own(request, field, typed, sheet.said()))
                        .toList());
        return model;
    }

    private static Answers.Input answer(
            Request request, ProfileSchema.Field field, CustomField custom, boolean typed, Profiles.Sheet sheet) {
        var input = Answers.input(request, custom, false, typed, sheet.said().answers());
        return new Answers.Input(
                input.name(),
                input.label(),
                input.type(),
                input.value(),
                input.error(),
                hint(request, field, ""),
                mark(request, field),
                true,
                false,
                input.options());
    }

    /** A field of the house; the picture has a form of its own. */
    private static Stream<Answers.Input> own(
            Request request, ProfileSchema.Field field, boolean typed, AccountStore.Profile said) {
        return switch (field.key()) {
            case "full_name" -> Stream.of(own(request, field, "name", "name", said.name(), typed, List.of()));
            case "phone" -> Stream.of(own(request, field, "phone", "phone", said.phone(), typed, List.of()));
            case "time_zone" -> {
                var zone = typed ? request.form().text("time_zone") : said.timeZone();
                yield Stream.of(own(request, field, "time_zone", "zone", said.timeZone(), typed, zones(zone)));
            }
            default -> Stream.empty();
        };
    }

    static List<Option> zones(String chosen) {
        return Zones.ALL.stream()
                .map(id -> new Option(id, id.replace('_', ' '), id.equals(chosen)))
                .toList();
    }

    private static Answers.Input own(
            Request request,
            ProfileSchema.Field field,
            String name,
            String type,
            String value,
            boolean typed,
            List<Option> options) {
        return new Answers.Input(
                name,
                Completeness.label(request, field),
                type,
                typed ? request.form().text(name) : value,
                request.error(name),
                hint(request, field, name.equals("phone") ? request.say("field.phone.hint") : ""),
                name.equals("name") ? request.say("field.required") : mark(request, field),
                false,
                name.equals("name"),
                options);
    }

    private static String mark(Request request, ProfileSchema.Field field) {
        return request.say(field.required() ? "field.required" : "field.optional");
    }

    /** Who else sees it, where others do. */
    private static String hint(Request request, ProfileSchema.Field field, String usual) {
        if (!field.visible()) return usual;
        var seen = request.say("account.profile.visible");
        return usual.isEmpty() ? seen : usual + " " + seen;
    }

    private Future<Reply> save(Request request) {
        var session = request.session();
        return identity.db()
                .write(
                        request.scope(),
                        tx -> profiles.readToChange(tx, session).compose(sheet -> {
                            var draft = profiles.draft(request, request.form(), "name", sheet);
                            return profiles.store(tx, session, draft, sheet, request.ip());
                        }))
                .map(Reply.redirect("/account/profile").with(new Cookies.Change(Cookies.FLASH, "profile-saved", 60)));
    }
}
