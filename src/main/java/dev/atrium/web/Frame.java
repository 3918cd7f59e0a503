package dev.atrium.web;

import dev.atrium.kernel.Clock;
import dev.atrium.session.Session;
import dev.atrium.session.Staff;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every page shows around its content: tenant, person, apps, flash. */
final class Frame {
    /** The person's own settings lie below it. */
    private static final String ACCOUNT = "/account";

    /** The page itself: its title, language, theme and the nonce of its scripts. */
    record Page(
            String title,
            String lang,
            String dir,
            String theme,
            String nonce,
            String path,
            boolean signedIn,
            String next,
            String language,
            List<Language> languages) {}

    /** One entry of the language menu, in its own words. */
    record Language(String tag, String name, boolean current) {}

    /** The business as the layouts show it. */
    record Brand(
            String name,
            String description,
            boolean showName,
            boolean showDescription,
            BrandAddresses at,
            String ownFont,
            String supportEmail,
            String copyright,
            String termsUrl,
            String privacyUrl,
            String imprintUrl) {
        /** Whether there is anything to say at the end of a page. */
        public boolean hasLegal() {
            return !(supportEmail + copyright + termsUrl + privacyUrl + imprintUrl).isEmpty();
        }
    }

    /** The signed-in person. */
    record Me(
            String name,
            String email,
            String initials,
            int hue,
            String avatarUrl,
            boolean canSwitch,
            String unread,
            String messages,
            String team,
            String communities,
            String bell,
            boolean operator) {}

    /** That staff look at the portal as {@code name}, until when. */
    record View(String name, String staff, java.time.Instant until) {}

    /** One entry of the app switcher. */
    record App(String key, String label, String icon, String url, boolean current) {}

    /** The message that an action left for the next page. */
    record Flash(String kind, String text) {}

    /** A form shown again: what was typed, a sentence per wrong field, one for the whole, and where to confirm who one is. */
    record FormState(Map<String, String> values, Map<String, String> errors, String problem, String confirm) {}

    private final Messages messages;
    private final List<PortalApp> apps;
    private final Assets assets;
    private final Fragments fragments;
    private final Cookies cookies;
    private final Clock clock;
    private final BiFunction<Tenant, Session, String> listening;

    Frame(
            Messages messages,
            List<PortalApp> apps,
            Assets assets,
            Fragments fragments,
            Cookies cookies,
            Clock clock,
            BiFunction<Tenant, Session, String> listening) {
        this.listening = listening;
        this.messages = messages;
        this.apps = apps;
        this.assets = assets;
        this.fragments = fragments;
        this.cookies = cookies;
        this.clock = clock;
    }

    void fill(Request request, Map<String, Object> model, Reply.Page page, String nonce) {
        var language = request.language();
        var session = request.maybeSession().orElse(null);
        model.put("page", head(request, page, nonce, session));
        model.put("nextQuery", nextQuery(request, session));
        model.put("zone", request.zone());
        model.put("now", clock.now());
        if (request.hasTenant()) {
            // Whoever is stuck in a style sheet of their own making finds the page without it.
            boolean styled =
                    request.route().isStyled() && !request.query("safe").equals("1");
            model.put("tenant", brand(request.tenant(), BrandAddresses.live(request.tenant(), styled)));
        }
        if (session != null) {
            model.put("me", me(session));
            // Staff who look as a client hear nothing: what comes live is the client's own.
            if (request.viewing().isEmpty()) model.put("listening", listening.apply(request.tenant(), session));
            putApps(request, session, model);
            Outreach.put(request, session, apps, model);
            if (request.path().startsWith(ACCOUNT)) model.put("settings", request.accountNav());
        }
        request.viewing()
                .ifPresent(viewing ->
                        model.put("view", new View(viewing.session().name(), viewing.staffName(), viewing.endsAt())));
        request.maybeStaff().ifPresent(staff -> model.put("me", me(staff, request.maybeSeat())));
        model.put("form", form(request, model.get("typed"), language));
        var flash = Outreach.flash(request, messages);
        if (flash != null) {
            model.put("flash", flash);
            request.context()
                    .response()
                    .headers()
                    .add("Set-Cookie", cookies.header(new Cookies.Change(Cookies.FLASH, "", 0)));
        }
    }

    /** The little that a page outside all routes knows; the path is left out, since it may name something secret. */
    void fillPlain(Map<String, Object> model, String title, Onlooker onlooker, String nonce) {
        var language = onlooker.language().toLanguageTag();
        var session = onlooker.session();
        var tenant = onlooker.tenant();
        var chosen = session == null
                ? Scheme.of(cookies.read(onlooker.context().request(), Cookies.THEME))
                : session.theme();
        var theme = tenant == null ? chosen : Scheme.of(chosen, tenant);
        model.put(
                "page",
                new Page(
                        title,
                        language,
                        messages.direction(onlooker.language()),
                        theme,
                        nonce,
                        "",
                        session != null,
                        "",
                        "",
                        List.of()));
        model.put("console", onlooker.console());
        onlooker.viewing()
                .ifPresent(viewing ->
                        model.put("view", new View(viewing.session().name(), viewing.staffName(), viewing.endsAt())));
        model.put("now", clock.now());
        model.put("zone", java.time.ZoneOffset.UTC);
        if (tenant != null) model.put("tenant", brand(tenant, BrandAddresses.live(tenant, false)));
    }

    /** A page of a portal as somebody of its staff looks at it before it is published: nobody's, and nothing in it answers. */
    void fillPreview(Request request, Map<String, Object> model, Reply.Preview preview) {
        var tenant = preview.tenant();
        var language = request.language();
        model.put("preview", true);
        model.put(
                "page",
                new Page(
                        messages.get(language, preview.page().title()),
                        language.toLanguageTag(),
                        messages.direction(language),
                        preview.mode(),
                        "",
                        "/",
                        false,
                        "",
                        messages.nameOf(language),
                        languages(messages.languages(tenant), language)));
        model.put("nextQuery", "");
        model.put("zone", tenant.settings().zone());
        model.put("now", clock.now());
        model.put("tenant", brand(tenant, preview.at()));
        model.put(
                "me",
                new Me(
                        preview.person(),
                        "",
                        Faces.initials(preview.person()),
                        4,
                        "",
                        false,
                        "3",
                        "",
                        "",
                        "",
                        "",
                        false));
        model.put("form", new FormState(Map.of(), Map.of(), "", ""));
        var shown = apps.stream()
                .filter(app -> tenant.enabled(app.key()))
                .sorted(Comparator.comparingInt(app -> position(tenant, app)))
                .map(app -> app(tenant, app, "", language))
                .toList();
        model.put("hasApps", !shown.isEmpty());
        var version = new AppsVersion(tenant.reading(), "", Set.of(), Set.of());
        for (var part : Map.of(
                        "appsMenu", "_partials/apps-menu", "appsBar", "_partials/apps-bar", "appTiles", "home/_apps")
                .entrySet())
            model.put(
                    part.getKey(),
                    fragments.get(tenant.id(), part.getValue(), language, "", version, () -> Map.of("apps", shown)));
    }

    private Page head(Request request, Reply.Page page, String nonce, @Nullable Session session) {
        return new Page(
                messages.get(request.language(), page.title()),
                request.language().toLanguageTag(),
                messages.direction(request.language()),
                Scheme.of(request, session),
                nonce,
                request.path(),
                session != null || request.maybeStaff().isPresent(),
                session == null ? request.next() : "",
                messages.nameOf(request.language()),
                languages(request.languages(), request.language()));
    }

    /** For links between the pages before the sign-in, so that whoever was on their way somewhere still gets there. */
    private static String nextQuery(Request request, @Nullable Session session) {
        var next = session == null ? request.next() : "";
        return next.isEmpty() ? "" : "?next=" + Landings.encode(next);
    }

    private List<Language> languages(List<Locale> offered, Locale current) {
        return offered.stream()
                .map(language ->
                        new Language(language.toLanguageTag(), messages.nameOf(language), language.equals(current)))
                .toList();
    }

    private static Brand brand(Tenant tenant, BrandAddresses at) {
        var b = tenant.branding();
        return new Brand(
                b.portalName(),
                b.description(),
                b.showName(),
                b.showDescription(),
                at,
                b.look().font().equals("figtree") ? "" : b.look().font(),
                b.supportEmail(),
                b.copyright(),
                b.termsUrl(),
                b.privacyUrl(),
                b.imprintUrl());
    }

    private static Me me(Session session) {
        return new Me(
                session.name(),
                session.email(),
                Faces.initials(session.name()),
                Faces.hue(session.account()),
                Faces.url(session.account(), session.avatar()),
                session.severalAccounts(),
                Outreach.badge(session.unread().notifications()),
                Outreach.badge(session.unread().messages()),
                Outreach.badge(session.unread().team()),
                Outreach.badge(session.unread().communities()),
                "/notifications",
                false);
    }

    /** The bell is that of the tenant whose desk it is; where there is none, there is no bell. */
    private static Me me(Staff staff, Optional<Staff.Seat> seat) {
        return new Me(
                staff.name(),
                staff.email(),
                Faces.initials(staff.name()),
                Faces.hue(staff.id()),
                "",
                staff.seats().size() > 1,
                seat.map(s -> Outreach.badge(s.unread())).orElse(""),
                "",
                "",
                "",
                seat.map(s -> "/t/" + s.slug() + "/bell").orElse(""),
                staff.operator());
    }

    /** The app switcher, the phone's bar and the tiles of the home page: the same for all clients who see the same. */
    private void putApps(Request request, Session session, Map<String, Object> model) {
        var tenant = request.tenant();
        var version = new AppsVersion(tenant.reading(), current(request.path()), session.audiences(), session.empty());
        model.put("hasApps", hasApps(tenant, session));
        model.put("appsMenu", appPart("_partials/apps-menu", request, session, version));
        model.put("appsBar", appPart("_partials/apps-bar", request, session, version));
        if (request.path().equals("/")) model.put("appTiles", appPart("home/_apps", request, session, version));
    }

    private boolean hasApps(Tenant tenant, Session session) {
        return tenant.navItems().stream().anyMatch(item -> session.sees(item.audience()))
                || apps.stream().anyMatch(app -> shown(tenant, session, app));
    }

    /** Whether the person may enter the app at all, be it that there is nothing in it. */
    static boolean visible(Tenant tenant, Session session, PortalApp app) {
        return tenant.enabled(app.key()) && session.sees(tenant.audience(app.key()));
    }

    private static boolean shown(Tenant tenant, Session session, PortalApp app) {
        return visible(tenant, session, app) && !(session.empty().contains(app.key()) && tenant.hidesWhenEmpty(app));
    }

    private Html appPart(String template, Request request, Session session, AppsVersion version) {
        var tenant = request.tenant();
        return fragments.get(
                tenant.id(),
                template,
                request.language(),
                "",
                version,
                () -> Map.of("apps", apps(tenant, session, version.current(), request.language())));
    }

    /** The audiences stand in it: what one person sees of the apps is shown again only to those who are in the same ones. */
    private record AppsVersion(long reading, String current, Set<UUID> audiences, Set<String> empty) {}

    /** The key of the app that {@code path} lies in; empty where it lies in none. */
    private String current(String path) {
        for (var app : apps) {
            if (path.startsWith(app.root()) || path.equals(app.path())) return app.key();
        }
        return "";
    }

    private List<App> apps(Tenant tenant, Session session, String current, Locale language) {
        var own = apps.stream()
                .filter(app -> shown(tenant, session, app))
                .sorted(Comparator.comparingInt(app -> position(tenant, app)))
                .map(app -> app(tenant, app, current, language));
        var links = tenant.navItems().stream()
                .filter(item -> session.sees(item.audience()))
                .map(item -> new App("link-" + item.id(), item.label(), icon(item), item.url(), false));
        return Stream.concat(own, links).toList();
    }

    /** A tenant's own link may name an icon of its choice; one that we lack must not break the page. */
    private String icon(Tenant.NavItem item) {
        return assets.hasIcon(item.icon()) ? item.icon() : "external-link";
    }

    private static int position(Tenant tenant, PortalApp app) {
        var decided = tenant.switches().get(app.key());
        return decided == null || decided.position() == 0 ? app.position() : decided.position();
    }

    private App app(Tenant tenant, PortalApp app, String current, Locale language) {
        var decided = tenant.switches().get(app.key());
        var label = decided == null || decided.label().isEmpty()
                ? messages.get(language, Family.APP.key(app.key()))
                : decided.label();
        var icon = decided == null || !assets.hasIcon(decided.icon()) ? app.icon() : decided.icon();
        return new App(app.key(), label, icon, app.path(), app.key().equals(current));
    }

    /** {@code prefilled}, a map of texts that the page brings along, gives way to what was typed. */
    private FormState form(Request request, @Nullable Object prefilled, Locale language) {
        var problem = request.problem();
        Map<String, String> typed = new HashMap<>();
        if (prefilled instanceof Map<?, ?> map)
            map.forEach((key, value) -> typed.put(key.toString(), value.toString()));
        typed.putAll(request.typed());
        if (problem == null) return new FormState(typed, Map.of(), "", "");
        var errors = new HashMap<String, String>();
        problem.fields().forEach((field, word) -> errors.put(field, ProblemDetails.say(messages, language, word)));
        return new FormState(
                typed,
                errors,
                ProblemDetails.say(messages, language, problem.word()),
                problem.code().equals(StepUp.CODE) ? StepUp.place(request) : "");
    }
}
