package dev.atrium.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One route as it was declared: the router, the OpenAPI document and the tenant-wall test all read it from here.
 * Declared at start, unchanged afterwards.
 */
public final class Route {
    /** A handler: a method that takes the request and gives a reply, later. */
    public interface Handler extends Function<Request, Future<Reply>> {}

    private final Audience audience;
    private final HttpMethod method;
    private final String path;
    private final Handler handler;
    private final Map<String, String> slots = new LinkedHashMap<>();
    private final List<Integer> refusals = new ArrayList<>();
    private String summary = "";
    private @Nullable Handler shows;
    private @Nullable Class<?> takes;
    private @Nullable Class<?> gives;
    private long uploadLimit;
    private boolean landsAnywhere;
    private boolean fromAnywhere;
    private boolean ownEyes;
    private boolean whileViewing;

    Route(Audience audience, HttpMethod method, String path, Handler handler) {
        this.audience = audience;
        this.method = method;
        this.path = path;
        this.handler = handler;
        for (var segment : path.split("/", -1)) {
            if (segment.startsWith(":") && !segment.equals(":slug"))
                slots.put(segment.substring(1), segment.substring(1));
        }
    }

    /** One sentence in the imperative, for the API document. */
    public Route summary(String text) {
        this.summary = text;
        return this;
    }

    /** The page that holds this form: a problem shows it again, with what was typed and the problem's own status. */
    public Route shows(Handler page) {
        this.shows = page;
        return this;
    }

    /** A field of the form or JSON body that names a thing by id; {@code entity} says of which kind, for the wall test. */
    public Route names(String field, String entity) {
        slots.put(field, entity);
        return this;
    }

    /** The record that a JSON body must be, to the letter. */
    public Route takes(Class<?> body) {
        this.takes = body;
        return this;
    }

    /** The record that a 200 answers with. */
    public Route gives(Class<?> body) {
        this.gives = body;
        return this;
    }

    /** Status codes a caller should expect beside success. */
    public Route refuses(int... statuses) {
        for (int status : statuses) refusals.add(status);
        return this;
    }

    /** Accepts one uploaded file of at most {@code bytes}. */
    public Route uploads(long bytes) {
        this.uploadLimit = bytes;
        return this;
    }

    /** A person who signs in may be brought back here. */
    public Route landing() {
        this.landsAnywhere = true;
        return this;
    }

    /**
     * Takes what no page of ours sent, such as a mail program's one-click POST. Whoever declares it must take the proof from
     * the request itself and heed no cookie.
     */
    public Route fromAnywhere() {
        this.fromAnywhere = true;
        return this;
    }

    public boolean isFromAnywhere() {
        return fromAnywhere;
    }

    /** For the person's own eyes: staff who look at the portal as them find no such page. For keys, codes, other accounts. */
    public Route ownEyes() {
        this.ownEyes = true;
        return this;
    }

    /** Staff who look as a client may do this although it changes something: begin and end the looking, and nothing else. */
    public Route whileViewing() {
        this.whileViewing = true;
        return this;
    }

    public boolean isWhileViewing() {
        return whileViewing;
    }

    public boolean isOwnEyes() {
        return ownEyes;
    }

    public Audience audience() {
        return audience;
    }

    public HttpMethod method() {
        return method;
    }

    public String path() {
        return path;
    }

    public Map<String, String> slots() {
        return Map.copyOf(slots);
    }

    public String summary() {
        return summary;
    }

    public @Nullable Class<?> takes() {
        return takes;
    }

    public @Nullable Class<?> gives() {
        return gives;
    }

    public List<Integer> refusals() {
        return List.copyOf(refusals);
    }

    public boolean isApi() {
        return path.startsWith("/api/");
    }

    public boolean changes() {
        return !method.equals(HttpMethod.GET);
    }

    long uploadLimit() {
        return uploadLimit;
    }

    boolean isLanding() {
        return landsAnywhere;
    }

    Handler handler() {
        return handler;
    }

    @Nullable
    Handler page() {
        return shows;
    }
}
