package dev.atrium.demo;

import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import dev.atrium.House;
import dev.atrium.identity.factor.Factors;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Totp;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The authenticator app of those in the demo who have a second factor: one key for all of them, shown beside the mailbox. */
final class DemoAuthenticator {
    private static final byte[] SECRET = "sunlit-harbour-42-00".getBytes(StandardCharsets.US_ASCII);
    private static final int STEP_SECONDS = 30;

    /** A client and somebody of staff, so that both pages of second factors have something to show. */
    static final String CLIENT = "chiara@example.com";

    static final String STAFF = "adam@atrium.example";

    private final Clock clock = new Clock();
    private final Template template;

    DemoAuthenticator() {
        try {
            this.template =
                    new Handlebars(new ClassPathTemplateLoader("/demo/mailbox", ".hbs")).compile("authenticator");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key as apps take it when it is typed. */
    static String key() {
        return Totp.base32(SECRET);
    }

    /** Sets the app up for both, each with recovery codes that nobody has seen. */
    static Future<Void> enrol(House house, UUID tenant) {
        var factors = new Factors(house.keys(), house.clock());
        var sealed = house.keys().seal("totp", SECRET);
        return house.db()
                .write(
                        Scope.job(tenant, "demo"),
                        tx -> new DemoFactorStore(tx)
                                .client(CLIENT, sealed)
                                .compose(owner -> factors.recoveryCodes(tx, owner)))
                .compose(x -> house.db()
                        .write(
                                new Scope(Scope.NO_TENANT, new Principal.Job("demo"), Locale.ENGLISH),
                                tx -> new DemoFactorStore(tx)
                                        .staff(STAFF, sealed)
                                        .compose(owner -> factors.recoveryCodes(tx, owner))))
                .mapEmpty();
    }

    /** The page with the code of this moment. */
    String page() {
        var now = clock.now();
        var digits = Totp.at(SECRET, now).digits();
        try {
            return template.apply(Map.of(
                    "code",
                    digits.substring(0, 3) + " " + digits.substring(3),
                    "left",
                    STEP_SECONDS - Math.floorMod(now.getEpochSecond(), STEP_SECONDS),
                    "key",
                    key(),
                    "people",
                    List.of(CLIENT, STAFF)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
