package dev.atrium.files;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to a document; its name goes along. */
public record DocumentFact(FactKind what, UUID contact, UUID document, String name) implements Fact {
    static final FactKind SHARED = FactKind.shown("document.shared", 3650, "name");
    static final FactKind UNSHARED = FactKind.shown("document.unshared", 3650, "name");
    static final FactKind SEEN = FactKind.hidden("document.seen", 3650);
    static final FactKind DOWNLOADED = FactKind.shown("document.downloaded", 3650, "name");
    static final FactKind REMOVED = FactKind.hidden("document.removed", 3650);

    public static final List<FactKind> KINDS = List.of(SHARED, UNSHARED, SEEN, DOWNLOADED, REMOVED);

    static DocumentFact of(FactKind what, Document document) {
        return new DocumentFact(what, document.contact(), document.id(), document.name());
    }

    @Override
    public String object() {
        return "document";
    }

    @Override
    public UUID objectId() {
        return document;
    }

    @Override
    public Optional<UUID> about() {
        return Optional.of(contact);
    }

    @Override
    public JsonObject data() {
        return new JsonObject().put("name", name);
    }
}
