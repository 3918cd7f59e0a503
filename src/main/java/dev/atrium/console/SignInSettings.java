package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant.Mfa;
import dev.atrium.tenancy.Tenant.SignupMode;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings > Sign-in: who may sign up, magic links, and how much proof is asked for. */
public final class SignInSettings {
    private static final String PATH = "/t/:slug/settings/sign-in";

    /** One of several to choose. */
    record Choice(String id, String label, String lead, boolean selected) {}

    private final Db db;
    private final Hosts hosts;
    private final Sessions sessions;

    public SignInSettings(Db db, Hosts hosts, Sessions sessions) {
        this.db = db;
        this.hosts = hosts;
        this.sessions = sessions;
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("sign-in", "shield-check", "/settings/sign-in", 810, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(PATH, this::page).summary("Show how clients sign up and in");
        settings.post(PATH, this::save)
                .summary("Change how clients sign up and in")
                .fresh()
                .shows(this::page);
        new SignInSettingsApi(db, this).mount(routes);
    }

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), tx -> {
            var store = new SignInPolicyStore(tx);
            var policy = store.find();
            var figures = store.figures();
            return Future.all(policy, figures)
                    .map(x -> Desk.page(
                            request,
                            "console/sign-in",
                            "console.sign-in.title",
                            model(request, policy.result(), figures.result())));
        });
    }

    private static Map<String, Object> model(Request request, SignInPolicy policy, SignInPolicyStore.Figures figures) {
        Map<String, Object> model = new HashMap<>();
        var mode = request.failed() ? request.form().text("signup_mode") : SignInPolicy.word(policy.signupMode());
        var mfa = request.failed() ? request.form().text("mfa") : SignInPolicy.word(policy.mfa());
        model.put(
                "modes",
                Stream.of(SignupMode.values()).map(m -> mode(request, m, mode)).toList());
        model.put(
                "policies",
                Stream.of(Mfa.values()).map(m -> mfa(request, m, mfa)).toList());
        model.put("duplicates", ticked(request, "allow_duplicate_contacts", policy.allowDuplicateContacts()));
        model.put("magic", ticked(request, "magic_links", policy.magicLinks()));
        model.put("magicNow", policy.magicLinks());
        model.put("version", request.failed() ? request.form().text("version") : Integer.toString(policy.version()));
        model.put("figures", figures);
        if (request.failed("settings-changed")) model.put("saved", saved(request, policy));
        return model;
    }

    private static boolean ticked(Request request, String field, boolean now) {
        return request.failed() ? !request.form().text(field).isEmpty() : now;
    }

    /** What somebody else saved meanwhile, in words. */
    private static List<String> saved(Request request, SignInPolicy policy) {
        return List.of(
                mode(request, policy.signupMode(), "").label(),
                request.say(
                        policy.allowDuplicateContacts()
                                ? "console.sign-in.duplicates.on"
                                : "console.sign-in.duplicates.off"),
                request.say(policy.magicLinks() ? "console.sign-in.magic.on" : "console.sign-in.magic.off"),
                mfa(request, policy.mfa(), "").label());
    }

    private static Choice mode(Request request, SignupMode mode, String chosen) {
        var id = SignInPolicy.word(mode);
        return switch (mode) {
            case OPEN -> choice(request, id, "console.sign-in.mode.open", "console.sign-in.mode.open.lead", chosen);
            case INVITE_ONLY ->
                choice(request, id, "console.sign-in.mode.invite", "console.sign-in.mode.invite.lead", chosen);
            case APPROVAL ->
                choice(request, id, "console.sign-in.mode.approval", "console.sign-in.mode.approval.lead", chosen);
        };
    }

    private static Choice mfa(Request request, Mfa mfa, String chosen) {
        var id = SignInPolicy.word(mfa);
        return switch (mfa) {
            case OFF -> choice(request, id, "console.sign-in.mfa.off", "console.sign-in.mfa.off.lead", chosen);
            case OPTIONAL ->
                choice(request, id, "console.sign-in.mfa.optional", "console.sign-in.mfa.optional.lead", chosen);
            case REQUIRED_FOR_BILLING ->
                choice(request, id, "console.sign-in.mfa.billing", "console.sign-in.mfa.billing.lead", chosen);
            case REQUIRED ->
                choice(request, id, "console.sign-in.mfa.required", "console.sign-in.mfa.required.lead", chosen);
        };
    }

    private static Choice choice(Request request, String id, String label, String lead, String chosen) {
        return new Choice(id, request.say(label), request.say(lead), id.equals(chosen));
    }

    private Future<Reply> save(Request request) {
        var form = request.form();
        var wanted = new SignInPolicy(
                SignInPolicy.known(SignInPolicy.signupMode(form.text("signup_mode")), "signup_mode"),
                !form.text("allow_duplicate_contacts").isEmpty(),
                !form.text("magic_links").isEmpty(),
                SignInPolicy.known(SignInPolicy.mfa(form.text("mfa")), "mfa"),
                form.number("version"));
        return db.write(
                        request.scope(),
                        tx -> new SignInPolicyStore(tx).lock().compose(old -> {
                            if (old.version() != wanted.version()) throw Problem.of(409, "settings-changed");
                            return change(tx, request, old, wanted);
                        }))
                .map(x -> Desk.of(request).done("/settings/sign-in", "sign-in-saved"));
    }

    /** Keeps it, says in the audit what was and what is, and lets every node read anew. What is as it was changes nothing. */
    Future<Void> change(Tx tx, Request request, SignInPolicy old, SignInPolicy wanted) {
        var changes = old.changes(wanted);
        if (changes.isEmpty()) return Future.succeededFuture();
        return new SignInPolicyStore(tx).change(wanted).compose(changed -> {
            if (!changed) throw Problem.of(409, "settings-changed");
            hosts.changed(tx);
            sessions.refreshAll(tx);
            return Audit.record(tx, "settings.sign-in-changed", "tenant", tx.tenant(), changes, request.ip());
        });
    }
}
