package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import dev.atrium.harness.SmtpSink.Fault;
import dev.atrium.harness.VictimDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it mails loses nothing, and repeats what nobody told it had arrived: once, under one name. */
class MailKillTest {
    private static final String STATE = "SELECT state FROM mail_outbox";

    @TempDir
    Path data;

    private final VictimDatabase database = new VictimDatabase();

    private void queue() {
        database.execute(
                "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id) VALUES (?, gen_random_uuid(), 'test', 'ana@example.com', 'Acme', 'Hello', '<p>Hello</p>', 'Hello', '<one@test>')",
                database.tenant());
    }

    private Process start(SmtpSink sink) {
        return database.start(Map.of("mail.port", Integer.toString(sink.port()), "data.dir", data.toString()));
    }

    /** Told "250" or not, a killed sender cannot know: the mail is there, the row says that it is still to be sent. */
    @Test
    void killed_between_the_servers_acceptance_and_its_own_mark_it_sends_once_more_under_the_same_message_id()
            throws Exception {
        try (var sink = SmtpSink.open(0)) {
            queue();
            sink.then(Fault.HANG_AFTER_DATA);
            var first = start(sink);
            for (int i = 0; i < 1500 && sink.letters().isEmpty(); i++) Portal.pause(20);
            VictimDatabase.kill(first);
            assertEquals(1, sink.letters().size());
            assertEquals("queued", database.value(STATE), "nobody marked it");
            // Two minutes later the dead server's lease is over.
            database.execute("UPDATE mail_outbox SET leased_until = now(), due_at = now()");
            var second = start(sink);
            try {
                database.until("accepted", STATE);
                Portal.pause(500);
            } finally {
                VictimDatabase.kill(second);
            }
            var ids = sink.letters().stream()
                    .map(letter -> letter.header("Message-ID"))
                    .toList();
            System.out.println(
                    "kill -9 between acceptance and mark: the mail went out " + ids.size() + " times, as " + ids);
            assertEquals(List.of("<one@test>", "<one@test>"), ids, "twice at most, never not at all, one name");
        }
    }

    @Test
    void killed_before_the_server_took_it_the_mail_goes_out_once() throws Exception {
        try (var sink = SmtpSink.open(0)) {
            queue();
            sink.then(Fault.RCPT_451);
            var first = start(sink);
            for (int i = 0; i < 1500 && sink.letters().isEmpty(); i++) Portal.pause(20);
            VictimDatabase.kill(first);
            database.execute("UPDATE mail_outbox SET leased_until = now(), due_at = now() WHERE state = 'queued'");
            var second = start(sink);
            try {
                database.until("accepted", STATE);
            } finally {
                VictimDatabase.kill(second);
            }
            assertTrue(sink.accepted().size() == 1, sink.letters().toString());
        }
    }
}
