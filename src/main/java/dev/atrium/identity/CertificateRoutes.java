package dev.atrium.identity;

import dev.atrium.kernel.Clock;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The person's certificates, of whatever feature issued them. */
final class CertificateRoutes {
    /** A certificate as the list shows it. */
    record Row(
            String title,
            String serial,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            boolean expired,
            boolean revoked,
            String url) {}

    private final Identity identity;
    private final Clock clock;
    private final List<Certificates> sources;

    CertificateRoutes(Identity identity, Clock clock, List<Certificates> sources) {
        this.identity = identity;
        this.clock = clock;
        this.sources = sources;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/certificates", this::page)
                .summary("List the person's certificates")
                .landing();
    }

    private Future<Reply> page(Request request) {
        var contact = request.session().contact();
        return identity.db()
                .read(
                        request.scope(),
                        tx -> Future.all(sources.stream()
                                        .map(source -> source.of(tx, contact))
                                        .toList())
                                .map(all -> all.<List<Certificates.Certificate>>list()))
                .map(lists -> Reply.page(
                        "account/certificates",
                        Reply.Layout.PORTAL,
                        "account.certificates.title",
                        Map.of("certificates", rows(lists))));
    }

    private List<Row> rows(List<List<Certificates.Certificate>> lists) {
        return lists.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Certificates.Certificate::issuedAt).reversed())
                .map(this::row)
                .toList();
    }

    private Row row(Certificates.Certificate certificate) {
        var end = certificate.expiresAt();
        return new Row(
                certificate.title(),
                certificate.serial(),
                certificate.issuedAt(),
                end,
                end != null && !end.isAfter(clock.now()),
                certificate.revoked(),
                certificate.url());
    }
}
