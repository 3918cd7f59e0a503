package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Schema;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.StartFailure;
import dev.atrium.operator.Operators;
import dev.atrium.tenancy.Origins;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** {@code operator EMAIL}, or {@code operator EMAIL revoke}, at the terminal of the server: nothing else makes an operator. */
final class OperatorCommand {
    private static final String USAGE = "usage: portal operator EMAIL [revoke]";

    private OperatorCommand() {}

    /** @throws StartFailure with one sentence where it did not work */
    static void run(Config config, List<String> words) {
        boolean revoke = words.size() == 2 && words.getLast().equals("revoke");
        if (words.size() > 1 && !revoke) throw new StartFailure(USAGE);
        var email = Email.parse(words.getFirst())
                .orElseThrow(() -> new StartFailure("That is not an e-mail address. " + USAGE));
        var vertx = Vertx.vertx();
        try {
            var clock = new Clock();
            var db = new Db(vertx, config.database(), clock);
            var operators = new Operators(db, clock);
            String said = await(new Schema(vertx, db, config.database())
                    .prepare()
                    .compose(x -> revoke ? unmake(operators, email) : make(operators, email, new Origins(config))));
            System.out.println(said);
        } finally {
            await(vertx.close());
        }
    }

    private static Future<String> make(Operators operators, Email email, Origins origins) {
        return operators
                .make(email)
                .map(path -> path.isEmpty()
                        ? email.address() + " is an operator now."
                        : "Nobody of staff has this address yet. Open this address within a day, once, to become an operator:\n"
                                + origins.ofConsole() + path);
    }

    private static Future<String> unmake(Operators operators, Email email) {
        return operators
                .unmake(email)
                .map(known -> email.address() + (known ? " is no operator any more." : " is nobody of staff."));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartFailure failure) throw failure;
            throw e;
        }
    }
}
