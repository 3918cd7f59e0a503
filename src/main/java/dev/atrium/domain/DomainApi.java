package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The same for the business's own programs. */
final class DomainApi {
    private static final String ROOT = "/api/v1/business/domains";
    private static final String ONE = ROOT + "/:domain";

    /** A DNS record: what should stand there, and what does. */
    public record DnsRecord(String type, String name, String expected, List<String> observed, boolean right) {}

    /** Why a domain is not active: a code, and what was seen. */
    public record DomainFault(String code, List<String> seen) {}

    /**
     * A domain of the business's own. {@code state} is {@code pending_dns}, {@code dns_ok}, {@code issuing_tls}, {@code active},
     * {@code misdirected}, {@code conflict}, {@code caa_blocked}, {@code proxy_on}, {@code stalled} or {@code expired}.
     */
    public record DomainSeen(
            UUID id,
            String host,
            String state,
            boolean primary,
            boolean redirects,
            List<DomainFault> faults,
            List<DnsRecord> records,
            @Nullable Instant checked_at,
            @Nullable Instant forwards_until) {}

    public record DomainList(String sub_domain, List<DomainSeen> items) {}

    public record DomainClaim(String host) {}

    /** The label under the installation's own domain: 3 to 63 of {@code a-z}, {@code 0-9} and hyphens. */
    public record SubDomainChoice(String sub_domain) {}

    /** {@code forward}: the name that was primary leads to this one from now on. */
    public record DomainChoice(boolean forward) {}

    private static final DomainSeen SEEN = new DomainSeen(
            new UUID(0x0190a7c0de000000L, 0x8000000000000001L),
            "members.example.com",
            "pending_dns",
            false,
            false,
            List.of(new DomainFault("txt-missing", List.of("_portal-verify.members.example.com"))),
            List.of(new DnsRecord(
                    "CNAME", "members.example.com", "portals.example.net", List.of("portals.example.net"), true)),
            Instant.parse("2026-03-14T09:26:00Z"),
            null);

    private final Db db;
    private final DomainActs acts;
    private final Config.Domains config;

    DomainApi(Db db, DomainActs acts, Config.Domains config) {
        this.db = db;
        this.acts = acts;
        this.config = config;
    }

    void mount(Routes routes) {
        var read = routes.business("domains:read");
        read.get(ROOT, this::list)
                .summary("List the names of the portal")
                .gives(DomainList.class, new DomainList("acme", List.of(SEEN)));
        read.get(ONE, this::one).summary("Get a domain with its DNS records").gives(DomainSeen.class, SEEN);
        var write = routes.business("domains:write");
        write.patch(ROOT, this::rename)
                .summary("Change the sub-domain; the one before leads to the portal for twelve more months")
                .takes(SubDomainChoice.class, new SubDomainChoice("acme-studio"))
                .gives(DomainList.class, new DomainList("acme-studio", List.of(SEEN)))
                .refuses(422, 429);
        write.post(ROOT, this::claim)
                .summary("Add a domain")
                .takes(DomainClaim.class, new DomainClaim("members.example.com"))
                .creates(DomainSeen.class, SEEN)
                .refuses(422, 429);
        write.post(ONE + "/check", this::check)
                .summary("Look at the DNS of a domain now")
                .gives(DomainSeen.class, SEEN)
                .refuses(429);
        write.post(ONE + "/primary", this::primary)
                .summary("Let links lead to a domain")
                .idempotent()
                .takes(DomainChoice.class, new DomainChoice(true))
                .gives(DomainSeen.class, SEEN)
                .refuses(409);
        write.delete(ONE, this::remove).summary("Remove a domain; it leads to the portal for twelve more months");
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> {
            var store = new DomainStore(tx);
            var labels = store.labels();
            var domains = store.list();
            return Future.all(labels, domains)
                    .map(x -> Reply.json(new DomainList(
                            labels.result().stream()
                                    .filter(label -> label.until() == null)
                                    .map(DomainStore.Label::label)
                                    .findFirst()
                                    .orElse(""),
                            domains.result().stream().map(this::seen).toList())));
        });
    }

    private Future<Reply> rename(Request request) {
        var label = request.json(SubDomainChoice.class).sub_domain();
        return acts.subDomain(request.scope(), label, request.ip()).compose(x -> list(request));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> new DomainStore(tx).find(request.id("domain")))
                .map(domain -> Reply.json(seen(domain)));
    }

    private Future<Reply> claim(Request request) {
        var host = request.json(DomainClaim.class).host();
        return acts.claim(request.scope(), host, request.ip())
                .compose(id -> db.read(request.scope(), tx -> new DomainStore(tx).find(id)))
                .map(domain -> Reply.created(ROOT + "/" + domain.id(), seen(domain)));
    }

    private Future<Reply> check(Request request) {
        return acts.check(request.scope(), request.id("domain")).map(domain -> Reply.json(seen(domain)));
    }

    private Future<Reply> primary(Request request, Tx tx) {
        var id = request.id("domain");
        return acts.primary(tx, id, request.json(DomainChoice.class).forward(), request.ip())
                .compose(x -> new DomainStore(tx).find(id))
                .map(domain -> Reply.json(seen(domain)));
    }

    private Future<Reply> remove(Request request) {
        return db.write(request.scope(), tx -> acts.remove(tx, request.id("domain"), true, request.ip()))
                .map(x -> Reply.empty());
    }

    private DomainSeen seen(Domain domain) {
        var report = domain.report();
        var records = report.records().isEmpty()
                ? RecordLine.of(Expected.of(domain.host(), domain.token(), config), Optional.empty(), report.zone())
                : report.records();
        return new DomainSeen(
                domain.id(),
                domain.host().ascii(),
                domain.state().word(),
                domain.primary(),
                domain.redirects(),
                report.faults().stream()
                        .map(fault -> new DomainFault(fault.kind().word(), fault.args()))
                        .toList(),
                records.stream()
                        .map(line ->
                                new DnsRecord(line.type(), line.name(), line.expected(), line.observed(), line.right()))
                        .toList(),
                domain.checkedAt(),
                domain.until());
    }
}
