package dev.atrium.web;

import dev.atrium.kernel.Principal;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The route registry. Closed by default: a route is mounted only through an audience, so that forgetting it does not
 * compile.
 */
public final class Routes {
    private final List<Route> all = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final List<ConsolePlace> places = new ArrayList<>();
    private final List<AccountPlace> settings = new ArrayList<>();

    public Mount guest() {
        return new Mount(new Audience.Guest());
    }

    public Mount client(String app) {
        return new Mount(new Audience.Client(app));
    }

    public Mount consoleGuest() {
        return new Mount(new Audience.ConsoleGuest());
    }

    public Mount anyStaff() {
        return new Mount(new Audience.AnyStaff());
    }

    public Mount staff(Permission permission) {
        return new Mount(new Audience.Staff(permission));
    }

    public Mount operator() {
        return new Mount(new Audience.Operator());
    }

    /** Routes that a link to one thing of {@code kind} opens, under {@code /o/:link/kind/…}. */
    public Mount objectGuest(String kind, Principal.Right right) {
        return new Mount(new Audience.ObjectGuest(kind, right));
    }

    public Mount program(String scope, String app) {
        apart(scope, businessScopes());
        return new Mount(new Audience.Program(scope, app));
    }

    public Mount business(String scope) {
        apart(scope, accountScopes());
        return new Mount(new Audience.Business(scope));
    }

    public Mount credential(String app) {
        return new Mount(new Audience.Credential(app));
    }

    /** Every scope that a program of a client's account can be given, in order: what routes ask for, and no more. */
    public SortedSet<String> accountScopes() {
        return scopes(route -> route.audience() instanceof Audience.Program program ? program.scope() : "");
    }

    /** Every scope that a program of the business can be given. */
    public SortedSet<String> businessScopes() {
        return scopes(route -> route.audience() instanceof Audience.Business business ? business.scope() : "");
    }

    /** One word, one meaning: what a client allows for themselves is never what a business allows for everybody. */
    private static void apart(String scope, Set<String> others) {
        if (others.contains(scope)) throw new IllegalArgumentException("the scope is of the other kind: " + scope);
    }

    private SortedSet<String> scopes(Function<Route, String> scope) {
        var scopes = new TreeSet<String>();
        all.forEach(route -> scopes.add(scope.apply(route)));
        scopes.remove("");
        return scopes;
    }

    /** Declares a place of the account's own settings. */
    public void place(AccountPlace place) {
        settings.add(place);
        settings.sort(Comparator.comparingInt(AccountPlace::position));
    }

    /** The places of the account's own settings, in their order. */
    public List<AccountPlace> settings() {
        return List.copyOf(settings);
    }

    /** Declares a place of the console's navigation. */
    public void place(ConsolePlace place) {
        places.add(place);
        places.sort(Comparator.comparingInt(ConsolePlace::position));
    }

    /** The places of the console, in their order. */
    public List<ConsolePlace> places() {
        return List.copyOf(places);
    }

    /** Every route, in the order of declaration. */
    public List<Route> all() {
        return List.copyOf(all);
    }

    /** Routes of one audience. */
    public final class Mount {
        private final Audience audience;

        private Mount(Audience audience) {
            this.audience = audience;
        }

        public Route get(String path, Route.Handler handler) {
            return mount(HttpMethod.GET, path, handler);
        }

        public Route post(String path, Route.Handler handler) {
            return mount(HttpMethod.POST, path, handler);
        }

        /** A change that is one transaction. */
        public Route post(String path, Route.Act act) {
            return mount(HttpMethod.POST, path, act);
        }

        public Route patch(String path, Route.Act act) {
            return mount(HttpMethod.PATCH, path, act);
        }

        public Route patch(String path, Route.Handler handler) {
            return mount(HttpMethod.PATCH, path, handler);
        }

        /** The whole thing in the place of what it was. */
        public Route put(String path, Route.Act act) {
            return mount(HttpMethod.PUT, path, act);
        }

        public Route delete(String path, Route.Handler handler) {
            return mount(HttpMethod.DELETE, path, handler);
        }

        private Route mount(HttpMethod method, String path, Route.Handler handler) {
            return mount(new Route(audience, method, path, handler, null));
        }

        private Route mount(HttpMethod method, String path, Route.Act act) {
            return mount(new Route(audience, method, path, request -> request.inOneTransaction(act), act));
        }

        private Route mount(Route route) {
            var path = route.path();
            if (audience instanceof Audience.Staff && !path.startsWith("/t/:slug")) {
                throw new IllegalArgumentException("a tenant's console route must start with /t/:slug: " + path);
            }
            if (audience instanceof Audience.ObjectGuest link && !path.startsWith(link(link.kind()))) {
                throw new IllegalArgumentException("a link's route must start with " + link(link.kind()) + ": " + path);
            }
            if (audience instanceof Audience.Operator && !path.startsWith("/operator")) {
                throw new IllegalArgumentException("an operator's route must start with /operator: " + path);
            }
            if (!taken.add((audience.console() ? "console " : "portal ") + route.method() + " " + path)) {
                throw new IllegalArgumentException("mounted twice: " + route.method() + " " + path);
            }
            all.add(route);
            return route;
        }

        private static String link(String kind) {
            return kind.isEmpty() ? "/o/:link" : "/o/:link/" + kind + "/";
        }
    }
}
