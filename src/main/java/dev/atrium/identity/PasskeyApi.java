package dev.atrium.identity;

import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkey;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an account has of second factors, for programs that watch over accounts. Changed they are by a person on a page alone. */
final class PasskeyApi {
    /** A passkey; {@code host} is the only one that it works at. */
    public record PasskeyItem(
            UUID id,
            String name,
            String host,
            Instant created_at,
            @Nullable Instant last_used_at) {}

    /** Whether an authenticator app is set up, how many recovery codes are left, and the passkeys, at most 20. */
    public record SecondFactors(boolean authenticator_app, int recovery_codes_left, List<PasskeyItem> passkeys) {}

    private static final SecondFactors EXAMPLE = new SecondFactors(
            true,
            9,
            List.of(new PasskeyItem(
                    UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
                    "Firefox, Linux",
                    "portal.example",
                    Instant.parse("2026-11-01T09:00:00Z"),
                    null)));

    private final Identity identity;

    PasskeyApi(Identity identity) {
        this.identity = identity;
    }

    void mount(Routes routes, String app) {
        routes.program("security:read", app)
                .get("/api/v1/me/factors", this::show)
                .summary("Show the second factors of the account")
                .gives(SecondFactors.class, EXAMPLE);
    }

    private Future<Reply> show(Request request) {
        var account = request.session().account();
        return identity.db().read(request.scope(), tx -> {
            var state = Factors.state(tx, account, request.host());
            var keys = Passkeys.list(tx, account);
            return Future.all(state, keys)
                    .map(x -> Reply.json(new SecondFactors(
                            state.result().totp(),
                            state.result().recoveryLeft(),
                            keys.result().stream().map(PasskeyApi::item).toList())));
        });
    }

    private static PasskeyItem item(Passkey key) {
        return new PasskeyItem(key.id(), key.name(), key.rpId(), key.createdAt(), key.lastUsedAt());
    }
}
