package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.StubDns;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody gets somebody else's name; of any number who could have one at once, one does. */
class DomainProofTest {
    private static final String TARGET = "portals.host.test";
    private static final int CLAIMANTS = Proof.scaled(100);

    private static StubDns dns;
    private static Portal portal;
    private static Visitor olga;
    private static Visitor eve;

    @BeforeAll
    static void start() {
        dns = new StubDns().zone("host.test").a(TARGET, "192.0.2.10").zone("firm.test");
        Map<String, String> settings = new HashMap<>(Proof.raised());
        settings.put("domains.target", TARGET);
        settings.put("domains.resolvers", dns.address());
        portal = Portal.start(settings);
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        portal.staff("Eve Else", "eve@staff.example", "owner", Portal.GLOBEX);
        signIn();
    }

    private static void signIn() {
        olga = portal.asStaff("olga@staff.example");
        eve = portal.asStaff("eve@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
        dns.close();
    }

    private static UUID claim(String slug, String host, String state) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO domain (tenant_id, id, host, token, state) VALUES (?, ?, ?, ?, ?)",
                portal.tenantId(slug),
                id,
                host,
                "token-" + id,
                state);
        return id;
    }

    private static int check(Visitor who, String slug, UUID id) {
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
        return who.post("/t/" + slug + "/settings/domain/" + id + "/check", Map.of())
                .status();
    }

    private static String holder(String host) {
        var rows = portal.query(
                "SELECT t.slug FROM domain d JOIN tenant t USING (tenant_id) WHERE d.host = ? AND d.verified_at IS NOT NULL",
                host);
        return rows.isEmpty() ? "" : rows.getFirst().getFirst().toString();
    }

    private static void held(String host) {
        var id = claim(Portal.ACME, host, "pending_dns");
        dns.cname(host, TARGET).txt("_portal-verify." + host, "token-" + id);
        assertEquals(303, check(olga, Portal.ACME, id));
        assertEquals(Portal.ACME, holder(host));
    }

    @Test
    void a_name_is_never_taken_over() {
        int takeovers = 0;
        int tries = 0;
        // Somebody claims what another portal holds: through the page, and with a claim that was made before.
        for (int i = 0; i < Proof.scaled(50); i++) {
            var host = "held" + i + ".firm.test";
            var early = claim(Portal.GLOBEX, host, "pending_dns");
            held(host);
            portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
            eve.post("/t/globex/settings/domain/custom", Map.of("host", host));
            check(eve, Portal.GLOBEX, early);
            // Even who can write the TXT record of a held name waits until its holder has lost it.
            dns.txt("_portal-verify." + host, "token-" + early);
            check(eve, Portal.GLOBEX, early);
            tries += 3;
            if (!holder(host).equals(Portal.ACME)) takeovers++;
        }
        // A CNAME that was forgotten points here, and nobody has the name any more.
        for (int i = 0; i < Proof.scaled(50); i++) {
            var host = "dangling" + i + ".firm.test";
            dns.cname(host, TARGET);
            check(eve, Portal.GLOBEX, claim(Portal.GLOBEX, host, "pending_dns"));
            tries++;
            if (!holder(host).isEmpty() || portal.atHost(host).get("/login").status() != 421) takeovers++;
        }
        // A token that is another tenant's, another name's, or nearly right.
        for (int i = 0; i < Proof.scaled(50); i++) {
            var host = "forged" + i + ".firm.test";
            var own = claim(Portal.ACME, host, "pending_dns");
            var other = claim(Portal.GLOBEX, host, "pending_dns");
            dns.cname(host, TARGET)
                    .txt("_portal-verify." + host, "token-" + own)
                    .txt("_portal-verify." + host, "TOKEN-" + other)
                    .txt("_portal-verify." + host, "token-" + other + " ")
                    .txt(host, "token-" + other);
            check(eve, Portal.GLOBEX, other);
            tries++;
            if (holder(host).equals(Portal.GLOBEX)) takeovers++;
        }
        Proof.print("a name in another's hands", tries, takeovers, "0");
        assertEquals(0, takeovers);
    }

    @Test
    void a_proof_that_was_removed_frees_the_name_for_a_fresh_one_alone() {
        var host = "left.firm.test";
        held(host);
        var id = (UUID) portal.query("SELECT id FROM domain WHERE host = ?", host)
                .getFirst()
                .getFirst();
        dns.clear("_portal-verify." + host);
        check(olga, Portal.ACME, id);
        portal.move(Duration.ofDays(7).plusHours(2));
        signIn();
        check(olga, Portal.ACME, id);
        assertEquals("", holder(host));
        // What was right before is right no more, for anybody.
        dns.txt("_portal-verify." + host, "token-" + id);
        check(olga, Portal.ACME, id);
        assertEquals("", holder(host));
        var eves = claim(Portal.GLOBEX, host, "pending_dns");
        check(eve, Portal.GLOBEX, eves);
        assertEquals("", holder(host));
        dns.txt("_portal-verify." + host, "token-" + eves);
        check(eve, Portal.GLOBEX, eves);
        assertEquals(Portal.GLOBEX, holder(host));
    }

    @Test
    void of_all_who_could_have_a_name_at_once_exactly_one_gets_it() {
        var host = "wanted.firm.test";
        dns.cname(host, TARGET);
        List<UUID> tenants = new ArrayList<>();
        List<UUID> claims = new ArrayList<>();
        for (int i = 0; i < CLAIMANTS; i++) {
            var tenant = UUID.randomUUID();
            var claim = UUID.randomUUID();
            portal.execute(
                    "INSERT INTO tenant (tenant_id, slug, name) VALUES (?, ?, ?)", tenant, "racer-" + i, "Racer");
            portal.execute("INSERT INTO tenant_settings (tenant_id) VALUES (?)", tenant);
            portal.execute("INSERT INTO branding (tenant_id, portal_name) VALUES (?, 'Racer')", tenant);
            portal.execute(
                    "INSERT INTO domain (tenant_id, id, host, token) VALUES (?, ?, ?, ?)",
                    tenant,
                    claim,
                    host,
                    "r" + claim);
            dns.txt("_portal-verify." + host, "r" + claim);
            tenants.add(tenant);
            claims.add(claim);
        }
        var doors = portal.house().domains();
        Race.of(
                CLAIMANTS,
                i -> doors.look(tenants.get(i), claims.get(i))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        long winners = portal.count("SELECT count(*) FROM domain WHERE host = ? AND verified_at IS NOT NULL", host);
        long told = portal.count("SELECT count(*) FROM domain WHERE host = ? AND state = 'conflict'", host);
        Proof.print("claimants of one name who get it", CLAIMANTS, winners, "1", "told of the conflict", told);
        assertEquals(1, winners);
        assertEquals(CLAIMANTS - 1, told);
    }

    @Test
    void of_all_who_want_a_sub_domain_at_once_exactly_one_gets_it() {
        int rounds = Proof.scaled(50);
        int more = 0;
        for (int round = 0; round < rounds; round++) {
            var label = "sought-" + round;
            var done = Race.of(
                    2,
                    i -> (i == 0 ? olga : eve)
                            .post(
                                    "/t/" + (i == 0 ? Portal.ACME : Portal.GLOBEX) + "/settings/domain/sub-domain",
                                    Map.of("sub_domain", label))
                            .status());
            if (done.stream().filter(status -> status == 303).count() != 1) more++;
            olga.post("/t/acme/settings/domain/sub-domain", Map.of("sub_domain", "acme"));
            eve.post("/t/globex/settings/domain/sub-domain", Map.of("sub_domain", "globex"));
            portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
            portal.execute("DELETE FROM subdomain WHERE label LIKE 'sought-%'");
        }
        Proof.print("rounds in which a sub-domain had not one winner", rounds, more, "0");
        assertEquals(0, more);
        assertTrue(rounds > 0);
    }
}
