package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The demo's names: one domain that is set up, one whose owner has made a mistake, and a sub-domain of before. */
final class DemoDomainStore {
    private static final String DOMAIN = """
            INSERT INTO domain (tenant_id, id, host, state, verified_at, report, checked_at, watched_from)
            VALUES ($1, $2, $3, $4, CASE WHEN $4 = 'active' THEN portal_now() END, $5, portal_now(), portal_now())
            """;
    private static final String FORMER = """
            INSERT INTO subdomain (tenant_id, label, until) VALUES ($1, $2, portal_now() + interval '11 months')
            ON CONFLICT DO NOTHING
            """;
    private static final String TARGET = "portals.example.net";

    private final Tx tx;

    DemoDomainStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> fill() {
        return domain("members.acme.example", "active", TARGET, true, new JsonArray())
                .compose(x -> domain(
                        "clients.acme.example",
                        "misdirected",
                        "shops.example.org",
                        false,
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kind", "WRONG_TARGET")
                                        .put("args", new JsonArray().add("shops.example.org")))))
                .compose(x -> tx.run(FORMER, tx.tenant(), "acme-clients"))
                .mapEmpty();
    }

    private Future<Integer> domain(String host, String state, String seen, boolean right, JsonArray faults) {
        var label = host.substring(0, host.indexOf('.'));
        var token = "b1f0c2d6a97e4f5b8c3d";
        var records = new JsonArray()
                .add(record("CNAME", host, label, TARGET, seen, right))
                .add(record("TXT", "_portal-verify." + host, "_portal-verify." + label, token, token, true));
        var report = new JsonObject()
                .put("known", true)
                .put("faults", faults)
                .put("records", records)
                .put("zone", "acme.example")
                .put("provider", "")
                .put("apply", "");
        return tx.run(DOMAIN, tx.tenant(), Ids.next(), host, state, report);
    }

    private static JsonObject record(
            String type, String name, String label, String expected, String seen, boolean right) {
        return new JsonObject()
                .put("type", type)
                .put("name", name)
                .put("label", label)
                .put("expected", expected)
                .put("observed", new JsonArray().add(seen))
                .put("ttl", 300)
                .put("right", right);
    }
}
