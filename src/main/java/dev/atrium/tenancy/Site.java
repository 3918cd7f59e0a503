package dev.atrium.tenancy;

/** What answers at a host. */
public sealed interface Site {
    record Portal(Tenant tenant) implements Site {}

    record Console() implements Site {}

    /** A host that a start-up module brought along, such as the demo's mailbox. */
    record Extra(String host) implements Site {}

    /** Nobody's host: status 421, no tenant, no mail, no cookie. */
    record Unknown() implements Site {}
}
