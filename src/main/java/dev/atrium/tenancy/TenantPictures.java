package dev.atrium.tenancy;

import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.util.Optional;

/** The pictures of a tenant's branding. Where they lie is the media's matter, so it is they who answer. */
public interface TenantPictures {
    /** The picture for pages, of {@code logo} or {@code login-image}; empty where there is none. */
    Future<Optional<TenantImage>> shown(Scope scope, String kind);

    /** The logo for mails: a PNG or JPEG, since what reads mail knows neither WebP nor SVG; empty where there is none. */
    Future<Optional<TenantImage>> letterhead(Scope scope);
}
