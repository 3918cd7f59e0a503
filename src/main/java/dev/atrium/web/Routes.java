package dev.atrium.web;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The route registry. Closed by default: a route is mounted only through an audience, so that forgetting it does not
 * compile.
 */
public final class Routes {
    private final List<Route> all = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final List<ConsolePlace> places = new ArrayList<>();

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

    public Mount program(String scope, String app) {
        return new Mount(new Audience.Program(scope, app));
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

        public Route patch(String path, Route.Handler handler) {
            return mount(HttpMethod.PATCH, path, handler);
        }

        public Route delete(String path, Route.Handler handler) {
            return mount(HttpMethod.DELETE, path, handler);
        }

        private Route mount(HttpMethod method, String path, Route.Handler handler) {
            boolean console = switch (audience) {
                case Audience.ConsoleGuest g -> true;
                case Audience.AnyStaff s -> true;
                case Audience.Staff s -> true;
                case Audience.Guest g -> false;
                case Audience.Client c -> false;
                case Audience.Program p -> false;
            };
            if (audience instanceof Audience.Staff && !path.startsWith("/t/:slug")) {
                throw new IllegalArgumentException("a tenant's console route must start with /t/:slug: " + path);
            }
            if (!taken.add((console ? "console " : "portal ") + method + " " + path)) {
                throw new IllegalArgumentException("mounted twice: " + method + " " + path);
            }
            var route = new Route(audience, method, path, handler);
            all.add(route);
            return route;
        }
    }
}
