package dev.atrium.api;

import dev.atrium.db.Db;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The account's keys for programs: to look at and to end, such as by a program that is uninstalled. Made they are only by a
 * person on a page, since a key that could make keys would outlive its revocation.
 */
final class KeyApi {
    /** A key without its secret. */
    public record KeyItem(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant created_at,
            Instant expires_at,
            @Nullable Instant last_used_at,
            @Nullable Instant revoked_at) {}

    /** A list and no more: the newest hundred. */
    public record KeyList(List<KeyItem> items) {}

    private static final KeyList KEYS = new KeyList(List.of(new KeyItem(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "Calendar sync",
            "atr_acct_7Hk2pQ",
            List.of("profile:read"),
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2027-01-30T09:00:00Z"),
            null,
            null)));

    private final Db db;

    KeyApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.program("keys:read", PortalApp.ACCOUNT)
                .get("/api/v1/keys", this::list)
                .summary("List the account's keys")
                .gives(KeyList.class, KEYS);
        routes.program("keys:write", PortalApp.ACCOUNT)
                .delete("/api/v1/keys/:key", this::revoke)
                .summary("Revoke a key of the account")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var account = request.session().account();
        return db.read(request.scope(), tx -> new ApiKeyStore(tx).list(account))
                .map(keys ->
                        Reply.json(new KeyList(keys.stream().map(KeyApi::item).toList())));
    }

    private static KeyItem item(ApiKey key) {
        return new KeyItem(
                key.id(),
                key.name(),
                key.prefix(),
                key.scopes(),
                key.created(),
                key.expires(),
                key.lastUsed(),
                key.revoked());
    }

    private Future<Reply> revoke(Request request) {
        var account = request.session().account();
        var key = request.id("key");
        return db.write(request.scope(), tx -> KeyRoutes.revoke(tx, account, key, request))
                .map(Reply.empty());
    }
}
