package dev.atrium.tenancy;

import java.util.UUID;

/** What answers at a host. */
public sealed interface Site {
    record Portal(Tenant tenant) implements Site {}

    /** A portal that whoever runs the installation has closed for a while: one neutral page, nothing of the tenant. */
    record Closed(UUID tenant) implements Site {}

    /** A name that the portal once had, or has beside its primary one: it leads to {@code origin}, path and query as they are. */
    record Moved(UUID tenant, String origin) implements Site {}

    record Console() implements Site {}

    /** A host that a start-up module brought along, such as the demo's mailbox. */
    record Extra(String host) implements Site {}

    /** Nobody's host: status 421, no tenant, no mail, no cookie. */
    record Unknown() implements Site {}
}
