package dev.atrium.notifications;

import dev.atrium.config.Secret;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Hmac;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a mail server, or a script that reads its returned mail, says that a mail came back. It is found by its Message-ID;
 * the word is signed like an outgoing webhook: {@code X-Atrium-Signature: t=<seconds>,v1=<hex of HMAC-SHA256 over
 * "t.body">}, at most five minutes old. Said twice it changes nothing the second time.
 */
final class BounceHook {
    private static final long TOLERANCE_SECONDS = 300;
    private static final int MOST_BYTES = 16 * 1024;
    private static final Pattern SIGNATURE = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
    /** Enhanced status codes (RFC 3463): 4 passes by itself, 5 does not. */
    private static final Pattern FOR_GOOD = Pattern.compile("5\\.[0-9]{1,3}\\.[0-9]{1,3}");

    /**
     * What came back.
     *
     * @param message_id as in the mail's header, with angle brackets
     * @param status the enhanced status code, such as {@code 5.1.1}
     * @param diagnostic what the refusing server said
     */
    public record BounceNotice(String message_id, String status, String diagnostic) {}

    private final Notifications.Parts parts;
    private final Secret secret;
    private final TeamNews team;

    BounceHook(Notifications.Parts parts, Secret secret, TeamNews team) {
        this.team = team;
        this.parts = parts;
        this.secret = secret;
    }

    void mount(Routes routes) {
        routes.consoleGuest()
                .post("/hooks/mail/bounce", this::take)
                .summary("Be told by the mail server that a mail came back")
                .fromAnywhere();
    }

    private Future<Reply> take(Request request) {
        if (secret.isEmpty()) throw Problem.notFound();
        var body = request.body().getBytes();
        if (body.length > MOST_BYTES || !signed(request, body)) return says(401, "signature-invalid");
        BounceNotice notice;
        try {
            notice = request.json(BounceNotice.class);
        } catch (Problem broken) {
            return says(422, broken.code());
        }
        if (!FOR_GOOD.matcher(notice.status()).matches()) return says(200, "ignored");
        var why = notice.status() + " " + notice.diagnostic().replaceAll("\\p{Cntrl}+", " ");
        return MailLogStore.bounced(parts.db(), notice.message_id(), why.strip())
                .compose(found -> found.isEmpty()
                        ? says(200, "unknown")
                        : found.get().changed() ? noted(found.get(), request) : says(200, "known"));
    }

    private boolean signed(Request request, byte[] body) {
        var header = request.header("X-Atrium-Signature");
        var parsed = SIGNATURE.matcher(header == null ? "" : header);
        if (!parsed.matches()) return false;
        long at = Long.parseLong(parsed.group(1));
        if (Math.abs(parts.clock().now().getEpochSecond() - at) > TOLERANCE_SECONDS) return false;
        var head = (parsed.group(1) + ".").getBytes(StandardCharsets.UTF_8);
        return Hmac.same(Hmac.hex(secret.value(), head, body), parsed.group(2));
    }

    private Future<Reply> noted(MailLogStore.Bounce bounce, Request request) {
        return parts.db()
                .write(
                        Scope.job(bounce.tenant(), "bounce"),
                        tx -> Audit.record(tx, "mail.bounced", "mail", bounce.mail(), new JsonObject(), request.ip())
                                .compose(x -> new OutboxStore(tx).kind(bounce.mail()))
                                .compose(kind -> team.mailFailed(tx, kind.orElse(""))))
                .compose(x -> says(200, "noted"));
    }

    private static Future<Reply> says(int status, String word) {
        return Future.succeededFuture(new Reply.Json(status, Map.of("result", word)));
    }
}
