package dev.atrium.identity;

import dev.atrium.contacts.CustomField;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.web.Completeness;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The profile for programs, field by field as the business asks for it. */
final class ProfileSheetApi {
    /**
     * A field that the business asks for, with its answer as a form would show it.
     *
     * @param type {@code text}, {@code long_text}, {@code number}, {@code date} (an ISO day), {@code choice} (one of
     *     {@code options}), {@code yes_no}, {@code url}, {@code phone}, {@code time_zone} or {@code picture}
     * @param visible whether other members of the portal see it
     * @param value empty where nothing was said
     */
    public record ProfileField(
            String key,
            String label,
            String type,
            boolean required,
            boolean visible,
            List<String> options,
            String value) {}

    /** The profile; {@code completion_pct} counts what is required, {@code missing} names what of it lacks. */
    public record ProfileSheet(int completion_pct, List<String> missing, List<ProfileField> fields) {}

    /** A new answer; an empty value takes the old one away. */
    public record ProfileAnswer(String key, String value) {}

    /** What to change; a field that is not named stays. */
    public record ProfileChange(List<ProfileAnswer> fields) {}

    private static final ProfileSheet EXAMPLE = new ProfileSheet(
            50,
            List.of("field_birthday"),
            List.of(
                    new ProfileField("full_name", "Full name", "text", true, true, List.of(), "Ana Ruiz"),
                    new ProfileField("field_birthday", "Birthday", "date", true, false, List.of(), "")));

    private final Identity identity;
    private final Profiles profiles;

    ProfileSheetApi(Identity identity, Profiles profiles) {
        this.identity = identity;
        this.profiles = profiles;
    }

    void mount(Routes routes, String app) {
        routes.program("profile:read", app)
                .get("/api/v1/profile", this::show)
                .summary("Get the profile as the business asks for it")
                .versioned()
                .gives(ProfileSheet.class, EXAMPLE);
        routes.program("profile:write", app)
                .patch("/api/v1/profile", this::change)
                .summary("Answer fields of the profile")
                .versioned()
                .idempotent()
                .takes(ProfileChange.class, new ProfileChange(List.of(new ProfileAnswer("phone", "+44 20 7946 0999"))))
                .gives(ProfileSheet.class, EXAMPLE)
                .refuses(422);
    }

    private Future<Reply> show(Request request) {
        return identity.db()
                .read(request.scope(), tx -> profiles.read(tx, request.session()))
                .map(sheet -> reply(request, sheet));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var schema = request.tenant().settings().profile();
        var form = MultiMap.caseInsensitiveMultiMap();
        for (var answer : request.json(ProfileChange.class).fields()) {
            // The picture is a file and has its own address.
            if (!schema.asks(answer.key()) || answer.key().equals("avatar"))
                throw Problem.invalid("fields", "profile-field-unknown", answer.key());
            form.add(answer.key(), answer.value());
        }
        return ProfileApi.change(request, tx, profiles, new Form(form)).map(after -> reply(request, after));
    }

    private static Reply reply(Request request, Profiles.Sheet sheet) {
        var schema = request.tenant().settings().profile();
        var state = Completeness.of(sheet.said().lacks(), schema);
        Map<String, CustomField> custom =
                sheet.definitions().stream().collect(Collectors.toMap(CustomField::input, Function.identity()));
        var fields = schema.fields().stream()
                .filter(field -> !field.custom() || custom.containsKey(field.key()))
                .map(field -> field.custom()
                        ? shown(field, Objects.requireNonNull(custom.get(field.key())), sheet.said())
                        : shown(request, field, sheet.said()))
                .toList();
        return Reply.json(new ProfileSheet(state.percent(), state.missing(), fields))
                .tagged(ProfileApi.version(request, sheet.said()));
    }

    private static ProfileField shown(ProfileSchema.Field field, CustomField custom, AccountStore.Profile said) {
        return new ProfileField(
                field.key(),
                field.label(),
                custom.type().word(),
                field.required(),
                field.visible(),
                custom.options(),
                custom.shown(said.answers()));
    }

    private static ProfileField shown(Request request, ProfileSchema.Field field, AccountStore.Profile said) {
        var type = switch (field.key()) {
            case "phone" -> "phone";
            case "time_zone" -> "time_zone";
            case "avatar" -> "picture";
            default -> "text";
        };
        var value = switch (field.key()) {
            case "full_name" -> said.name();
            case "phone" -> said.phone();
            case "time_zone" -> said.timeZone();
            default -> said.avatar();
        };
        return new ProfileField(
                field.key(),
                Completeness.label(request, field),
                type,
                field.required(),
                field.visible(),
                List.of(),
                value);
    }
}
