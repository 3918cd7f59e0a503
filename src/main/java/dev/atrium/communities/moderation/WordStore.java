package dev.atrium.communities.moderation;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Words that are not said, of a group or, where that is null, of the business. */
final class WordStore {
    private static final String LIST = """
            SELECT w.word, w.act FROM word_rule w WHERE w.tenant_id = $1 AND w.group_id IS NOT DISTINCT FROM $2
             ORDER BY w.folded, w.word LIMIT 500
            """;
    /** One list at a time, so that two who save at once leave one of the two lists. */
    private static final String HOLD =
            "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || ' words ' || coalesce($2::uuid::text, ''), 7246076))";

    private static final String CLEAR =
            "DELETE FROM word_rule WHERE tenant_id = $1 AND group_id IS NOT DISTINCT FROM $2";
    /** Of two that read the same, the one that refuses. Says how many were nothing but signs. */
    private static final String KEEP = """
            WITH said AS (
              SELECT DISTINCT ON (x.folded) x.word, x.act, x.folded
                FROM (SELECT w.word, w.act, words_fold(w.word) AS folded FROM unnest($3::text[], $4::text[]) AS w (word, act)) x
               ORDER BY x.folded, x.act DESC),
            kept AS (
              INSERT INTO word_rule (tenant_id, id, group_id, word, folded, anywhere, act)
              SELECT $1, gen_random_uuid(), $2, s.word, s.folded,
                     s.folded ~ '[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff]', s.act
                FROM said s WHERE s.folded <> '')
            SELECT count(*)::int FROM said s WHERE s.folded = ''
            """;

    /** A word and what it does. */
    record Rule(String word, String act) {}

    private final Tx tx;

    WordStore(Tx tx) {
        this.tx = tx;
    }

    Future<WordList> list(@Nullable UUID group) {
        return tx.list(LIST, row -> new Rule(row.getString(0), row.getString(1)), tx.tenant(), group)
                .map(WordList::stored);
    }

    /** How many of them no text can say, since they are signs alone; then nothing may be kept. */
    Future<Integer> replace(@Nullable UUID group, WordList list) {
        var words = new String[list.hold().size() + list.refuse().size()];
        var acts = new String[words.length];
        int n = 0;
        for (var word : list.hold()) {
            words[n] = word;
            acts[n++] = "hold";
        }
        for (var word : list.refuse()) {
            words[n] = word;
            acts[n++] = "refuse";
        }
        return tx.first(HOLD, row -> true, tx.tenant(), group)
                .compose(x -> tx.run(CLEAR, tx.tenant(), group))
                .compose(x -> tx.first(KEEP, row -> row.getInteger(0), tx.tenant(), group, words, acts))
                .map(found -> found.orElse(0));
    }
}
