package dev.atrium.web;

import dev.atrium.kernel.Principal;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
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
        return new Mount(new Audience.Program(scope, app));
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
            boolean console = audience.console();
            if (audience instanceof Audience.Staff && !path.startsWith("/t/:slug")) {
                throw new IllegalArgumentException("a tenant's console route must start with /t/:slug: " + path);
            }
            if (audience instanceof Audience.ObjectGuest link && !path.startsWith(link(link.kind()))) {
                throw new IllegalArgumentException("a link's route must start with " + link(link.kind()) + ": " + path);
            }
            if (audience instanceof Audience.Operator && !path.startsWith("/operator")) {
                throw new IllegalArgumentException("an operator's route must start with /operator: " + path);
            }
            if (!taken.add((console ? "console " : "portal ") + method + " " + path)) {
                throw new IllegalArgumentException("mounted twice: " + method + " " + path);
            }
            var route = new Route(audience, method, path, handler);
            all.add(route);
            return route;
        }

        private static String link(String kind) {
            return kind.isEmpty() ? "/o/:link" : "/o/:link/" + kind + "/";
        }
    }
}
