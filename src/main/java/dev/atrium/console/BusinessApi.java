package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The business profile for the business's own programs. */
final class BusinessApi {
    private static final String PATH = "/api/v1/business/settings/profile";

    /**
     * Who the business is and how it speaks: {@code currency} is an ISO 4217 code, {@code languages} are tags of what clients
     * may choose from, {@code language} among them; empty for every language there is.
     */
    public record BusinessProfile(
            String name,
            String legal_name,
            String address,
            String tax_id,
            String currency,
            String time_zone,
            String language,
            List<String> languages) {}

    /** What to change; a member that is left out stays. The default language is always among those offered. */
    public record BusinessProfileChange(
            @Nullable String name,
            @Nullable String legal_name,
            @Nullable String address,
            @Nullable String tax_id,
            @Nullable String currency,
            @Nullable String time_zone,
            @Nullable String language,
            @Nullable List<String> languages) {}

    private static final BusinessProfile NOW = new BusinessProfile(
            "Acme Studio",
            "Acme Studio GmbH",
            "Weg 1\nBerlin",
            "DE123456789",
            "EUR",
            "Europe/Berlin",
            "de",
            List.of("en", "de"));

    private final Db db;
    private final BusinessRoutes profile;

    BusinessApi(Db db, BusinessRoutes profile) {
        this.db = db;
        this.profile = profile;
    }

    void mount(Routes routes) {
        routes.business("settings:read")
                .get(PATH, this::read)
                .summary("Get the business profile and the languages that clients may choose from")
                .versioned()
                .gives(BusinessProfile.class, NOW);
        routes.business("settings:write")
                .patch(PATH, this::change)
                .summary("Change the business profile or the languages that clients may choose from")
                .versioned()
                .idempotent()
                .takes(
                        BusinessProfileChange.class,
                        new BusinessProfileChange(null, null, null, null, null, null, "de", List.of("en", "de")))
                .gives(BusinessProfile.class, NOW)
                .refuses(422);
    }

    private Future<Reply> read(Request request) {
        return db.read(request.scope(), Business::of).map(BusinessApi::json);
    }

    private Future<Reply> change(Request request, Tx tx) {
        var asked = request.json(BusinessProfileChange.class);
        return Business.of(tx)
                .compose(old -> {
                    request.ifMatch().require(Integer.toString(old.version()));
                    return profile.change(tx, request, old, profile.checked(wanted(old, asked)));
                })
                .compose(x -> Business.of(tx))
                .map(BusinessApi::json);
    }

    private static Business wanted(Business old, BusinessProfileChange asked) {
        return new Business(
                or(asked.name(), old.name()),
                or(asked.legal_name(), old.legalName()),
                or(asked.address(), old.address()),
                or(asked.tax_id(), old.taxId()),
                or(asked.currency(), old.currency()),
                or(asked.time_zone(), old.timeZone()),
                or(asked.language(), old.language()),
                Objects.requireNonNullElse(asked.languages(), old.languages()),
                old.version());
    }

    private static String or(@Nullable String said, String otherwise) {
        return said == null ? otherwise : said.strip();
    }

    private static Reply json(Business b) {
        return Reply.json(new BusinessProfile(
                        b.name(),
                        b.legalName(),
                        b.address(),
                        b.taxId(),
                        b.currency(),
                        b.timeZone(),
                        b.language(),
                        b.languages()))
                .tagged(Integer.toString(b.version()));
    }
}
