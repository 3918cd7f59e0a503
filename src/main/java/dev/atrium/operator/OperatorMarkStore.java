package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.List;

/** Who runs the installation, in PostgreSQL: the mark of an operator, and the invitation of somebody new. */
final class OperatorMarkStore {
    private static final String MARK = "SELECT sys_operator_mark($1, $2, $3)";
    private static final String OFFER = "SELECT sys_first_run_offer($1)";
    private static final String LIVES = "SELECT sys_first_run_lives($1)";
    private static final String FIRST = "SELECT sys_first_run_take($1, $2, $3, $4, $5, $6, $7)";
    private static final String INVITE = "SELECT sys_operator_invite($1, $2, $3, $4)";

    private static final String OPERATORS = "SELECT email, full_name, language FROM sys_operators()";

    /** Somebody who runs the installation; {@code language} is empty where they chose none. */
    record Person(String email, String name, String language) {}

    private final Db db;

    OperatorMarkStore(Db db) {
        this.db = db;
    }

    /** Whether there is such a person of staff. */
    Future<Boolean> mark(Email email, boolean operator) {
        return db.system(MARK, row -> row.getBoolean(0), email.address(), operator, Ids.next())
                .map(List::getFirst);
    }

    /** False where somebody is staff: nobody is offered anything. */
    Future<Boolean> offer(Token token) {
        return db.system(OFFER, row -> row.getBoolean(0), Buffer.buffer(token.hash()))
                .map(List::getFirst);
    }

    Future<Boolean> lives(Token token) {
        return db.system(LIVES, row -> row.getBoolean(0), Buffer.buffer(token.hash()))
                .map(List::getFirst);
    }

    /** Makes the first operator; false for all but one of any number who come. */
    Future<Boolean> first(Token token, Email email, String name, String hash, String ip) {
        return db.system(
                        FIRST,
                        row -> row.getBoolean(0),
                        Buffer.buffer(token.hash()),
                        Ids.next(),
                        email.address(),
                        name,
                        hash,
                        Ids.next(),
                        ip)
                .map(List::getFirst);
    }

    Future<Void> invite(Token token, Email email, OffsetDateTime until) {
        return db.system(INVITE, row -> row, Buffer.buffer(token.hash()), email.address(), until, Ids.next())
                .mapEmpty();
    }

    /** Those who run the installation, at most fifty. */
    Future<List<Person>> operators() {
        return db.system(OPERATORS, row -> new Person(row.getString(0), row.getString(1), row.getString(2)));
    }
}
