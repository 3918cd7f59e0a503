package dev.atrium.session;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;

/** In which language a person of staff is written to. */
public final class StaffLanguages {
    private StaffLanguages() {}

    /** What somebody with this address chose for the console; empty where they chose nothing, or are no staff. */
    public static Future<Optional<Locale>> of(Tx tx, Email email) {
        return new StaffReaderStore(tx).language(email.address()).map(StaffLanguages::locale);
    }

    private static Optional<Locale> locale(Optional<String> tag) {
        return tag.filter(text -> !text.isEmpty()).map(Locale::forLanguageTag);
    }
}
