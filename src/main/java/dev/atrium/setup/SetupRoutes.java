package dev.atrium.setup;

import dev.atrium.db.Db;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The guided setup: its steps, each of which is done where it belongs, ticked off here, or left out. */
public final class SetupRoutes {
    private static final Set<String> STATES = Set.of("done", "skipped", "open");

    /** A step as the page shows it; {@code url} is empty where there is no such place. */
    public record Row(
            String word,
            int number,
            String icon,
            String label,
            String lead,
            String url,
            String state,
            String said,
            boolean current) {}

    private final Db db;

    SetupRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("setup", "circle-check", "/setup", 10, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug/setup", this::page).summary("Show the guided setup");
        settings.post("/t/:slug/setup/step", this::step)
                .summary("Tick off, leave out or take up a step of the setup")
                .shows(this::page);
        settings.post("/t/:slug/setup/dismiss", request -> hide(request, true))
                .summary("Show the setup on the dashboard no more");
        settings.post("/t/:slug/setup/resume", request -> hide(request, false))
                .summary("Show the setup on the dashboard again");
    }

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), tx -> new SetupStore(tx).progress()).map(progress -> {
            var model = Desk.of(request).model(request);
            model.put("steps", rows(request, progress));
            model.put("percent", progress.percent());
            model.put("finished", progress.finished());
            model.put("dismissed", progress.dismissed());
            if (!progress.starter().isEmpty())
                Starter.of(progress.starter())
                        .ifPresent(starter -> model.put("starter", request.say(starter.key("name"))));
            return Reply.page("setup/setup", Reply.Layout.CONSOLE, "setup.title", model);
        });
    }

    /** The steps in their order, for any page of the console. */
    static List<Row> rows(Request request, Progress progress) {
        var next = progress.open().stream().findFirst();
        return Arrays.stream(Step.values())
                .map(step ->
                        row(request, progress, step, next.filter(step::equals).isPresent()))
                .toList();
    }

    private static Row row(Request request, Progress progress, Step step, boolean current) {
        var state = word(progress.of(step));
        return new Row(
                step.word(),
                List.of(Step.values()).indexOf(step) + 1,
                step.icon(),
                request.say(Family.SETUP_STEP.key(step.word())),
                request.say(Family.SETUP_STEP_LEAD.key(step.word())),
                url(request, step),
                state,
                request.say(Family.SETUP_STATE.key(state)),
                current);
    }

    private static String url(Request request, Step step) {
        var path = step.path(request);
        return path.isEmpty() ? "" : Desk.of(request).path(path);
    }

    static String word(Progress.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Future<Reply> step(Request request) {
        var step = Step.of(request.form().text("step")).orElseThrow(() -> Problem.invalid("step", "choice-unknown"));
        var state = request.form().text("state");
        if (!STATES.contains(state)) throw Problem.invalid("state", "choice-unknown");
        var detail = new JsonObject().put("step", step.word()).put("state", state);
        return db.write(
                        request.scope(),
                        tx -> new SetupStore(tx)
                                .step(step, state)
                                .compose(x -> Audit.record(
                                        tx, "setup.step-changed", "tenant", tx.tenant(), detail, request.ip())))
                .map(x -> Reply.redirect(Desk.of(request).path("/setup")));
    }

    private Future<Reply> hide(Request request, boolean away) {
        var action = away ? "setup.dismissed" : "setup.resumed";
        return db.write(
                        request.scope(),
                        tx -> (away ? new SetupStore(tx).dismiss() : new SetupStore(tx).resume())
                                .compose(changed -> changed
                                        ? Audit.record(
                                                tx, action, "tenant", tx.tenant(), new JsonObject(), request.ip())
                                        : Future.succeededFuture()))
                .map(x -> Desk.of(request).done(away ? "" : "/setup", away ? "setup-dismissed" : "setup-resumed"));
    }
}
