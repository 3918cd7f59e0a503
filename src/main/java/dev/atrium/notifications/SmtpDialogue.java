package dev.atrium.notifications;

import dev.atrium.notifications.SmtpAnswers.Answer;
import dev.atrium.notifications.SmtpFailure.Step;
import io.vertx.core.Future;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A conversation with a business' own mail server, over TLS or not at all. It is not the mail client of the platform's
 * server: that one looks a name up by itself, and a name that leads elsewhere the second time would lead into the house.
 */
final class SmtpDialogue {
    private static final int CONNECT_MILLIS = 5_000;

    /** Hears how far the conversation came. */
    interface Listener {
        void done(Step step, String answer);
    }

    /** What to say: to whom, and in whose name. */
    record Access(String host, int port, boolean implicit, String user, String password) {}

    private final NetSocket socket;
    private final SmtpAnswers answers;
    private final Listener told;
    private List<String> offers = List.of();

    private SmtpDialogue(NetSocket socket, Listener told) {
        this.socket = socket;
        this.answers = new SmtpAnswers(socket);
        this.told = told;
    }

    /**
     * Connects to {@code at}, turns to TLS, signs in.
     *
     * @param at where the host was found; nothing is looked up again, and the certificate must be the host's
     * @param name what this machine calls itself
     */
    static Future<SmtpDialogue> open(
            NetClient client, ClientSSLOptions tls, Access access, InetAddress at, String name, Listener told) {
        var options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(new InetSocketAddress(at, access.port())))
                .setTimeout(CONNECT_MILLIS)
                .setSsl(access.implicit());
        if (access.implicit()) options.setSniServerName(access.host()).setSslOptions(tls);
        return client.connect(options)
                .recover(failure -> Future.failedFuture(
                        new SmtpFailure(tlsFailed(failure) ? Step.TLS : Step.CONNECT, 0, SmtpAnswers.words(failure))))
                .compose(socket -> {
                    told.done(Step.CONNECT, at.getHostAddress() + ":" + access.port());
                    var dialogue = new SmtpDialogue(socket, told);
                    return dialogue.greet(tls, access, name).map(dialogue).onFailure(x -> socket.close());
                });
    }

    private static boolean tlsFailed(Throwable failure) {
        return failure instanceof javax.net.ssl.SSLException
                || failure.getCause() instanceof javax.net.ssl.SSLException
                || failure.getClass().getSimpleName().contains("SSL");
    }

    private Future<Void> greet(ClientSSLOptions tls, Access access, String name) {
        if (access.implicit()) secured();
        return answers.next(Step.GREETING)
                .compose(greeting -> good(Step.GREETING, greeting))
                .compose(greeting -> {
                    told.done(Step.GREETING, greeting.shown());
                    return hello(name);
                })
                .compose(x -> access.implicit() ? Future.succeededFuture() : secure(tls, access, name))
                .compose(x -> signIn(access));
    }

    private Future<Void> hello(String name) {
        return say("EHLO " + name, Step.GREETING).map(answer -> {
            offers = answer.lines().stream()
                    .map(line -> line.toUpperCase(Locale.ROOT))
                    .toList();
            return null;
        });
    }

    /** Nothing is believed that was said before TLS: offers are asked for again, and words in advance end it. */
    private Future<Void> secure(ClientSSLOptions tls, Access access, String name) {
        if (!offers.contains("STARTTLS")) return Future.failedFuture(new SmtpFailure(Step.TLS, 0, "no-starttls"));
        return say("STARTTLS", Step.TLS)
                .compose(answer -> answers.talksAhead()
                        ? Future.failedFuture(new SmtpFailure(Step.TLS, 0, "spoke-early"))
                        : socket.upgradeToSsl(tls, access.host())
                                .recover(failure ->
                                        Future.failedFuture(new SmtpFailure(Step.TLS, 0, SmtpAnswers.words(failure)))))
                .compose(x -> {
                    secured();
                    return hello(name);
                });
    }

    private void secured() {
        told.done(
                Step.TLS,
                socket.sslSession() == null ? "TLS" : socket.sslSession().getProtocol());
    }

    private Future<Void> signIn(Access access) {
        if (access.user().isEmpty()) return Future.succeededFuture();
        var ways = offers.stream()
                .filter(line -> line.startsWith("AUTH ") || line.startsWith("AUTH="))
                .findFirst()
                .orElse("");
        if (ways.contains("PLAIN")) {
            var both = "\0" + access.user() + "\0" + access.password();
            return say("AUTH PLAIN " + base64(both), Step.SIGN_IN).map(this::signedIn);
        }
        if (!ways.contains("LOGIN")) return Future.failedFuture(new SmtpFailure(Step.SIGN_IN, 0, "no-sign-in"));
        return say("AUTH LOGIN", Step.SIGN_IN)
                .compose(x -> say(base64(access.user()), Step.SIGN_IN))
                .compose(x -> say(base64(access.password()), Step.SIGN_IN))
                .map(this::signedIn);
    }

    private Void signedIn(Answer answer) {
        told.done(Step.SIGN_IN, answer.shown());
        return null;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hands one message over: {@code data} with lines that end in CRLF. Addresses are of type Email and hold no line break. */
    Future<Void> send(String from, String to, String data) {
        boolean wide = !from.concat(to).chars().allMatch(c -> c < 0x80);
        if (wide && !offers.contains("SMTPUTF8"))
            return Future.failedFuture(new SmtpFailure(Step.RECIPIENT, 553, "no-wide-addresses"));
        return say("MAIL FROM:<" + from + ">" + (wide ? " SMTPUTF8" : ""), Step.SENDER)
                .compose(answer -> {
                    told.done(Step.SENDER, answer.shown());
                    return say("RCPT TO:<" + to + ">", Step.RECIPIENT);
                })
                .compose(answer -> {
                    told.done(Step.RECIPIENT, answer.shown());
                    return say("DATA", Step.MESSAGE);
                })
                .compose(answer -> {
                    socket.write(stuffed(data));
                    return say(".", Step.MESSAGE);
                })
                .map(answer -> {
                    told.done(Step.MESSAGE, answer.shown());
                    return null;
                });
    }

    /** A line that begins with a dot gets another, so that none ends the message early (RFC 5321, section 4.5.2). */
    private static String stuffed(String data) {
        var whole = data.endsWith("\r\n") ? data : data + "\r\n";
        return (whole.startsWith(".") ? "." : "") + whole.replace("\r\n.", "\r\n..");
    }

    private Future<Answer> say(String line, Step step) {
        if (answers.closed()) return Future.failedFuture(new SmtpFailure(step, 0, SmtpAnswers.CLOSED));
        socket.write(line + "\r\n");
        return answers.next(step).compose(answer -> good(step, answer));
    }

    private static Future<Answer> good(Step step, Answer answer) {
        return answer.good()
                ? Future.succeededFuture(answer)
                : Future.failedFuture(new SmtpFailure(step, answer.code(), answer.shown()));
    }

    boolean open() {
        return !answers.closed();
    }

    void close() {
        if (answers.closed()) return;
        socket.write("QUIT\r\n");
        socket.close();
    }
}
