package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.session.Sessions;
import io.vertx.core.Future;
import java.util.List;

/** Takes an import back, the last row first. Whoever was touched since stays as they are. */
final class ImportUndo {
    private static final int BATCH = 100;

    private final Sessions sessions;

    ImportUndo(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The next rows; whether there may be more. */
    Future<Boolean> batch(Tx tx, ContactImport of) {
        return new ImportUndoStore(tx).last(of.id(), of.place(), BATCH).compose(deeds -> {
            Future<int[]> counts = Future.succeededFuture(new int[2]);
            for (var deed : deeds)
                counts = counts.compose(sum -> undo(tx, of, deed).map(undone -> {
                    sum[undone ? 0 : 1]++;
                    return sum;
                }));
            return counts.compose(sum -> step(tx, of, deeds, sum)).map(x -> {
                sessions.refreshAll(tx);
                return deeds.size() == BATCH;
            });
        });
    }

    private static Future<Integer> step(Tx tx, ContactImport of, List<ImportUndoStore.Deed> deeds, int[] sum) {
        int place = deeds.isEmpty() ? 0 : deeds.getLast().row();
        return new ImportStore(tx).step(of.id(), new ImportStore.Tally(deeds.size(), place, 0, 0, sum[0], sum[1]));
    }

    private static Future<Boolean> undo(Tx tx, ContactImport of, ImportUndoStore.Deed deed) {
        var store = new ImportUndoStore(tx);
        if (deed.created())
            return store.remove(of.id(), deed)
                    .compose(gone -> gone
                            // The row went with its contact.
                            ? ImportWork.tell(tx, new ContactFact.Deleted(deed.contact()))
                                    .map(true)
                            : store.outcome(of.id(), deed.row(), "kept").map(false));
        return store.restore(deed).compose(version -> {
            if (version.isEmpty())
                return store.outcome(of.id(), deed.row(), "kept").map(false);
            store.untag(deed);
            new ImportWorkStore(tx).align(of.id(), List.of(deed.contact()));
            ImportWork.tell(tx, new ContactFact.Changed(deed.contact(), version.get()));
            return store.outcome(of.id(), deed.row(), "undone").map(true);
        });
    }
}
