package dev.atrium.contacts;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to the people a business knows. */
public sealed interface ContactFact extends Fact {
    FactKind CREATED = FactKind.hidden("contact.created", 3650).leaves("contact", Member.text("source", "signup"));

    FactKind CHANGED = FactKind.hidden("contact.changed", 400).leaves("contact", Member.number("version", 3));
    FactKind TAGGED = FactKind.hidden("contact.tagged", 400).leaves("contact", Member.id("tag"));
    FactKind UNTAGGED = FactKind.hidden("contact.untagged", 400).leaves("contact", Member.id("tag"));
    FactKind JOINED = FactKind.hidden("contact.joined", 3650)
            .leaves("contact", Member.id("company"), Member.text("role", "billing"));
    FactKind LEFT = FactKind.hidden("contact.left", 3650).leaves("contact", Member.id("company"));

    FactKind MERGED = FactKind.hidden("contact.merged", 3650);
    FactKind DELETED = FactKind.hidden("contact.deleted", 3650);

    List<FactKind> KINDS = List.of(CREATED, CHANGED, TAGGED, UNTAGGED, JOINED, LEFT, MERGED, DELETED);

    UUID contact();

    @Override
    default String object() {
        return "contact";
    }

    @Override
    default UUID objectId() {
        return contact();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    /** Somebody became known to the business; {@code source} says by which way, such as {@code signup}. */
    record Created(UUID contact, String source) implements ContactFact {
        @Override
        public FactKind what() {
            return CREATED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("source", source);
        }
    }

    /** Staff changed what is known of them. */
    record Changed(UUID contact, int version) implements ContactFact {
        @Override
        public FactKind what() {
            return CHANGED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("version", version);
        }
    }

    /** They carry a tag now. */
    record Tagged(UUID contact, UUID tag) implements ContactFact {
        @Override
        public FactKind what() {
            return TAGGED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("tag", tag.toString());
        }
    }

    /** They carry a tag no more. */
    record Untagged(UUID contact, UUID tag) implements ContactFact {
        @Override
        public FactKind what() {
            return UNTAGGED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("tag", tag.toString());
        }
    }

    /** They have this role in a company now. */
    record Joined(UUID contact, UUID company, String role) implements ContactFact {
        @Override
        public FactKind what() {
            return JOINED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("company", company.toString()).put("role", role);
        }
    }

    /** They belong to a company no more. */
    record Left(UUID contact, UUID company) implements ContactFact {
        @Override
        public FactKind what() {
            return LEFT;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("company", company.toString());
        }
    }

    /** They and {@code gone} were one person: everything of the other is theirs now, and the other's id leads to them. */
    record Merged(UUID contact, UUID gone) implements ContactFact {
        @Override
        public FactKind what() {
            return MERGED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("merged", gone.toString());
        }
    }

    /** The business knows them no more. */
    record Deleted(UUID contact) implements ContactFact {
        @Override
        public FactKind what() {
            return DELETED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject();
        }
    }
}
