package dev.atrium.web;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One route as it was declared: the router, the OpenAPI document and the tenant-wall test all read it from here.
 * Declared at start, unchanged afterwards.
 */
public final class Route {
    /** A handler: a method that takes the request and gives a reply, later. */
    public interface Handler extends Function<Request, Future<Reply>> {}

    /** A handler whose whole effect happens in the one transaction it is given. */
    public interface Act extends BiFunction<Request, Tx, Future<Reply>> {}

    private final Audience audience;
    private final HttpMethod method;
    private final String path;
    private final String[] segments;
    private final Handler handler;
    private final @Nullable Act act;
    private final Map<String, String> slots = new LinkedHashMap<>();
    private final List<Integer> refusals = new ArrayList<>();
    private final ApiTraits traits = new ApiTraits();
    private String summary = "";
    private @Nullable Handler shows;
    private boolean script;
    private String bytes = "";
    private long uploadLimit;
    private boolean longForm;
    private boolean landsAnywhere;
    private boolean streams;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean fromAnywhere;
    private boolean ownEyes;
    private boolean whileViewing;
    private boolean fresh;
    private boolean beforeFactor;
    private boolean billing;
    private boolean bare;

    Route(Audience audience, HttpMethod method, String path, Handler handler, @Nullable Act act) {
        this.audience = audience;
        this.method = method;
        this.path = path;
        this.segments = path.split("/", -1);
        this.handler = handler;
        this.act = act;
        for (var segment : segments) {
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
        traits.takes = new ApiTraits.Body(body, null, true);
        return this;
    }

    /** The same, and one as the API document shows it. */
    public <T> Route takes(Class<T> body, T example) {
        traits.takes = new ApiTraits.Body(body, example, true);
        return this;
    }

    /** The same where the body may be left out altogether. */
    public <T> Route mayTake(Class<T> body, T example) {
        traits.takes = new ApiTraits.Body(body, example, false);
        return this;
    }

    /** The record that a 200 answers with. */
    public Route gives(Class<?> body) {
        traits.gives = new ApiTraits.Body(body, null, true);
        return this;
    }

    /** A 200 answers with bytes of this media type. */
    public Route givesBytes(String mediaType) {
        this.bytes = mediaType;
        return this;
    }

    /** Success is a 303 whose Location leads to what was asked for. */
    public Route leads() {
        traits.leads = true;
        return this;
    }

    /** The same, and one as the API document shows it. */
    public <T> Route gives(Class<T> body, T example) {
        traits.gives = new ApiTraits.Body(body, example, true);
        return this;
    }

    /** The same for a 201, whose Location names what was made. */
    public <T> Route creates(Class<T> body, T example) {
        traits.creates = true;
        return gives(body, example);
    }

    /** Status codes a caller should expect beside success. */
    public Route refuses(int... statuses) {
        for (int status : statuses) refusals.add(status);
        return this;
    }

    /** A list, given out page by page: {@code cursor} and {@code limit} in the query, {@code Link} in the answer. */
    public Route pages() {
        traits.pages = true;
        return this;
    }

    /** A further parameter of the query string, and what it narrows. */
    public Route query(String name, String meaning) {
        traits.queries.put(name, meaning);
        return this;
    }

    /**
     * A single thing with a version: answers carry an ETag, and a change must say by If-Match which version it was made
     * for: 428 without (RFC 6585), 412 for another than the present one (RFC 9110, section 13.1.1).
     */
    public Route versioned() {
        traits.versioned = true;
        return this;
    }

    /**
     * A change that may carry an Idempotency-Key: however often it is sent, its effect happens once and its answer is the
     * same bytes. Only for an {@link Act}, since the key is taken in the transaction of the effect.
     */
    public Route idempotent() {
        if (act == null) throw new IllegalArgumentException("not one transaction: " + method + " " + path);
        traits.idempotent = true;
        return this;
    }

    /** On its way out: answers say since when, until when, and where the successor is described. */
    public Route deprecated(Deprecation deprecation) {
        traits.deprecation = deprecation;
        return this;
    }

    /** Accepts one uploaded file of at most {@code bytes}. */
    public Route uploads(long bytes) {
        this.uploadLimit = bytes;
        return this;
    }

    /** The form has fields of tens of thousands of characters, each of which may take nine bytes on its way. */
    public Route longForm() {
        this.longForm = true;
        return this;
    }

    /** The body is not read ahead: the handler takes it from {@link Request#stream()} as it comes, however long it is. */
    public Route streams() {
        this.streams = true;
        return this;
    }

    /** A header that the request must carry, for the API document. */
    public Route header(String name, String meaning) {
        headers.put(name, meaning);
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

    /**
     * Asks for a proof of the person that is at most 15 minutes old: whoever comes with an older one is sent to confirm and comes
     * back; a form is shown again with what was typed. For what cannot be taken back.
     */
    public Route fresh() {
        switch (audience) {
            case Audience.Client c -> {}
            case Audience.Program p -> {}
            case Audience.AnyStaff s -> {}
            case Audience.Staff s -> {}
            case Audience.Operator o -> {}
            default -> throw new IllegalArgumentException("nobody who could confirm: " + method + " " + path);
        }
        this.fresh = true;
        return this;
    }

    /** Open to somebody who must set up a second factor first, where the business asks everybody for one. */
    public Route beforeFactor() {
        this.beforeFactor = true;
        return this;
    }

    public boolean isBeforeFactor() {
        return beforeFactor;
    }

    /** About money: where the business asks for a second factor before billing, it is asked for here. */
    public Route billing() {
        this.billing = true;
        return this;
    }

    /**
     * Without the business's own style sheet: where somebody chooses who they are, pays or signs, nothing may be drawn over what
     * the page says.
     */
    public Route bare() {
        this.bare = true;
        return this;
    }

    /** Whether the business's own style sheet stands on its pages: never at the console, about money, or by a link to pay or sign. */
    public boolean isStyled() {
        boolean acts = audience instanceof Audience.ObjectGuest guest && guest.right() != Principal.Right.VIEW;
        return !bare && !billing && !acts && !audience.console();
    }

    public boolean isBilling() {
        return billing;
    }

    public boolean isFresh() {
        return fresh;
    }

    public boolean isWhileViewing() {
        return whileViewing;
    }

    public boolean isOwnEyes() {
        return ownEyes || (fresh && !changes());
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

    /** What the API document, and the API itself, know beside all this. */
    public ApiTraits traits() {
        return traits;
    }

    public @Nullable Class<?> takes() {
        return traits.takes().map(ApiTraits.Body::type).orElse(null);
    }

    public @Nullable Class<?> gives() {
        return traits.gives().map(ApiTraits.Body::type).orElse(null);
    }

    /** The media type of the bytes that a 200 answers with; empty where it is JSON or nothing. */
    public String bytes() {
        return bytes;
    }

    public List<Integer> refusals() {
        return List.copyOf(refusals);
    }

    /** What a page's own script asks: a refusal is problem details, in the reader's language, and no page. */
    public Route ofScript() {
        script = true;
        return this;
    }

    boolean isOfScript() {
        return script;
    }

    public boolean isApi() {
        return PortalRouter.ofPrograms(path);
    }

    public boolean changes() {
        return !method.equals(HttpMethod.GET);
    }

    /** Whether a request for {@code asked}, with the right method, comes here. */
    boolean answers(String asked) {
        var parts = asked.split("/", -1);
        if (parts.length != segments.length) return false;
        for (int i = 0; i < parts.length; i++) {
            if (segments[i].startsWith(":") ? parts[i].isEmpty() : !segments[i].equals(parts[i])) return false;
        }
        return true;
    }

    public boolean isStreaming() {
        return streams;
    }

    public Map<String, String> headers() {
        return new LinkedHashMap<>(headers);
    }

    boolean hasLongForm() {
        return longForm;
    }

    long uploadLimit() {
        return uploadLimit;
    }

    boolean isLanding() {
        // Whoever was sent away to confirm comes back.
        return landsAnywhere || (fresh && !changes());
    }

    Handler handler() {
        return handler;
    }

    @Nullable
    Act act() {
        return act;
    }

    @Nullable
    Handler page() {
        return shows;
    }
}
