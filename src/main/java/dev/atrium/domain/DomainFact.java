package dev.atrium.domain;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to the names of a portal. */
public sealed interface DomainFact extends Fact {
    FactKind VERIFIED = FactKind.hidden("domain.verified", 3650);
    FactKind ACTIVATED = FactKind.hidden("domain.activated", 3650);
    FactKind EXPIRED = FactKind.hidden("domain.expired", 3650);

    List<FactKind> KINDS = List.of(VERIFIED, ACTIVATED, EXPIRED);

    UUID domain();

    String host();

    @Override
    default String object() {
        return "domain";
    }

    @Override
    default UUID objectId() {
        return domain();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("host", host());
    }

    /** Its TXT record proved whose it is: nobody else can have it. */
    record Verified(UUID domain, String host) implements DomainFact {
        @Override
        public FactKind what() {
            return VERIFIED;
        }
    }

    /** The portal answers there, and mails may lead there. */
    record Activated(UUID domain, String host) implements DomainFact {
        @Override
        public FactKind what() {
            return ACTIVATED;
        }
    }

    /** Its records were wrong for seven days: it no longer answers. */
    record Expired(UUID domain, String host) implements DomainFact {
        @Override
        public FactKind what() {
            return EXPIRED;
        }
    }
}
