package dev.atrium.notifications;

import dev.atrium.kernel.Email;
import java.util.Locale;
import java.util.UUID;

/** Whom to tell. */
public sealed interface Recipient {
    /** A client by their portal login. */
    record Account(UUID id) implements Recipient {}

    /** Somebody the business knows; with a login they are told like an account, without one by mail alone. */
    record Contact(UUID id) implements Recipient {}

    /** A person of the business. */
    record Staff(Email email, String name, Locale language) implements Recipient {}

    /** A person of the business by their id, told as they chose; nobody where they do not work there or may not know. */
    record Member(UUID staff) implements Recipient {}

    /** An address that nobody has proven yet; only for types without a choice. */
    record Address(Email email, Locale language) implements Recipient {}
}
