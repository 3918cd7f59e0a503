package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.NotificationsModule;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings, E-mail settings, Sender: whether receivers can tell that the mails are the business's own. */
final class SenderPage {
    private static final int LOOKS_PER_MINUTE = 12;

    /** A record as the page shows it; {@code badge} is empty, {@code good}, {@code warn} or {@code bad}. */
    record Shown(
            String nameId,
            String valueId,
            String title,
            String name,
            String expected,
            List<String> observed,
            String badge,
            String said,
            boolean right) {}

    private final Db db;
    private final SenderRecords records;
    private final Config.Mail config;

    SenderPage(Db db, Dns dns, Config.Mail config) {
        this.db = db;
        this.records = new SenderRecords(dns);
        this.config = config;
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications/sender/dns", this::page)
                .summary("Look up what receivers find of the domain that mails come from");
    }

    /** The count is committed before anybody is asked. */
    private Future<Reply> page(Request request) {
        return db.write(request.scope(), this::counted)
                .compose(sender -> {
                    var from = sender.orElse(new NotificationsModule.Sender(config.from(), config.host(), false));
                    var domain = Email.parse(from.from()).map(Email::domain).orElse("localhost");
                    return records.look(domain, from.server()).map(lines -> show(request, from, domain, lines));
                });
    }

    private Future<Optional<NotificationsModule.Sender>> counted(Tx tx) {
        return RateLimit.take(tx, "sender-look", Duration.ofMinutes(1)).compose(count -> {
            if (count.over(LOOKS_PER_MINUTE))
                throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
            return NotificationsModule.sender(tx);
        });
    }

    private static Reply show(
            Request request, NotificationsModule.Sender sender, String domain, List<SenderRecords.Line> lines) {
        var desk = Desk.of(request);
        var model = desk.model(request);
        model.put("base", desk.path(""));
        model.put("settings", desk.path("/notifications"));
        model.put("tab", "sender");
        model.put("from", sender.from());
        model.put("domain", domain);
        model.put("own", sender.own());
        var shown = new ArrayList<Shown>();
        for (var line : lines) {
            int n = shown.size();
            shown.add(new Shown(
                    "s" + n + "-name",
                    "s" + n + "-value",
                    line.title(),
                    line.name(),
                    line.expected(),
                    line.observed(),
                    switch (line.state()) {
                        case GOOD -> "good";
                        case WARN -> "warn";
                        case BAD -> "bad";
                    },
                    request.say(Family.SENDER_DNS.key(line.word()), line.arg()),
                    line.state() == SenderRecords.State.GOOD));
        }
        model.put("lines", shown);
        return Reply.page("console/sender-dns", Reply.Layout.CONSOLE, "sender-dns.title", model);
    }
}
