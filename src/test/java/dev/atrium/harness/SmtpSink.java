package dev.atrium.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that misbehaves as told, one mail after the other, and remembers every command and header it was given. */
public final class SmtpSink implements AutoCloseable {
    /** What goes wrong with the next mail. */
    public enum Fault {
        NONE,
        GREETING_554,
        RCPT_421,
        RCPT_451,
        RCPT_550,
        HANG_AFTER_DATA,
        DOT_451,
        DOT_552,
        RESET_AFTER_DOT
    }

    /** What the server has to say of STARTTLS (RFC 3207). */
    public enum Tls {
        /** Nothing: it does not know it, or somebody on the way struck it out. */
        UNKNOWN,
        /** It is offered, and refused for now when it is asked for. */
        REFUSED,
        /** It is offered and begun, and what comes then is no handshake. */
        BROKEN
    }

    /** One mail as far as it came; {@code accepted} where the sender was told so. */
    public record Letter(List<String> commands, List<String> headers, String body, boolean accepted) {
        /** The value of a header, unfolded; empty where it is missing. */
        public String header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        public String recipient() {
            return commands.stream()
                    .filter(line -> line.startsWith("RCPT TO:<"))
                    .map(line -> line.substring(9, line.length() - 1))
                    .findFirst()
                    .orElse("");
        }
    }

    private final ServerSocket server;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Tls tls = Tls.UNKNOWN;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private SmtpSink(ServerSocket server) {
        this.server = server;
    }

    /** Listens on {@code port}, 0 for a free one; waits a few seconds for a port that somebody borrowed meanwhile. */
    public static SmtpSink open(int port) {
        for (int tries = 0; ; tries++) {
            try {
                var sink = new SmtpSink(new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1")));
                Thread.ofVirtual().start(sink::accept);
                return sink;
            } catch (BindException taken) {
                if (tries == 100) throw new UncheckedIOException(taken);
                Portal.pause(50);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The next mails meet these faults, one each. */
    public SmtpSink then(Fault... next) {
        faults.addAll(List.of(next));
        return this;
    }

    public SmtpSink with(Tls saying) {
        tls = saying;
        return this;
    }

    /** Every line outside of mails that came in the clear. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /** Every mail that came as far as its recipient, in the order of arrival. */
    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    public List<Letter> accepted() {
        return letters.stream().filter(Letter::accepted).toList();
    }

    /** Waits, at most {@code seconds}, until this many mails were accepted. */
    public List<Letter> await(int accepted, int seconds) {
        for (int i = 0; i < seconds * 50 && accepted().size() < accepted; i++) Portal.pause(20);
        return accepted();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The sink is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            if (faults.peek() == Fault.GREETING_554) {
                faults.remove();
                say(out, "554 go away");
                return;
            }
            say(out, "220 sink");
            converse(socket, in, out);
        } catch (IOException gone) {
            // The sender hung up.
        }
    }

    private void converse(Socket socket, BufferedReader in, OutputStream out) throws IOException {
        var commands = new ArrayList<String>();
        var fault = Fault.NONE;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            heard.add(line);
            if (line.startsWith("EHLO") && tls != Tls.UNKNOWN) {
                say(out, "250-sink");
                say(out, "250 STARTTLS");
            } else if (line.equals("STARTTLS")) {
                if (tls != Tls.BROKEN) {
                    say(out, "454 not now");
                    continue;
                }
                say(out, "220 go on");
                say(out, "this is no handshake");
                return;
            } else if (line.startsWith("MAIL")) {
                var next = faults.poll();
                fault = next == null ? Fault.NONE : next;
                commands.clear();
                commands.add(line);
                say(out, "250 ok");
            } else if (line.startsWith("RCPT") && fault.name().startsWith("RCPT_")) {
                letters.add(new Letter(List.copyOf(commands), List.of(), "", false));
                say(out, fault.name().substring(5) + " not now");
                if (fault == Fault.RCPT_421) return;
            } else if (line.equals("DATA")) {
                say(out, "354 go on");
                if (!data(socket, in, out, commands, fault)) return;
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    /** Reads a mail; false where the conversation is over. */
    private boolean data(Socket socket, BufferedReader in, OutputStream out, List<String> commands, Fault fault)
            throws IOException {
        var headers = new ArrayList<String>();
        var body = new StringBuilder();
        boolean inHead = true;
        for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            if (inHead && line.isEmpty()) inHead = false;
            else if (inHead && line.startsWith(" ")) headers.set(headers.size() - 1, headers.getLast() + "\r\n" + line);
            else if (inHead) headers.add(line);
            else body.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        letters.add(new Letter(List.copyOf(commands), headers, body.toString(), fault == Fault.NONE));
        switch (fault) {
            case HANG_AFTER_DATA -> in.readLine();
            case DOT_451 -> say(out, "451 later");
            case DOT_552 -> say(out, "552 too large");
            case RESET_AFTER_DOT -> socket.setSoLinger(true, 0);
            default -> say(out, "250 queued");
        }
        return fault != Fault.HANG_AFTER_DATA && fault != Fault.RESET_AFTER_DOT;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : sockets) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
