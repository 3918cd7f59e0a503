package dev.atrium.communities.talk;

import dev.atrium.db.Tx;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Recorded;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** Tells people of what was said, soon after: nobody's post waits until a hundred others were told of it. */
final class TalkReader implements Reader {
    private static final String POSTED = "post.published";
    private static final String REWRITTEN = "post.edited";

    private final TalkNews news;

    TalkReader(TalkNews news) {
        this.news = news;
    }

    @Override
    public String name() {
        return "talk-news";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(POSTED, REWRITTEN, TalkFact.ADDED.name(), TalkFact.EDITED.name(), TalkFact.ANSWERED.name());
    }

    @Override
    public Future<Void> read(Tx tx, List<Recorded> facts) {
        return new MentionStore(tx)
                .quiet(facts.stream().map(Recorded::objectId).distinct().toList())
                .compose(quiet -> {
                    var silent = Set.copyOf(quiet);
                    Future<Void> told = Future.succeededFuture();
                    for (var fact : facts)
                        if (!silent.contains(fact.objectId())) told = told.compose(x -> one(tx, fact));
                    return told;
                });
    }

    private Future<Void> one(Tx tx, Recorded fact) {
        if (fact.kind().equals(TalkFact.ANSWERED.name())) return news.answers(tx, fact.objectId());
        boolean fresh = fact.kind().equals(TalkFact.ADDED.name()) || fact.kind().equals(POSTED);
        return news.said(tx, fact.objectId(), fresh);
    }
}
