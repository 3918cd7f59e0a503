package dev.atrium.home;

import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;

/** Tells a page of others, in its frame, who looks at it: a signed token that it can check by itself. */
public interface ClientTokens {
    /**
     * A JWT (RFC 7519) of the algorithm ES256, good for five minutes, for {@code audience} alone; the public keys stand at
     * {@code /.well-known/jwks.json} of the portal.
     *
     * @param audience the origin of the page
     */
    String of(Tenant tenant, Session session, String audience);
}
