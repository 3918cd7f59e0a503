package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The same settings for the business's own programs. */
final class SignInSettingsApi {
    private static final String PATH = "/api/v1/business/settings/sign-in";

    /**
     * How clients sign up and in: {@code signup_mode} is {@code open}, {@code invite_only} or {@code approval}; {@code mfa}
     * is {@code off}, {@code optional}, {@code required_for_billing} or {@code required}.
     */
    public record SignIn(String signup_mode, boolean allow_duplicate_contacts, boolean magic_links, String mfa) {}

    /** What to change; a member that is left out stays. */
    public record SignInChange(
            @Nullable String signup_mode,
            @Nullable Boolean allow_duplicate_contacts,
            @Nullable Boolean magic_links,
            @Nullable String mfa) {}

    private static final SignIn NOW = new SignIn("open", false, true, "optional");

    private final Db db;
    private final SignInSettings settings;

    SignInSettingsApi(Db db, SignInSettings settings) {
        this.db = db;
        this.settings = settings;
    }

    void mount(Routes routes) {
        routes.business("settings:read")
                .get(PATH, this::read)
                .summary("Get how clients sign up and in")
                .versioned()
                .gives(SignIn.class, NOW);
        routes.business("settings:write")
                .patch(PATH, this::change)
                .summary("Change how clients sign up and in")
                .versioned()
                .idempotent()
                .takes(SignInChange.class, new SignInChange(null, null, true, "required"))
                .gives(SignIn.class, NOW)
                .refuses(422);
    }

    private Future<Reply> read(Request request) {
        return db.read(request.scope(), tx -> new SignInPolicyStore(tx).find()).map(SignInSettingsApi::json);
    }

    private Future<Reply> change(Request request, Tx tx) {
        var asked = request.json(SignInChange.class);
        return new SignInPolicyStore(tx).lock().compose(old -> {
            request.ifMatch().require(Integer.toString(old.version()));
            var wanted = new SignInPolicy(
                    asked.signup_mode() == null
                            ? old.signupMode()
                            : SignInPolicy.known(SignInPolicy.signupMode(asked.signup_mode()), "signup_mode"),
                    Objects.requireNonNullElse(asked.allow_duplicate_contacts(), old.allowDuplicateContacts()),
                    Objects.requireNonNullElse(asked.magic_links(), old.magicLinks()),
                    asked.mfa() == null ? old.mfa() : SignInPolicy.known(SignInPolicy.mfa(asked.mfa()), "mfa"),
                    old.version());
            return settings.change(tx, request, old, wanted)
                    .compose(x -> new SignInPolicyStore(tx).find())
                    .map(SignInSettingsApi::json);
        });
    }

    private static Reply json(SignInPolicy policy) {
        return Reply.json(new SignIn(
                        SignInPolicy.word(policy.signupMode()),
                        policy.allowDuplicateContacts(),
                        policy.magicLinks(),
                        SignInPolicy.word(policy.mfa())))
                .tagged(Integer.toString(policy.version()));
    }
}
