package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Recorded;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes each contact's timeline of the facts about them: read in their order, written once each however often they are read.
 * {@link ContactEventStore#page} reads it.
 */
final class ContactTimeline implements Reader {
    private final Set<String> kinds;

    ContactTimeline(FactKinds kinds) {
        this.kinds = kinds.all().stream().map(FactKind::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String name() {
        return "contacts.timeline";
    }

    @Override
    public Set<String> kinds() {
        return kinds;
    }

    @Override
    public Future<Void> read(Tx tx, List<Recorded> facts) {
        var store = new ContactEventStore(tx);
        var ids = facts.stream().map(Recorded::id).toArray(UUID[]::new);
        // Whoever erases a contact holds its row: either we see that the facts are gone, or they see what we wrote.
        return store.hold(ids).compose(x -> store.append(ids)).mapEmpty();
    }
}
