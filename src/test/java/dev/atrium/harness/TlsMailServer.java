package dev.atrium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real mail server of somebody else's (subethasmtp) that speaks TLS and asks for a password. */
public final class TlsMailServer implements AutoCloseable {
    public static final String USER = "acme-mailer";
    public static final String PASSWORD = "a-very-secret-password";

    /** A mail as it came over the wire. */
    public record Letter(String from, String recipient, String data) {}

    private final SMTPServer server;
    private final List<Letter> letters;
    private final AtomicInteger signIns;

    private TlsMailServer(SMTPServer server, List<Letter> letters, AtomicInteger signIns) {
        this.server = server;
        this.letters = letters;
        this.signIns = signIns;
    }

    /** The certificate that servers here show, and its key: for {@code localhost}. */
    public record Identity(SSLContext context, Path pem) {
        public static Identity make(Path directory) {
            try {
                var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
                var name = new X500Name("CN=localhost");
                var now = Instant.now();
                var builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minusSeconds(3600)),
                        Date.from(now.plusSeconds(86_400)),
                        name,
                        pair.getPublic());
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
                X509Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
                var store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("key", pair.getPrivate(), new char[0], new Certificate[] {certificate});
                var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, new char[0]);
                var context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), null, null);
                var pem = directory.resolve("mail-server.pem");
                Files.writeString(
                        pem,
                        "-----BEGIN CERTIFICATE-----\n"
                                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                                + "\n-----END CERTIFICATE-----\n");
                return new Identity(context, pem);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @param implicit whether TLS begins at once; else by STARTTLS */
    public static TlsMailServer open(Identity identity, boolean implicit) {
        var letters = new CopyOnWriteArrayList<Letter>();
        var signIns = new AtomicInteger();
        var builder = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((context, from, to, data) ->
                        letters.add(new Letter(from, to, new String(data, StandardCharsets.UTF_8))))
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    signIns.incrementAndGet();
                    if (!user.equals(USER) || !password.equals(PASSWORD)) throw new LoginFailedException();
                }));
        if (implicit) builder.serverSocketFactory(identity.context());
        else
            builder.enableTLS().requireTLS().startTlsSocketFactory(socket -> {
                var remote = (java.net.InetSocketAddress) socket.getRemoteSocketAddress();
                var secured = (SSLSocket) identity.context()
                        .getSocketFactory()
                        .createSocket(socket, remote.getHostString(), socket.getPort(), true);
                secured.setUseClientMode(false);
                return secured;
            });
        var server = builder.build();
        server.start();
        return new TlsMailServer(server, letters, signIns);
    }

    public int port() {
        return server.getPortAllocated();
    }

    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    /** How often somebody tried to sign in. */
    public int signIns() {
        return signIns.get();
    }

    /** Waits until {@code count} mails came, ten seconds at most. */
    public List<Letter> await(int count) {
        for (int i = 0; i < 500 && letters.size() < count; i++) Portal.pause(20);
        return letters();
    }

    @Override
    public void close() {
        server.stop();
    }
}
