package dev.atrium.identity.factor;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import dev.atrium.kernel.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What an authenticator signed, checked by WebAuthn Level 2, sections 7.1 and 7.2: challenge, origin, relying party, presence,
 * verification, count, signature. It computes and reads classes, so never on an event loop.
 */
final class Ceremony {
    private static final int LONGEST = 20_000;

    /** What was registered. */
    record Registered(Buffer credential, Buffer key, long count, boolean backedUp, List<String> transports) {}

    /** A valid assertion: the new count, and whether the person was verified by PIN or body. */
    record Signed(long count, boolean verified) {}

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter keys = new AttestedCredentialDataConverter(converter);

    /** Fails with {@code passkey-refused} where anything is not as it must be. */
    Registered register(String json, Passkeys.Place place, byte[] challenge) {
        try {
            var parameters = new RegistrationParameters(server(place, challenge), null, false, true);
            var data = manager.verifyRegistrationResponseJSON(json, parameters);
            var authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            var credential = Objects.requireNonNull(authenticator.getAttestedCredentialData());
            var transports = Objects.requireNonNullElse(data.getTransports(), Set.<AuthenticatorTransport>of());
            return new Registered(
                    Buffer.buffer(credential.getCredentialId()),
                    Buffer.buffer(keys.convert(credential)),
                    authenticator.getSignCount(),
                    authenticator.isFlagBS(),
                    transports.stream()
                            .map(AuthenticatorTransport::getValue)
                            .limit(8)
                            .toList());
        } catch (RuntimeException refused) {
            throw Problem.of(422, "passkey-refused");
        }
    }

    /** Fails likewise; {@code verified} asks that the authenticator made sure of the person. */
    Signed sign(String json, Passkeys.Place place, byte[] challenge, PasskeyStore.Stored stored, boolean verified) {
        try {
            AttestedCredentialData key = keys.convert(stored.key().getBytes());
            var known = new CredentialRecordImpl(
                    new NoneAttestationStatement(), null, null, null, stored.count(), key, null, null, null, null);
            var parameters = new AuthenticationParameters(server(place, challenge), known, null, verified, true);
            var data = manager.verifyAuthenticationResponseJSON(json, parameters);
            var authenticator = Objects.requireNonNull(data.getAuthenticatorData());
            return new Signed(authenticator.getSignCount(), authenticator.isFlagUV());
        } catch (RuntimeException refused) {
            throw Problem.of(422, "passkey-refused");
        }
    }

    private static ServerProperty server(Passkeys.Place place, byte[] challenge) {
        return new ServerProperty(new Origin(place.origin()), place.rpId(), new DefaultChallenge(challenge));
    }

    /** Which credential an answer speaks of. */
    static byte[] credential(String json) {
        try {
            if (json.length() > LONGEST) throw new IllegalArgumentException("long");
            return Base64.getUrlDecoder().decode(new JsonObject(json).getString("id"));
        } catch (RuntimeException broken) {
            throw Problem.of(422, "passkey-refused");
        }
    }
}
