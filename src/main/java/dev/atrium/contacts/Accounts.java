package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.UUID;

/** What the console asks of accounts, which are kept above this package. */
public interface Accounts {
    /**
     * Moves the account of {@code contact}, where it has one, to {@code to} in the caller's transaction: its sessions end
     * and both addresses are told. Fails with {@code email-has-account} at the field {@code email} where the address has
     * an account already and the business allows one only.
     *
     * @param language of the mail to the address that is left
     */
    Future<Void> move(Tx tx, Tenant tenant, UUID contact, Email to, Locale language, String ip);

    /**
     * Closes the account of one contact in favour of that of another, who is the same person, in the caller's transaction:
     * its ways in end at once, its files go over, and both addresses are told. The caller holds both contacts and sees that
     * each has an account.
     *
     * @param language of the mail to the address whose account is closed
     * @return what went over and what ended, table by table
     */
    Future<JsonObject> join(Tx tx, Tenant tenant, UUID stays, UUID closes, Locale language, String ip);
}
