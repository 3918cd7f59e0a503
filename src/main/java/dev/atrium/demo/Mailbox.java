package dev.atrium.demo;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.atrium.kernel.StartFailure;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Everybody's mailbox in the demo and the tests: receives over real SMTP on 127.0.0.1, for any address, and keeps the
 * newest 500 mails in memory, fewer if they are large. Each mail is parsed once, on the thread that received it.
 */
public final class Mailbox implements AutoCloseable {
    private static final int LIMIT = 500;
    private static final long LETTERS_LIMIT = 32L << 20;
    private static final long START_MILLIS = 15_000;

    private final Deque<Message> newestFirst = new ArrayDeque<>();
    private final GreenMail server;
    private long letters;
    private long version;

    private Mailbox(GreenMail server) {
        this.server = server;
    }

    /**
     * Opens the mailbox.
     *
     * @param port to listen on; 0 takes a free one
     * @throws StartFailure if the port is taken
     */
    public static Mailbox open(int port) {
        // Asked first, because GreenMail prints a stack trace of its own where one sentence will do.
        if (port != 0 && !LocalPort.isFree(port)) throw new StartFailure(taken(port));
        var setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(START_MILLIS);
        var mailbox = new Mailbox(new GreenMail(setup));
        mailbox.server
                .getUserManager()
                .setMessageDeliveryHandler(
                        (mail, to) -> new Recipient(to.getEmail(), moved -> mailbox.receive(moved, to)));
        try {
            mailbox.server.start();
        } catch (RuntimeException e) {
            mailbox.close();
            throw new StartFailure(taken(port), e);
        }
        return mailbox;
    }

    private static String taken(int port) {
        return "The demo mailbox cannot listen on port " + port + ": another program has it.";
    }

    /** The SMTP port. */
    public int port() {
        return server.getSmtp().getPort();
    }

    /** Newest first; with an address, only what went to it, in whatever case it was written. */
    public synchronized List<Message> messages(Optional<String> to) {
        return newestFirst.stream()
                .filter(message -> to.map(message.to()::equalsIgnoreCase).orElse(true))
                .toList();
    }

    /** Empty if it was never here, was emptied, or 500 newer ones came. */
    public synchronized Optional<Message> message(String id) {
        return newestFirst.stream().filter(message -> message.id().equals(id)).findFirst();
    }

    /** Throws every mail away. */
    public synchronized void clear() {
        newestFirst.clear();
        letters = 0;
        version++;
    }

    /** Changes whenever the list does. */
    public synchronized long version() {
        return version;
    }

    private void receive(MovingMessage moving, MailAddress to) {
        try {
            var mail = moving.getMessage();
            var mime = Mime.parse(mail);
            var subject = Optional.ofNullable(mail.getSubject()).orElse("");
            var now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            keep(new Message(
                    UUID.randomUUID().toString(),
                    to.getEmail(),
                    Mime.from(mail),
                    subject,
                    now,
                    mime.text(),
                    mime.html()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("cannot read the mail to " + to.getEmail(), e);
        }
    }

    private synchronized void keep(Message message) {
        newestFirst.addFirst(message);
        letters += message.size();
        while (newestFirst.size() > LIMIT || (letters > LETTERS_LIMIT && newestFirst.size() > 1)) {
            letters -= newestFirst.removeLast().size();
        }
        version++;
    }

    @Override
    public void close() {
        server.stop();
    }
}
