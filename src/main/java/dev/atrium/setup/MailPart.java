package dev.atrium.setup;

import dev.atrium.db.Tx;
import dev.atrium.notifications.Notifications;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What the welcome mail says first. */
final class MailPart implements StarterPart {
    private static final String TYPE = "account.welcome";

    private final Notifications notifications;

    MailPart(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public String key() {
        return "mail";
    }

    @Override
    public List<String> shows(Starter starter, Words words) {
        return List.of(words.of(starter, "mail"));
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        return notifications
                .openWith(tx, TYPE, Locale.forLanguageTag(words.language()), words.of(starter, "mail"))
                .map(made -> made ? new JsonObject().put("language", words.language()) : new JsonObject());
    }

    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        var language = made.getString("language", "");
        return language.isEmpty()
                ? Future.succeededFuture()
                : notifications
                        .ownAgain(tx, TYPE, Locale.forLanguageTag(language))
                        .mapEmpty();
    }
}
