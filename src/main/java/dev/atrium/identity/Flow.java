package dev.atrium.identity;

import dev.atrium.kernel.Email;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get in, of one browser. A sign-up's name and password hash wait here until the address is proven.
 *
 * @param account the account a switch is aimed at, or whose person confirms
 * @param next where to go once in, already checked; empty: the tenant's landing page
 * @param finished whether somebody got in by it; its code and link are worth nothing any more
 * @param shown what the page that waits for the code may say of the address
 */
record Flow(
        UUID id,
        Purpose purpose,
        Email email,
        String fullName,
        @Nullable String passwordHash,
        @Nullable UUID account,
        String next,
        boolean finished,
        Shown shown) {

    /** Whether the address may be shown. Who holds an old link did not type it, and may not be its owner. */
    enum Shown {
        ADDRESS,
        HIDDEN,
        /** There is no address: the link was nobody's, and no mail leaves. */
        NOBODY;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a flow, and a code, is for. A code of one purpose is worth nothing for another. */
    enum Purpose {
        SIGNUP,
        LOGIN,
        SWITCH,
        /** Somebody signed in shows that it is still them. */
        CONFIRM;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Flow signup(UUID id, Email email, String fullName, String passwordHash, String next) {
        return new Flow(id, Purpose.SIGNUP, email, fullName, passwordHash, null, next, false, Shown.ADDRESS);
    }

    static Flow login(UUID id, Email email, String next) {
        return new Flow(id, Purpose.LOGIN, email, "", null, null, next, false, Shown.ADDRESS);
    }

    static Flow switchTo(UUID id, Email email, UUID account) {
        return new Flow(id, Purpose.SWITCH, email, "", null, account, "", false, Shown.ADDRESS);
    }

    static Flow confirm(UUID id, Email email, UUID account, String next) {
        return new Flow(id, Purpose.CONFIRM, email, "", null, account, next, false, Shown.ADDRESS);
    }

    /** The same attempt under another id. */
    Flow anew(UUID id) {
        return new Flow(id, purpose, email, fullName, passwordHash, account, next, finished, shown);
    }

    /** The same attempt, of an address that the page does not tell. */
    Flow shown(Shown other) {
        return new Flow(id, purpose, email, fullName, passwordHash, account, next, finished, other);
    }
}
