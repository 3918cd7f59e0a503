package dev.atrium.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes in over real SMTP and what is kept of it. */
class MailboxTest {
    private final Mailbox mailbox = Mailbox.open(0);
    private final Letters letters = new Letters(mailbox);

    @AfterEach
    void close() {
        mailbox.close();
    }

    @Test
    void a_mail_in_two_forms_with_a_logo_is_ready_to_be_shown() throws Exception {
        letters.rich(
                "ana@client.example",
                "Dein Code für Acmé ✓",
                "Grüße: 123456",
                "<p>Grüße <img src=\"cid:logo@portal\"> €</p>");
        var message = mailbox.messages(Optional.empty()).getFirst();
        assertEquals("ana@client.example", message.to());
        assertEquals("Acmé <portal@acme.example>", message.from());
        assertEquals("Dein Code für Acmé ✓", message.subject());
        assertEquals("Grüße: 123456", message.text().strip());
        var logo = "data:image/gif;base64," + Base64.getEncoder().encodeToString(Letters.DOT);
        assertEquals("<p>Grüße <img src=\"" + logo + "\"> €</p>", message.html().strip());
        assertTrue(Duration.between(Instant.parse(message.receivedAt()), Instant.now())
                        .toMinutes()
                < 1);
        assertTrue(message.receivedAt().endsWith("Z"));
        assertEquals(Optional.of(message), mailbox.message(message.id()));
    }

    @Test
    void a_mail_shows_no_picture_that_it_does_not_carry() throws Exception {
        letters.rich("ana@client.example", "s", "t", "<img src='cid:missing@portal'>");
        assertEquals(
                "<img src='data:,'>",
                mailbox.messages(Optional.empty()).getFirst().html().strip());
    }

    @Test
    void an_address_sees_its_own_mails_newest_first_in_whatever_case_it_is_written() throws Exception {
        letters.plain("Ana+Home@client.example", "one", "1");
        letters.plain("ben@client.example", "two", "2");
        letters.plain("ana+home@CLIENT.example", "three", "3");
        assertEquals(List.of("three", "one"), subjects(Optional.of("ANA+home@client.EXAMPLE")));
        assertEquals(List.of("three", "two", "one"), subjects(Optional.empty()));
        assertEquals(List.of(), subjects(Optional.of("ana@client.example")));
    }

    @Test
    void a_mail_to_two_people_reaches_both() throws Exception {
        letters.plain("ana@client.example, ben@client.example", "both", "1");
        assertEquals(List.of("both"), subjects(Optional.of("ana@client.example")));
        assertEquals(List.of("both"), subjects(Optional.of("ben@client.example")));
    }

    @Test
    void only_the_newest_five_hundred_are_kept() throws Exception {
        var hundred = "r%d@client.example";
        for (var mail = 0; mail < 6; mail++) {
            var to = new StringBuilder("mail" + mail + "@client.example");
            for (var i = 1; i < 100; i++) to.append(", ").append(hundred.formatted(i));
            letters.plain(to.toString(), "mail " + mail, "x");
        }
        assertEquals(500, mailbox.messages(Optional.empty()).size());
        assertEquals(List.of(), subjects(Optional.of("mail0@client.example")));
        assertEquals(List.of("mail 5"), subjects(Optional.of("mail5@client.example")));
    }

    @Test
    void large_mails_make_room_earlier() throws Exception {
        var large = "x".repeat(1 << 20);
        for (var i = 0; i < 34; i++) letters.plain("ana@client.example", "large " + i, large);
        assertEquals(32, mailbox.messages(Optional.empty()).size());
        assertEquals("large 33", mailbox.messages(Optional.empty()).getFirst().subject());
    }

    @Test
    void an_emptied_mailbox_is_empty_and_goes_on_receiving() throws Exception {
        letters.plain("ana@client.example", "old", "1");
        var before = mailbox.version();
        mailbox.clear();
        assertEquals(List.of(), subjects(Optional.empty()));
        assertTrue(mailbox.version() > before);
        letters.plain("ana@client.example", "new", "1");
        assertEquals(List.of("new"), subjects(Optional.empty()));
    }

    @Test
    void a_taken_port_is_refused_in_one_sentence() {
        var refusal = assertThrows(StartFailure.class, () -> Mailbox.open(mailbox.port()));
        assertEquals(
                "The demo mailbox cannot listen on port " + mailbox.port() + ": another program has it.",
                refusal.getMessage());
    }

    private List<String> subjects(Optional<String> to) {
        return mailbox.messages(to).stream().map(Message::subject).toList();
    }
}
