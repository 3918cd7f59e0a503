package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/** One merge, in one transaction: as chosen from the page, or not at all. */
final class Merging {
    private final Tx tx;
    private final Tenant tenant;
    private final Request request;
    private final Sessions sessions;
    private final Accounts accounts;

    Merging(Tx tx, Tenant tenant, Request request, Sessions sessions, Accounts accounts) {
        this.tx = tx;
        this.tenant = tenant;
        this.request = request;
        this.sessions = sessions;
        this.accounts = accounts;
    }

    /** Makes {@code gone} part of {@code kept}. Fails with one of the problems {@code merge-…}, or 404. */
    Future<Void> merge(UUID kept, UUID gone) {
        return new MergeStore(tx)
                .hold(kept, gone)
                .compose(held -> join(held, kept, gone))
                .compose(joined -> Future.all(
                                ContactRoutes.found(tx, kept), ContactRoutes.found(tx, gone), new FieldStore(tx).all())
                        .compose(all -> merge(all.resultAt(0), all.resultAt(1), all.resultAt(2), joined)));
    }

    /** One of two accounts goes first: an account is never moved to somebody who has one. */
    private Future<JsonObject> join(List<MergeStore.Held> held, UUID kept, UUID gone) {
        allowed(held, kept);
        if (!held.stream().allMatch(MergeStore.Held::account)) return Future.succeededFuture(new JsonObject());
        boolean other = switch (request.form().text(MergeRoutes.ACCOUNT)) {
            case "gone" -> true;
            case "kept" -> false;
            // There were not two when the page was shown, so nobody said which of them is to stay.
            default -> throw Problem.of(409, "merge-accounts");
        };
        var language = tenant.settings().language();
        return accounts.join(tx, tenant, other ? gone : kept, other ? kept : gone, language, request.ip());
    }

    /** Both are there, as they were when the choice was made, and nothing that the law asks for stands in the way. */
    private void allowed(List<MergeStore.Held> held, UUID kept) {
        if (held.size() < 2) throw Problem.notFound();
        for (var one : held) {
            if (one.hold()) throw Problem.of(409, "merge-hold");
            if (one.leaving()) throw Problem.of(409, "merge-erasure");
            int seen = request.form().number(one.id().equals(kept) ? "version" : "other_version");
            if (one.version() != seen) throw Problem.of(409, "merge-changed");
        }
    }

    private Future<Void> merge(Contact kept, Contact gone, List<CustomField> fields, JsonObject joined) {
        var store = new MergeStore(tx);
        var chosen = chosen(kept, gone, fields, !joined.isEmpty());
        return store.absorb(kept.id(), gone.id())
                .compose(moved -> store.drop(gone.id(), gone.version())
                        .compose(dropped -> store.keep(kept, chosen, gone).map(done -> dropped && done))
                        .compose(done -> {
                            if (!done) throw Problem.of(409, "merge-changed");
                            store.note(gone.id(), kept.id());
                            sessions.refreshAll(tx);
                            Events.record(tx, new ContactFact.Merged(kept.id(), gone.id()));
                            var detail = moved.put("merged", gone.id().toString());
                            if (!joined.isEmpty()) detail.put("account", joined);
                            return Audit.record(tx, "contact.merged", "contact", kept.id(), detail, request.ip());
                        }));
    }

    /** @param two whether both had an account: the address then is that of the contact whose account stays */
    private Contact chosen(Contact kept, Contact gone, List<CustomField> fields, boolean two) {
        var picks = new HashMap<String, Contact>();
        for (var key : List.of("full_name", "email", "phone", "stage", "source", "owner", "external_id"))
            picks.put(key, other(key) ? gone : kept);
        // Nothing is mailed any more to an address whose account was closed.
        if (two) picks.put("email", request.form().text(MergeRoutes.ACCOUNT).equals("gone") ? gone : kept);
        var values = new JsonObject();
        for (var field : fields) {
            var value = (other(field.input()) ? gone : kept).fields().getValue(field.key());
            if (value != null) values.put(field.key(), value);
        }
        return new Contact(
                kept.id(),
                kept.version(),
                picks.getOrDefault("full_name", kept).fullName(),
                picks.getOrDefault("email", kept).email(),
                picks.getOrDefault("phone", kept).phone(),
                picks.getOrDefault("stage", kept).stage(),
                picks.getOrDefault("source", kept).source(),
                picks.getOrDefault("owner", kept).owner(),
                picks.getOrDefault("owner", kept).ownerName(),
                picks.getOrDefault("external_id", kept).externalId(),
                values,
                kept.createdAt(),
                kept.updatedAt());
    }

    private boolean other(String key) {
        return request.form().text("pick_" + key).equals("gone");
    }
}
