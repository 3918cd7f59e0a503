package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.config.Config;
import dev.atrium.config.Secret;
import dev.atrium.domain.Fault.Kind;
import dev.atrium.harness.StubDns;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The doctor against name servers that really answer. */
class DiagnosisTest {
    private static final String TARGET = "portals.host.test";
    private static final String TOKEN = "a-token";

    private static Vertx vertx;
    private static StubDns dns;
    private static StubDns second;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        dns = platform(new StubDns());
        second = platform(new StubDns());
    }

    private static StubDns platform(StubDns stub) {
        return stub.zone("host.test")
                .a(TARGET, "192.0.2.10")
                .aaaa(TARGET, "2001:db8::10")
                .zone("firm.test");
    }

    @AfterAll
    static void stop() {
        dns.close();
        second.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Config.Domains config(List<String> resolvers) {
        return new Config.Domains(
                TARGET,
                List.of(),
                resolvers,
                400,
                "letsencrypt.org",
                new Config.Connect("", "portal", new Secret(""), "", false));
    }

    private static Diagnosis look(String host) {
        return look(host, List.of(dns.address()));
    }

    private static Diagnosis look(String host, List<String> resolvers) {
        var config = config(resolvers);
        var name = new HostName(host);
        return new Doctor(new Dns(vertx, config), config)
                .look(name)
                .map(seen -> Diagnosis.of(Expected.of(name, TOKEN, config), seen))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void proof(String host) {
        dns.txt("_portal-verify." + host, TOKEN);
    }

    private static Fault only(String host) {
        var seen = look(host);
        assertEquals(1, seen.faults().size(), seen.faults().toString());
        return seen.faults().getFirst();
    }

    @Test
    void a_cname_to_the_platform_and_the_proof_are_all_that_a_sub_domain_needs() {
        dns.cname("good.firm.test", TARGET);
        proof("good.firm.test");
        var seen = look("good.firm.test");
        assertTrue(seen.ok(), seen.faults().toString());
        assertEquals("firm.test", seen.zone());
        assertEquals(
                List.of("CNAME", "TXT"),
                seen.records().stream().map(RecordLine::type).toList());
        assertEquals("good", seen.records().getFirst().label());
        assertEquals(List.of(TARGET), seen.records().getFirst().observed());
        assertEquals(300, seen.records().getFirst().ttl());
        assertTrue(seen.records().stream().allMatch(RecordLine::right));
    }

    @Test
    void at_the_head_of_a_zone_addresses_do_it_and_an_alias_that_flattens_to_them() {
        dns.zone("apex.test").a("apex.test", "192.0.2.10").aaaa("apex.test", "2001:db8::10");
        proof("apex.test");
        var seen = look("apex.test");
        assertTrue(seen.ok(), seen.faults().toString());
        assertEquals(
                List.of("A", "AAAA", "TXT"),
                seen.records().stream().map(RecordLine::type).toList());
        assertEquals("@", seen.records().getFirst().label());
        assertEquals("192.0.2.10", seen.records().getFirst().expected());
    }

    @Test
    void nothing_there_yet_is_said_and_what_is_missing_is_shown() {
        var seen = look("new.firm.test");
        assertEquals(
                List.of(Kind.NOTHING, Kind.TXT_MISSING),
                seen.faults().stream().map(Fault::kind).toList());
        assertEquals(DomainState.PENDING_DNS, seen.state().orElseThrow());
        assertEquals(TARGET, seen.records().getFirst().expected());
        assertEquals(List.of(), seen.records().getFirst().observed());
    }

    @Test
    void a_wrong_target_is_named() {
        dns.cname("shop.firm.test", "shops.example.net");
        proof("shop.firm.test");
        assertEquals(Fault.of(Kind.WRONG_TARGET, "shops.example.net"), only("shop.firm.test"));
        dns.a("old.firm.test", "198.51.100.7");
        proof("old.firm.test");
        assertEquals(Fault.of(Kind.WRONG_TARGET, "198.51.100.7"), only("old.firm.test"));
        assertEquals(DomainState.MISDIRECTED, look("old.firm.test").state().orElseThrow());
    }

    @Test
    void an_address_beside_the_right_one_is_named() {
        dns.a("half.firm.test", "192.0.2.10").a("half.firm.test", "198.51.100.8");
        proof("half.firm.test");
        assertEquals(Fault.of(Kind.FOREIGN_ADDRESS, "198.51.100.8"), only("half.firm.test"));
    }

    @Test
    void an_address_and_a_cname_at_one_name_are_a_conflict() {
        dns.a("both.firm.test", "198.51.100.9").cname("both.firm.test", TARGET);
        proof("both.firm.test");
        assertEquals(Fault.of(Kind.BOTH, TARGET, "198.51.100.9"), only("both.firm.test"));
        assertEquals(DomainState.CONFLICT, look("both.firm.test").state().orElseThrow());
    }

    @Test
    void a_proxy_is_recognised_by_its_addresses() {
        dns.a("cloud.firm.test", "104.16.0.1").aaaa("cloud.firm.test", "2606:4700::1");
        proof("cloud.firm.test");
        assertEquals(Fault.of(Kind.PROXIED, "Cloudflare"), only("cloud.firm.test"));
        assertEquals(DomainState.PROXY_ON, look("cloud.firm.test").state().orElseThrow());
    }

    @Test
    void a_caa_record_that_forbids_our_authority_is_found_wherever_above_it_stands() {
        dns.zone("strict.test").caa("strict.test", 0, "issue", "other-ca.example");
        dns.cname("a.b.strict.test", TARGET);
        proof("a.b.strict.test");
        assertEquals(Fault.of(Kind.CAA, "strict.test", "other-ca.example", "letsencrypt.org"), only("a.b.strict.test"));
        assertEquals(DomainState.CAA_BLOCKED, look("a.b.strict.test").state().orElseThrow());
        // The closest set alone counts (RFC 8659, section 3).
        dns.caa("b.strict.test", 0, "issue", "letsencrypt.org; accounturi=x");
        assertTrue(look("a.b.strict.test").ok());
    }

    @Test
    void a_caa_that_only_names_whom_to_write_to_forbids_nothing_and_an_unknown_critical_one_does() {
        dns.zone("iodef.test")
                .caa("iodef.test", 0, "iodef", "mailto:x@iodef.test")
                .cname("m.iodef.test", TARGET);
        proof("m.iodef.test");
        assertTrue(look("m.iodef.test").ok());
        dns.caa("iodef.test", 128, "tbs", "x").caa("iodef.test", 0, "issue", "letsencrypt.org");
        assertEquals(Kind.CAA, only("m.iodef.test").kind());
    }

    @Test
    void a_proof_that_is_missing_or_another_one_is_said() {
        dns.cname("bare.firm.test", TARGET);
        assertEquals(Fault.of(Kind.TXT_MISSING, "_portal-verify.bare.firm.test"), only("bare.firm.test"));
        dns.txt("_portal-verify.bare.firm.test", "another");
        assertEquals(Kind.TXT_WRONG, only("bare.firm.test").kind());
        dns.txt("_portal-verify.bare.firm.test", TOKEN);
        assertTrue(look("bare.firm.test").ok(), "further texts beside it do no harm");
    }

    @Test
    void an_old_answer_that_still_lives_somewhere_is_told_with_its_minutes() {
        dns.cname("moved.firm.test", TARGET);
        proof("moved.firm.test");
        second.ttl(1500).cname("moved.firm.test", "elsewhere.example.net").txt("_portal-verify.moved.firm.test", TOKEN);
        second.ttl(300);
        var seen = look("moved.firm.test", List.of(dns.address(), second.address()));
        assertEquals(
                List.of(Fault.of(Kind.OLD_TTL, "25"), Fault.of(Kind.WRONG_TARGET, "elsewhere.example.net")),
                seen.faults());
        assertFalse(seen.ok(), "one resolver that is right is not enough");
    }

    @Test
    void a_proof_that_only_one_resolver_has_does_not_count() {
        dns.cname("one.firm.test", TARGET);
        proof("one.firm.test");
        second.cname("one.firm.test", TARGET);
        var seen = look("one.firm.test", List.of(dns.address(), second.address()));
        assertFalse(seen.ok());
        assertEquals(List.of(), seen.proofs());
    }

    @Test
    void name_servers_that_fail_are_told_apart_from_those_that_do_not_answer() {
        dns.broken("ill.firm.test");
        assertEquals(Kind.BROKEN, only("ill.firm.test").kind());
        dns.silent("mute.firm.test");
        var silent = look("mute.firm.test");
        assertFalse(silent.known());
        assertFalse(silent.lost(), "who does not answer takes nothing from anybody");
        assertEquals(Kind.SILENT, silent.faults().getFirst().kind());
    }

    @Test
    void an_answer_that_is_too_long_for_a_datagram_comes_over_tcp() {
        int before = dns.answeredOverTcp();
        dns.cname("long.firm.test", TARGET);
        for (int i = 0; i < 40; i++) dns.txt("_portal-verify.long.firm.test", "x".repeat(60) + i);
        proof("long.firm.test");
        assertTrue(look("long.firm.test").ok());
        assertTrue(dns.answeredOverTcp() > before);
    }
}
