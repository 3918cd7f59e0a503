package dev.atrium.communities;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to who belongs to a group; its name goes along. */
public sealed interface GroupFact extends Fact {
    FactKind JOINED =
            FactKind.shown("group.joined", 3650, "name").leaves("group", Member.text("name", "Photographers"));
    FactKind LEFT = FactKind.shown("group.left", 3650, "name").leaves("group", Member.text("name", "Photographers"));
    FactKind REQUESTED =
            FactKind.shown("group.requested", 3650, "name").leaves("group", Member.text("name", "Photographers"));
    FactKind DECLINED = FactKind.shown("group.declined", 3650, "name");
    FactKind INVITED = FactKind.shown("group.invited", 3650, "name");
    FactKind REMOVED =
            FactKind.shown("group.removed", 3650, "name").leaves("group", Member.text("name", "Photographers"));
    FactKind BANNED = FactKind.hidden("group.banned", 3650);
    FactKind UNBANNED = FactKind.hidden("group.unbanned", 3650);
    FactKind ROLE = FactKind.shown("group.role-changed", 3650, "name");

    List<FactKind> KINDS = List.of(JOINED, LEFT, REQUESTED, DECLINED, INVITED, REMOVED, BANNED, UNBANNED, ROLE);

    UUID contact();

    UUID group();

    String name();

    @Override
    default String object() {
        return "group";
    }

    @Override
    default UUID objectId() {
        return group();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("name", name());
    }

    /** They are in it from now on, by whichever way. */
    record Joined(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return JOINED;
        }
    }

    /** They left by themselves. */
    record Left(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return LEFT;
        }
    }

    /** They ask to come in. */
    record Requested(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return REQUESTED;
        }
    }

    /** They are not let in. */
    record Declined(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return DECLINED;
        }
    }

    /** They are asked to come in. */
    record Invited(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return INVITED;
        }
    }

    /** Somebody put them out. */
    record Removed(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return REMOVED;
        }
    }

    /** They are out for good. */
    record Banned(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return BANNED;
        }
    }

    /** They may come again. */
    record Unbanned(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return UNBANNED;
        }
    }

    /** They are something else in it. */
    record RoleChanged(UUID contact, UUID group, String name) implements GroupFact {
        @Override
        public FactKind what() {
            return ROLE;
        }
    }
}
