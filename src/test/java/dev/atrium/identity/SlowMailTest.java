package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The mail server is away: the page says so, the code leaves when it is back, and nothing is lost. */
class SlowMailTest {
    private static final String SLOW = "E-mail is slow at the moment";

    @Test
    void the_page_that_waits_for_a_code_tells_that_mail_is_slow_and_the_code_works_once_it_came() {
        int port;
        try (var first = SmtpSink.open(0)) {
            port = first.port();
        }
        try (var portal = Portal.start(Map.of("mail.port", Integer.toString(port)))) {
            portal.account(Portal.ACME, "Slo Wly", "slow@example.com", null);
            var known = asking(portal, "slow@example.com");
            var unknown = asking(portal, "nobody@example.com");
            for (int i = 0; i < 250 && !known.get("/code").body().contains(SLOW); i++) Portal.pause(20);
            known.get("/code").expect(200).expectText(SLOW);
            unknown.get("/code").expect(200).expectText(SLOW);
            assertFalse(asking(portal, Portal.GLOBEX, "other@example.com")
                    .get("/signup")
                    .body()
                    .contains(SLOW));
            try (var sink = SmtpSink.open(port)) {
                for (int i = 0; i < 500 && waiting(portal) > 0; i++) Portal.pause(20);
                assertFalse(known.get("/code").body().contains(SLOW), "mail is on time again");
                var text = portal.query(
                                "SELECT text FROM mail_outbox WHERE recipient = 'slow@example.com' AND state = 'accepted'")
                        .getFirst()
                        .getFirst()
                        .toString();
                known.post("/code", Forms.code(text.replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1")))
                        .expectRedirect("/");
                assertFalse(sink.accepted().isEmpty());
            }
        }
    }

    private static long waiting(Portal portal) {
        return portal.count("SELECT count(*) FROM mail_outbox WHERE state = 'queued'");
    }

    private static dev.atrium.harness.Visitor asking(Portal portal, String email) {
        return asking(portal, Portal.ACME, email);
    }

    private static dev.atrium.harness.Visitor asking(Portal portal, String slug, String email) {
        var visitor = portal.at(slug);
        visitor.post("/login/code", Forms.email(email)).expectRedirect("/code");
        return visitor;
    }
}
