package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.config.Config;
import dev.atrium.config.Secret;
import dev.atrium.harness.StubDns;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What receivers look up of a sender, from a server that really answers. */
class SenderRecordsTest {
    private static Vertx vertx;
    private static StubDns dns;
    private static SenderRecords records;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        dns = new StubDns().zone("firm.test").zone("bare.test");
        records = records(dns.address());
    }

    private static SenderRecords records(String resolver) {
        var connect = new Config.Connect("", "", new Secret(""), "", false);
        var config = new Config.Domains("portals.host.test", List.of(), List.of(resolver), 500, "", connect);
        return new SenderRecords(new Dns(vertx, config));
    }

    @AfterAll
    static void stop() {
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Map<String, SenderRecords.Line> look(SenderRecords records, String domain, String server) {
        return records
                .look(domain, server)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .stream()
                .collect(Collectors.toMap(SenderRecords.Line::title, Function.identity()));
    }

    private static List<String> said(String domain, String server) {
        var found = look(records, domain, server);
        return List.of(found.get("SPF").word(), found.get("DKIM").word(), found.get("DMARC").word());
    }

    @Test
    void of_a_domain_that_says_nothing_it_is_said_what_belongs_there() {
        assertEquals(List.of("spf-missing", "dkim-unseen", "dmarc-missing"), said("none.bare.test", "smtp.mailgun.org"));
        var found = look(records, "none.bare.test", "smtp.mailgun.org");
        assertEquals("v=spf1 include:mailgun.org ~all", found.get("SPF").expected());
        assertEquals("_dmarc.none.bare.test", found.get("DMARC").name());
        assertEquals(
                "v=spf1 a:mx.own.test ~all",
                look(records, "none.bare.test", "mx.own.test").get("SPF").expected());
    }

    @Test
    void what_stands_there_is_judged_and_added_to_and_the_zone_above_is_asked() {
        var host = "news.firm.test";
        dns.txt(host, "v=spf1 ip4:192.0.2.1 -all").txt(host, "some-verification=1");
        dns.txt("_dmarc.firm.test", "v=DMARC1; p=none").txt("mx._domainkey." + host, "k=rsa; p=MIGfMA0");
        assertEquals(List.of("spf-other", "dkim-good", "dmarc-watching"), said(host, "smtp.mailgun.org"));
        assertEquals(
                "v=spf1 ip4:192.0.2.1 include:mailgun.org -all",
                look(records, host, "smtp.mailgun.org").get("SPF").expected());
        dns.txt("_dmarc." + host, "v=DMARC1; p=reject");
        assertEquals("dmarc-good", look(records, host, "smtp.mailgun.org").get("DMARC").word());
        assertEquals("spf-good", look(records, host, "mx.own.test").get("SPF").word(), "which may be that address");
    }

    @Test
    void what_is_worse_than_nothing_is_called_so() {
        dns.txt("open.firm.test", "v=spf1 include:mailgun.org +all");
        assertEquals("spf-open", said("open.firm.test", "smtp.mailgun.org").getFirst());
        assertEquals(
                "v=spf1 include:mailgun.org ~all",
                look(records, "open.firm.test", "smtp.mailgun.org").get("SPF").expected());
        dns.txt("two.firm.test", "v=spf1 a -all").txt("two.firm.test", "v=spf1 mx -all");
        assertEquals("spf-two", said("two.firm.test", "smtp.mailgun.org").getFirst());
        dns.txt("_dmarc.two.firm.test", "v=DMARC1; p=none").txt("_dmarc.two.firm.test", "v=DMARC1; p=reject");
        assertEquals("dmarc-two", said("two.firm.test", "smtp.mailgun.org").getLast());
        // A key that was taken back is none (RFC 6376, section 3.6.1).
        dns.txt("k1._domainkey.two.firm.test", "v=DKIM1; p=");
        assertEquals("dkim-unseen", said("two.firm.test", "smtp.mailgun.org").get(1));
    }

    @Test
    void where_nobody_answers_nothing_is_called_wrong() {
        var silent = look(records("127.0.0.1:9"), "firm.test", "smtp.mailgun.org");
        silent.values().forEach(line -> assertEquals("silent", line.word(), line.title()));
    }
}
