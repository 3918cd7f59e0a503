package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.branding.BrandingStore.State;
import dev.atrium.branding.BrandingStore.Version;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.media.BrandKind;
import dev.atrium.media.BrandPictures;
import dev.atrium.tenancy.Hosts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Drafting, publishing and going back. Everything happens under the lock of the branding's row, and whoever changes names the
 * revision they have seen: another one is 409 {@code branding-changed}, and nothing is lost.
 */
final class Drafts {
    static final String CHANGED = "branding-changed";
    /** Who names no revision does not mind which one they replace. */
    private static final int ANY = -1;

    private final Hosts hosts;

    Drafts(Hosts hosts) {
        this.hosts = hosts;
    }

    /**
     * Who acts, for the versions and the audit log.
     *
     * @param name as they are called
     */
    record Hand(String name, String ip) {}

    /** What the draft is after the change, whether anything changed or not. */
    Future<State> save(Tx tx, int revision, Map<Field, String> typed, Hand hand) {
        return locked(tx, revision)
                .compose(state -> put(tx, state, state.working().with(typed), hand));
    }

    /** A picture takes its place in the draft, whatever else was changed meanwhile: no other field is touched. */
    Future<State> picture(Tx tx, BrandKind kind, UUID picture, Hand hand) {
        return new BrandingStore(tx).lock().compose(state -> {
            BrandPictures.adopt(tx, picture);
            return put(tx, state, state.working().with(kind, picture), hand)
                    .compose(next -> audited(tx, "branding.picture-changed", detail(kind), hand)
                            .compose(x -> tidy(tx, next.published(), next.draft()))
                            .map(next));
        });
    }

    Future<State> removePicture(Tx tx, BrandKind kind, Hand hand) {
        return new BrandingStore(tx).lock().compose(state -> {
            if (!state.working().has(kind)) return Future.succeededFuture(state);
            return put(tx, state, state.working().without(kind), hand)
                    .compose(next -> audited(tx, "branding.picture-removed", detail(kind), hand)
                            .compose(x -> tidy(tx, next.published(), next.draft()))
                            .map(next));
        });
    }

    private static JsonObject detail(BrandKind kind) {
        return new JsonObject().put("picture", kind.word());
    }

    /** A draft that is what is published is none. The log says that one was begun, not each stroke of a key. */
    private Future<State> put(Tx tx, State state, Brand wanted, Hand hand) {
        if (wanted.equals(state.working())) return Future.succeededFuture(state);
        var store = new BrandingStore(tx);
        var done = wanted.equals(state.published())
                ? store.discard(state.revision())
                : store.draft(state.revision(), wanted, hand.name());
        return done.compose(changed -> {
                    if (!changed) throw Problem.of(409, CHANGED);
                    return state.draft() == null
                            ? audited(tx, "branding.draft-begun", new JsonObject(), hand)
                            : Future.succeededFuture();
                })
                .compose(x -> store.find());
    }

    Future<State> discard(Tx tx, int revision, Hand hand) {
        return locked(tx, revision).compose(state -> {
            if (state.draft() == null) return Future.succeededFuture(state);
            return new BrandingStore(tx)
                    .discard(state.revision())
                    .compose(x -> tidy(tx, state.published(), null))
                    .compose(x -> audited(tx, "branding.draft-discarded", new JsonObject(), hand))
                    .compose(x -> new BrandingStore(tx).find());
        });
    }

    /** The draft is what everybody sees from now on. Without a draft nothing happens. */
    Future<State> publish(Tx tx, int revision, Hand hand) {
        return locked(tx, revision)
                .compose(state -> state.draft() == null
                        ? Future.succeededFuture(state)
                        : publish(tx, state, state.draft(), null, hand));
    }

    /** A version of before is published again, as a new one; what is drafted stays drafted. */
    Future<State> goBack(Tx tx, int revision, int number, Hand hand) {
        return locked(tx, revision)
                .compose(state -> new BrandingStore(tx)
                        .versions(state.published())
                        .compose(versions -> {
                            var wanted = versions.stream()
                                    .filter(version -> version.number() == number)
                                    .findFirst()
                                    .orElseThrow(Problem::notFound);
                            return publish(tx, state, wanted.brand(), number, hand);
                        }));
    }

    private Future<State> publish(Tx tx, State state, Brand brand, @Nullable Integer ofNumber, Hand hand) {
        var store = new BrandingStore(tx);
        var changed = state.published().changes(brand);
        // What was there before versions were kept is one, too.
        store.keep(state.version(), state.published(), "", null);
        return store.publish(state.revision(), brand, ofNumber != null)
                .compose(made -> {
                    int number = made.orElseThrow(() -> Problem.of(409, CHANGED));
                    hosts.changed(tx);
                    store.keep(number, brand, hand.name(), ofNumber);
                    store.prune();
                    Events.record(tx, new BrandingFact.Published(tx.tenant(), number, changed));
                    var detail = new JsonObject().put("version", number).put("changed", new JsonArray(changed));
                    return audited(tx, ofNumber == null ? "branding.published" : "branding.rolled-back", detail, hand);
                })
                .compose(x -> store.find())
                .compose(next -> tidy(tx, next.published(), next.draft()).map(next));
    }

    private static Future<State> locked(Tx tx, int revision) {
        return new BrandingStore(tx).lock().map(state -> {
            if (revision != ANY && state.revision() != revision) throw Problem.of(409, CHANGED);
            return state;
        });
    }

    /** Pictures that no draft and no version names any more give their bytes back. */
    private static Future<Integer> tidy(Tx tx, Brand published, @Nullable Brand draft) {
        return new BrandingStore(tx).versions(published).compose(versions -> {
            var kept = new HashSet<>(published.pictures().values());
            if (draft != null) kept.addAll(draft.pictures().values());
            for (Version version : versions)
                kept.addAll(version.brand().pictures().values());
            return BrandPictures.endUnused(tx, List.copyOf(kept));
        });
    }

    private static Future<Void> audited(Tx tx, String action, JsonObject detail, Hand hand) {
        return Audit.record(tx, action, "branding", tx.tenant(), detail, hand.ip());
    }
}
