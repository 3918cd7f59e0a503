package dev.atrium.notifications;

import dev.atrium.notifications.SmtpFailure.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The server's side of a conversation (RFC 5321, section 4.2): answers of one or more lines, one for each command. */
final class SmtpAnswers {
    private static final int LONGEST_LINE = 2_048;
    private static final int MOST_LINES = 100;
    private static final long PATIENCE_SECONDS = 20;
    static final String CLOSED = "closed";

    /** An answer: its code, and its lines without it. */
    record Answer(int code, List<String> lines) {
        boolean good() {
            return code >= 200 && code < 400;
        }

        /** As a person reads it: at most three hundred characters, without what no page could show. */
        String shown() {
            var text = code + " " + String.join(" ", lines).replaceAll("[\\p{Cntrl}\\s]+", " ");
            return text.length() > 300 ? text.substring(0, 300) : text.strip();
        }
    }

    private final NetSocket socket;
    private Buffer rest = Buffer.buffer();
    private List<String> lines = new ArrayList<>();
    private @Nullable Promise<Answer> waiting;
    private Step step = Step.GREETING;
    private boolean closed;

    SmtpAnswers(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::read);
        socket.closeHandler(x -> end(CLOSED));
        socket.exceptionHandler(failure -> end(words(failure)));
    }

    boolean closed() {
        return closed;
    }

    /** Whether the server said more than it was asked: before TLS that would be somebody else's words. */
    boolean talksAhead() {
        return rest.length() > 0 || !lines.isEmpty();
    }

    /** The next answer; fails with where the conversation stood. */
    Future<Answer> next(Step now) {
        step = now;
        if (closed) return Future.failedFuture(new SmtpFailure(now, 0, CLOSED));
        var promise = Promise.<Answer>promise();
        waiting = promise;
        read(Buffer.buffer());
        return promise.future()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof SmtpFailure known ? known : new SmtpFailure(now, 0, "no-answer")));
    }

    private void read(Buffer more) {
        rest.appendBuffer(more);
        // A line leaves the buffer before it is looked at: whoever waits for it may ask for the next one at once.
        for (int end = newline(); end >= 0 && waiting != null; end = newline()) {
            var line = new String(rest.getBytes(0, end), StandardCharsets.UTF_8).strip();
            rest = rest.getBuffer(end + 1, rest.length());
            line(line);
        }
        if (rest.length() > LONGEST_LINE || lines.size() > MOST_LINES) {
            end("too-long");
            socket.close();
        }
    }

    private int newline() {
        for (int i = 0; i < rest.length(); i++) if (rest.getByte(i) == '\n') return i;
        return -1;
    }

    private void line(String line) {
        if (!line.matches("(?s)[2-5][0-9]{2}(?:[ -].*)?")) {
            end("no-mail-server");
            socket.close();
            return;
        }
        lines.add(line.length() > 4 ? line.substring(4) : "");
        if (line.length() > 3 && line.charAt(3) == '-') return;
        var answer = new Answer(Integer.parseInt(line.substring(0, 3)), List.copyOf(lines));
        lines = new ArrayList<>();
        var asked = waiting;
        waiting = null;
        if (asked != null) asked.tryComplete(answer);
    }

    private void end(String why) {
        closed = true;
        var asked = waiting;
        waiting = null;
        if (asked != null) asked.tryFail(new SmtpFailure(step, 0, why));
    }

    /** Why it failed, in one line; of a certificate that is refused, what is wrong with it, which stands at the end of the causes. */
    static String words(Throwable failure) {
        var said = String.valueOf(failure.getMessage());
        int depth = 0;
        for (var inner = failure; inner != null && depth < 10; inner = inner.getCause(), depth++) {
            if (inner instanceof SSLException || inner instanceof GeneralSecurityException)
                said = "TLS: " + inner.getMessage();
        }
        var text = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return text.length() > 300 ? text.substring(0, 300) : text;
    }
}
