package dev.atrium.harness;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority of a test's own, and certificates of hosts that it vouches for. */
public final class MailAuthority {
    private final KeyPair keys = keys();
    private final X500Name name;
    private final X509Certificate certificate;

    public MailAuthority(String name) {
        this.name = new X500Name("CN=" + name);
        this.certificate =
                certificate(this.name, keys, true, null, Instant.now().plusSeconds(86_400));
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(
            X500Name subject, KeyPair of, boolean authority, @Nullable GeneralName host, Instant until) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(until.toEpochMilli() + (authority ? 0 : 1)),
                    Date.from(until.minusSeconds(172_800)),
                    Date.from(until),
                    subject,
                    of.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (host != null) builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(host));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a server of {@code host} shows. */
    public SSLContext server(String host) {
        return server(
                host, new GeneralName(GeneralName.dNSName, host), Instant.now().plusSeconds(86_400));
    }

    /** What a server of {@code host} shows that nobody looked after since yesterday. */
    public SSLContext expired(String host) {
        return server(
                host, new GeneralName(GeneralName.dNSName, host), Instant.now().minusSeconds(60));
    }

    /** What a server shows that is known by its number alone. */
    public SSLContext serverAt(String address) {
        return server(
                "a server",
                new GeneralName(GeneralName.iPAddress, address),
                Instant.now().plusSeconds(86_400));
    }

    /** A certificate as of old, which names {@code host} in its subject alone. */
    public SSLContext withoutNames(String host) {
        return server(host, null, Instant.now().plusSeconds(86_400));
    }

    private SSLContext server(String host, @Nullable GeneralName names, Instant until) {
        try {
            var own = keys();
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var chain =
                    new Certificate[] {certificate(new X500Name("CN=" + host), own, false, names, until), certificate};
            store.setKeyEntry("server", own.getPrivate(), new char[0], chain);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the authority's certificate as PEM. */
    public Path pem(Path file) {
        try {
            var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate.getEncoded());
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
