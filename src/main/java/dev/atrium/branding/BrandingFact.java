package dev.atrium.branding;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to how a portal looks. */
public sealed interface BrandingFact extends Fact {
    FactKind PUBLISHED = FactKind.hidden("branding.published", 3650);

    List<FactKind> KINDS = List.of(PUBLISHED);

    /**
     * Pages and mails look like this from now on.
     *
     * @param changed the names of what differs from before
     */
    record Published(UUID tenant, int version, List<String> changed) implements BrandingFact {
        @Override
        public FactKind what() {
            return PUBLISHED;
        }

        @Override
        public String object() {
            return "branding";
        }

        @Override
        public UUID objectId() {
            return tenant;
        }

        @Override
        public Optional<UUID> about() {
            return Optional.empty();
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("version", version).put("changed", new JsonArray(changed));
        }
    }
}
