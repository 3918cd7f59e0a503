package dev.atrium.facts;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every kind of fact of the house. */
public final class FactKinds {
    private final Map<String, FactKind> kinds = new LinkedHashMap<>();

    /**
     * Collects what the features declare.
     *
     * @throws IllegalArgumentException where two kinds have one name
     */
    @SafeVarargs
    public FactKinds(Collection<FactKind>... features) {
        for (var feature : features)
            for (var kind : feature)
                if (kinds.putIfAbsent(kind.name(), kind) != null)
                    throw new IllegalArgumentException("declared twice: fact kind " + kind.name());
    }

    public Optional<FactKind> find(String name) {
        return Optional.ofNullable(kinds.get(name));
    }

    public List<FactKind> all() {
        return List.copyOf(kinds.values());
    }
}
