package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** How operators are made and unmade: by a command at the server's terminal, and in no other way. */
public final class Operators {
    private static final Duration LIFE = Duration.ofDays(1);

    private final OperatorMarkStore store;
    private final Clock clock;

    public Operators(Db db, Clock clock) {
        this.store = new OperatorMarkStore(db);
        this.clock = clock;
    }

    /**
     * Makes the person of staff with this address an operator; where there is none, invites them.
     *
     * @return the path of the invitation at the console's host, good for a day; empty where the person is staff already
     */
    public Future<String> make(Email email) {
        return store.mark(email, true).compose(known -> {
            if (known) return Future.succeededFuture("");
            var token = Token.random();
            var until = OffsetDateTime.ofInstant(clock.now().plus(LIFE), ZoneOffset.UTC);
            return store.invite(token, email, until).map("/invitation/" + token.text());
        });
    }

    /** Takes the mark away, with the next request; false where there is no such person. */
    public Future<Boolean> unmake(Email email) {
        return store.mark(email, false);
    }
}
