package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Schema;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.StartFailure;
import dev.atrium.operator.TenantActs;
import dev.atrium.operator.Usage;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code tenant create SLUG NAME OWNER} and its like, at the terminal of the server: what the operators' desk does, for scripts. */
final class TenantCommand {
    private static final long MB = 1024 * 1024;
    private static final String USAGE = """
            usage: portal tenant list [AFTER]
                   portal tenant create SLUG NAME OWNER-EMAIL [LIKE-SLUG]
                   portal tenant suspend|resume|keep|usage SLUG
                   portal tenant delete SLUG SLUG
                   portal tenant limit SLUG [contacts=N] [mails=N] [sockets=N] [stored-mb=N]
                   portal tenant snapshot FROM-SLUG TO-SLUG""";

    private final TenantActs acts;
    private final Origins origins;
    private final List<String> words;

    private TenantCommand(TenantActs acts, Origins origins, List<String> words) {
        this.acts = acts;
        this.origins = origins;
        this.words = words;
    }

    /** @throws StartFailure with one sentence where it did not work */
    static void run(Config config, List<String> words) {
        var vertx = Vertx.vertx();
        try {
            var clock = new Clock();
            var db = new Db(vertx, config.database(), clock);
            var origins = new Origins(config);
            var hosts = new Hosts(vertx, db, config.hosts(), origins, Set.of());
            var acts = new TenantActs(db, clock, config.hosts().console(), hosts, new Sessions(vertx, db));
            var command = new TenantCommand(acts, origins, words);
            String said =
                    await(new Schema(vertx, db, config.database()).prepare().compose(x -> command.said()));
            System.out.println(said);
        } finally {
            await(vertx.close());
        }
    }

    private String word(int at) {
        if (at >= words.size()) throw new StartFailure(USAGE);
        return words.get(at);
    }

    private Future<String> said() {
        var actor = TenantActs.Actor.terminal();
        return switch (word(0)) {
            case "list" -> acts.lines(words.size() > 1 ? word(1) : "").map(lines -> String.join("\n", lines));
            case "create" -> create(actor);
            case "suspend" -> tenant(1).compose(id -> acts.suspend(actor, id)).map(done -> changed(done, "suspended"));
            case "resume" -> tenant(1).compose(id -> acts.resume(actor, id)).map(done -> changed(done, "open again"));
            case "keep" -> tenant(1).compose(id -> acts.keep(actor, id)).map(done -> changed(done, "kept"));
            case "delete" ->
                tenant(1)
                        .compose(id -> acts.delete(actor, id, word(2)))
                        .map(at -> word(1) + " is suspended and will be deleted at " + at + ".");
            case "usage" -> tenant(1).compose(acts::usage).map(TenantCommand::lines);
            case "limit" -> limit(actor);
            case "snapshot" ->
                tenant(1)
                        .compose(from -> tenant(2).compose(to -> acts.copy(actor, from, to)))
                        .map(x -> word(2) + " is set up like " + word(1) + " now.");
            default -> throw new StartFailure(USAGE);
        };
    }

    private String changed(boolean done, String now) {
        return word(1) + (done ? " is " + now + "." : " was so already.");
    }

    private Future<UUID> tenant(int at) {
        return acts.bySlug(word(at))
                .map(found -> found.orElseThrow(() -> new StartFailure("There is no portal " + word(at) + ".")));
    }

    private Future<String> create(TenantActs.Actor actor) {
        var like =
                words.size() > 4 ? tenant(4).map(id -> (@Nullable UUID) id) : Future.<@Nullable UUID>succeededFuture();
        return like.compose(from -> acts.open(actor, word(2), word(1), word(3))
                .compose(opened -> (from == null
                                ? Future.<Void>succeededFuture()
                                : acts.copy(actor, from, opened.tenant()))
                        .map(opened))
                .map(this::opened));
    }

    private String opened(TenantActs.Opened opened) {
        var token = opened.invitation();
        var owner = token == null
                ? opened.owner().address() + " is its owner."
                : "Its owner opens this address within a week, once:\n" + origins.ofConsole() + "/invitation/"
                        + token.text();
        return origins.ofSlug(opened.slug()) + " is open. " + owner;
    }

    private static String lines(Usage usage) {
        return usage.parts().stream()
                .map(part -> part.kind() + "\t" + part.used() + "\t" + (part.allowed() == null ? "-" : part.allowed()))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    private Future<String> limit(TenantActs.Actor actor) {
        var given = new HashMap<String, Integer>();
        for (var word : words.subList(Math.min(2, words.size()), words.size())) {
            var parts = word.split("=", 2);
            if (parts.length != 2 || !parts[1].matches("[0-9]{1,9}")) throw new StartFailure(USAGE);
            given.put(parts[0], Integer.valueOf(parts[1]));
        }
        if (!Set.of("contacts", "mails", "sockets", "stored-mb").containsAll(given.keySet()))
            throw new StartFailure(USAGE);
        return tenant(1)
                .compose(id -> acts.limit(actor, id, limits(given)))
                .map(x -> word(1) + " has these limits now, and no others.");
    }

    private static Usage.Limits limits(Map<String, Integer> given) {
        var stored = given.get("stored-mb");
        return new Usage.Limits(
                given.get("contacts"), given.get("mails"), given.get("sockets"), stored == null ? null : stored * MB);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartFailure failure) throw failure;
            if (e.getCause() instanceof Problem problem) throw new StartFailure("Refused. " + said(problem));
            throw e;
        }
    }

    /** What is wrong in the words of the console's pages, field by field. */
    private static String said(Problem problem) {
        var messages = Messages.load(TenantCommand.class.getClassLoader());
        var words = problem.fields().isEmpty()
                ? List.of(problem.word())
                : problem.fields().values();
        return words.stream()
                .map(word -> messages.get(
                        Locale.ENGLISH,
                        Family.ERROR.key(word.code()),
                        word.args().toArray()))
                .collect(Collectors.joining(" "));
    }
}
