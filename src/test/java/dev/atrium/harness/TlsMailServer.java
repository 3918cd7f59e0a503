package dev.atrium.harness;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
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

    /**
     * @param shown the certificate that it shows
     * @param implicit whether TLS begins at once; else by STARTTLS
     */
    public static TlsMailServer open(SSLContext shown, boolean implicit) {
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
        if (implicit) builder.serverSocketFactory(shown);
        else
            builder.enableTLS().requireTLS().startTlsSocketFactory(socket -> {
                var remote = (java.net.InetSocketAddress) socket.getRemoteSocketAddress();
                var secured = (SSLSocket)
                        shown.getSocketFactory().createSocket(socket, remote.getHostString(), socket.getPort(), true);
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
