package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import dev.atrium.harness.SmtpSink.Fault;
import dev.atrium.harness.TestDatabase;
import dev.atrium.harness.Victim;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it mails loses nothing, and repeats what nobody told it had arrived: once, under one name. */
class MailKillTest {
    @TempDir
    Path data;

    private final TestDatabase server = TestDatabase.get();
    private final String database = server.create();

    private void execute(String sql, Object... values) {
        try (var connection = server.connect(database);
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String state() {
        try (var connection = server.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT state FROM mail_outbox")) {
            return rows.next() ? rows.getString(1) : "gone";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void queue() {
        var tenant = UUID.randomUUID();
        execute("INSERT INTO tenant (tenant_id, slug, name) VALUES (?, 'acme', 'Acme')", tenant);
        execute("INSERT INTO tenant_settings (tenant_id) VALUES (?)", tenant);
        execute("INSERT INTO branding (tenant_id, portal_name) VALUES (?, 'Acme')", tenant);
        execute(
                "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id) VALUES (?, gen_random_uuid(), 'test', 'ana@example.com', 'Acme', 'Hello', '<p>Hello</p>', 'Hello', '<one@test>')",
                tenant);
    }

    private Process start(SmtpSink sink) {
        return Victim.start(database, Map.of("mail.port", Integer.toString(sink.port()), "data.dir", data.toString()));
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertEquals(137, process.waitFor(), "it was killed");
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
            kill(first);
            assertEquals(1, sink.letters().size());
            assertEquals("queued", state(), "nobody marked it");
            // Two minutes later the dead server's lease is over.
            execute("UPDATE mail_outbox SET leased_until = now(), due_at = now()");
            var second = start(sink);
            try {
                for (int i = 0; i < 1500 && !state().equals("accepted"); i++) Portal.pause(20);
                assertEquals("accepted", state());
                Portal.pause(500);
            } finally {
                kill(second);
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
            kill(first);
            execute("UPDATE mail_outbox SET leased_until = now(), due_at = now() WHERE state = 'queued'");
            var second = start(sink);
            try {
                for (int i = 0; i < 1500 && !state().equals("accepted"); i++) Portal.pause(20);
                assertEquals("accepted", state());
            } finally {
                kill(second);
            }
            assertTrue(sink.accepted().size() == 1, sink.letters().toString());
        }
    }
}
