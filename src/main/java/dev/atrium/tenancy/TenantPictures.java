package dev.atrium.tenancy;

import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.util.Optional;

/** The pictures of a tenant's branding. Where they lie is the media's matter, so it is they who answer. */
public interface TenantPictures {
    /**
     * The published picture for pages, of {@code logo}, {@code logo-dark}, {@code favicon} or {@code login-image}; empty where
     * there is none.
     *
     * @param side in pixels, 0 for the largest
     */
    Future<Optional<TenantImage>> shown(Scope scope, String kind, int side);

    /** The logo for mails: a PNG or JPEG, since what reads mail knows neither WebP nor SVG; empty where there is none. */
    Future<Optional<TenantImage>> letterhead(Scope scope);
}
