package dev.atrium.setup;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The door to the guided setup. */
public final class SetupModule {
    private final SetupRoutes steps;
    private final StarterRoutes starters;

    /** @param more what features add to every starter template */
    public SetupModule(Db db, Hosts hosts, Messages messages, Notifications notifications, List<StarterPart> more) {
        var parts = new ArrayList<StarterPart>(List.of(
                new LookPart(),
                new AppsPart(),
                new TagsPart(),
                new NewsPart(),
                new PagePart(),
                new CoursePart(),
                new MailPart(notifications)));
        parts.addAll(more);
        this.steps = new SetupRoutes(db);
        this.starters = new StarterRoutes(db, hosts, messages, List.copyOf(parts));
    }

    public void mount(Routes routes) {
        steps.mount(routes);
        starters.mount(routes);
    }

    /** How far the tenant of the transaction is. */
    public static Future<Progress> progress(Tx tx) {
        return new SetupStore(tx).progress();
    }

    /** The steps as pages show them. */
    public static List<SetupRoutes.Row> rows(Request request, Progress progress) {
        return SetupRoutes.rows(request, progress);
    }

    /** The messages that steps and templates are written with. */
    public static List<String> words() {
        var steps = Arrays.stream(Step.values())
                .map(Step::word)
                .flatMap(word -> Stream.of(Family.SETUP_STEP.key(word), Family.SETUP_STEP_LEAD.key(word)));
        var states =
                Arrays.stream(Progress.State.values()).map(state -> Family.SETUP_STATE.key(SetupRoutes.word(state)));
        var texts = Starter.ALL.stream().flatMap(starter -> starter.words().stream());
        var parts =
                Family.STARTER_PART.keys(List.of("look", "apps", "tags", "news", "page", "course", "mail")).stream();
        return Stream.of(steps, states, texts, parts).flatMap(s -> s).toList();
    }
}
