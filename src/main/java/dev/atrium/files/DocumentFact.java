package dev.atrium.files;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to a document; its name goes along. */
public sealed interface DocumentFact extends Fact {
    FactKind SHARED = FactKind.shown("document.shared", 3650, "name");
    FactKind UNSHARED = FactKind.shown("document.unshared", 3650, "name");
    FactKind SEEN = FactKind.hidden("document.seen", 3650);
    FactKind DOWNLOADED = FactKind.shown("document.downloaded", 3650, "name");
    FactKind REMOVED = FactKind.hidden("document.removed", 3650);

    List<FactKind> KINDS = List.of(SHARED, UNSHARED, SEEN, DOWNLOADED, REMOVED);

    UUID contact();

    UUID document();

    String name();

    @Override
    default String object() {
        return "document";
    }

    @Override
    default UUID objectId() {
        return document();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("name", name());
    }

    /** The client finds it among their files from now on. */
    record Shared(UUID contact, UUID document, String name) implements DocumentFact {
        @Override
        public FactKind what() {
            return SHARED;
        }
    }

    /** The client finds it no more. */
    record Unshared(UUID contact, UUID document, String name) implements DocumentFact {
        @Override
        public FactKind what() {
            return UNSHARED;
        }
    }

    /** The client had it in their list for the first time. */
    record Seen(UUID contact, UUID document, String name) implements DocumentFact {
        @Override
        public FactKind what() {
            return SEEN;
        }
    }

    /** The client took it. */
    record Downloaded(UUID contact, UUID document, String name) implements DocumentFact {
        @Override
        public FactKind what() {
            return DOWNLOADED;
        }
    }

    /** Staff deleted it. */
    record Removed(UUID contact, UUID document, String name) implements DocumentFact {
        @Override
        public FactKind what() {
            return REMOVED;
        }
    }
}
