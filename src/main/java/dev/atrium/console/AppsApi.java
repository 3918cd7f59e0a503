package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The portal's apps for the business's own programs: whether, under which name, in which order. */
final class AppsApi {
    private static final String ROOT = "/api/v1/business/apps";

    /**
     * An app; {@code label} and {@code icon} are empty where it has its own. The lower {@code position} comes first; 0 is the
     * app's own.
     */
    public record BusinessApp(
            String key,
            boolean enabled,
            String label,
            String icon,
            int position,
            boolean hide_when_empty,
            boolean for_some) {}

    public record BusinessAppList(List<BusinessApp> items) {}

    /** What to change of the app of {@code key}; a member that is left out stays. */
    public record BusinessAppChange(
            String key,
            @Nullable Boolean enabled,
            @Nullable String label,
            @Nullable String icon,
            @Nullable Integer position,
            @Nullable Boolean hide_when_empty) {}

    private static final BusinessApp ACCOUNT = new BusinessApp("account", true, "My account", "", 10, false, false);

    private final Db db;
    private final AppsChange changes;
    private final List<PortalApp> apps;
    private final String always;

    /** {@code always}: the one app that cannot be switched off. */
    AppsApi(Db db, AppsChange changes, List<PortalApp> apps, String always) {
        this.db = db;
        this.changes = changes;
        this.apps = apps;
        this.always = always;
    }

    void mount(Routes routes) {
        routes.business("settings:read")
                .get(ROOT, this::list)
                .summary("List the apps of the portal")
                .gives(BusinessAppList.class, new BusinessAppList(List.of(ACCOUNT)));
        routes.business("settings:write")
                .patch(ROOT, this::change)
                .summary("Switch an app on or off, name it, or move it")
                .idempotent()
                .takes(BusinessAppChange.class, new BusinessAppChange("account", null, "My account", null, 10, null))
                .gives(BusinessApp.class, ACCOUNT)
                .refuses(422);
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> new AppsStore(tx).switches())
                .map(decided -> Reply.json(new BusinessAppList(
                        apps.stream().map(app -> shown(app, decided)).toList())));
    }

    private static BusinessApp shown(PortalApp app, Map<String, AppsStore.Switch> all) {
        var decided = all.get(app.key());
        if (decided == null) return new BusinessApp(app.key(), true, "", "", 0, app.hidesWhenEmpty(), false);
        return new BusinessApp(
                app.key(),
                decided.enabled(),
                decided.label(),
                decided.icon(),
                decided.position(),
                Objects.requireNonNullElse(decided.hide(), app.hidesWhenEmpty()),
                decided.audience() != null);
    }

    private Future<Reply> change(Request request, Tx tx) {
        var sent = request.json(BusinessAppChange.class);
        var key = sent.key();
        var app = apps.stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("key", "app-unknown"));
        if (key.equals(always) && Boolean.FALSE.equals(sent.enabled())) throw Problem.invalid("enabled", "app-always");
        var store = new AppsStore(tx);
        return store.switches().compose(all -> {
            var decided = all.get(key);
            return store.put(key, draft(shown(app, all), sent), decided == null ? null : decided.audience())
                    .compose(x -> changes.app(tx, request, key))
                    .compose(x -> store.switches())
                    .map(now -> Reply.json(shown(app, now)));
        });
    }

    /** The same checks as the console's form has. */
    private AppsStore.AppDraft draft(BusinessApp old, BusinessAppChange sent) {
        int position = Objects.requireNonNullElse(sent.position(), old.position());
        boolean enabled = Objects.requireNonNullElse(sent.enabled(), old.enabled());
        boolean hide = Objects.requireNonNullElse(sent.hide_when_empty(), old.hide_when_empty());
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("label", Objects.requireNonNullElse(sent.label(), old.label()))
                .add("icon", Objects.requireNonNullElse(sent.icon(), old.icon()))
                .add("position", Integer.toString(position))
                .add("hide", hide ? "yes" : "")
                .add("enabled", enabled ? "yes" : "");
        return AppsStore.AppDraft.of(new Form(form), old.key().equals(always));
    }
}
