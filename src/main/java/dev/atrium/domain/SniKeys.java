package dev.atrium.domain;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate by the name that the client asks for (RFC 6066, section 3), at the moment of the handshake: one TLS
 * context serves every name, so that there is no cache of contexts to fill (compare CVE-2026-6860). The alias is the name.
 */
final class SniKeys extends X509ExtendedKeyManager {
    private final Certificates certificates;

    SniKeys(Certificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null || !(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) return null;
        var asked = session.getRequestedServerNames().stream()
                .filter(name -> name.getType() == StandardConstants.SNI_HOST_NAME)
                .map(name -> new SNIHostName(name.getEncoded()).getAsciiName().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
        return entry(asked)
                .filter(entry -> entry.algorithm().equals(keyType))
                .map(entry -> asked)
                .orElse(null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return entry(alias)
                .map(entry -> entry.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return entry(alias).map(Certificates.Entry::key).orElse(null);
    }

    private Optional<Certificates.Entry> entry(String alias) {
        return certificates.of(alias);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
