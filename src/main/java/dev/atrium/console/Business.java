package dev.atrium.console;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Who the business is: its name for people, and in law.
 *
 * @param address several lines
 * @param currency an ISO 4217 code
 * @param timeZone of its days: due dates, announcements, figures
 * @param language a tag, which clients read who chose none
 * @param languages tags of what clients may choose from, {@code language} among them; empty for every language there is
 * @param version of the row, which a change names that was made from it
 */
public record Business(
        String name,
        String legalName,
        String address,
        String taxId,
        String currency,
        String timeZone,
        String language,
        List<String> languages,
        int version) {
    /** That of the transaction's tenant. */
    public static Future<Business> of(Tx tx) {
        return new BusinessStore(tx).find().map(Optional::orElseThrow);
    }

    /** The same with other languages to choose from. */
    Business offering(List<String> offered) {
        return new Business(name, legalName, address, taxId, currency, timeZone, language, offered, version);
    }

    /** The members that differ in {@code other}, by name; their values are the business's own affair. */
    JsonObject changes(Business other) {
        var changes = new JsonObject();
        if (!name.equals(other.name)) changes.put("name", other.name);
        if (!legalName.equals(other.legalName)) changes.put("legal_name", other.legalName);
        if (!address.equals(other.address)) changes.put("address", other.address);
        if (!taxId.equals(other.taxId)) changes.put("tax_id", other.taxId);
        if (!currency.equals(other.currency)) changes.put("currency", other.currency);
        if (!timeZone.equals(other.timeZone)) changes.put("time_zone", other.timeZone);
        if (!language.equals(other.language)) changes.put("language", other.language);
        if (!languages.equals(other.languages)) changes.put("languages", new JsonArray(other.languages));
        return changes;
    }
}
