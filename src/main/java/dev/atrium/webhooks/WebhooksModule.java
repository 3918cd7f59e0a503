package dev.atrium.webhooks;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Reader;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.outside.OutsideClient;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.WebhookSecret;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The door to outgoing webhooks. */
public final class WebhooksModule {
    public static final List<NotificationType> TYPES = List.of(Aftermath.DISABLED);

    /** They wait for other houses and hold nothing meanwhile. */
    private static final int ENDPOINTS_AT_A_TIME = 64;

    private static final int OF_A_TENANT = 4;

    private final Db db;
    private final OutsideClient outside;
    private final EventKinds kinds;
    private final Webhooks webhooks;
    private final Courier courier;

    public WebhooksModule(
            Db db,
            Clock clock,
            Keys keys,
            Notifications notifications,
            OutsideClient outside,
            FactKinds facts,
            Messages messages) {
        this.db = db;
        this.outside = outside;
        this.kinds = new EventKinds(facts, messages);
        var seal = new Seal(keys);
        this.webhooks = new Webhooks(seal, kinds, clock);
        var aftermath = new Aftermath(notifications);
        this.courier = new Courier(db, clock, seal, outside, aftermath, ENDPOINTS_AT_A_TIME, OF_A_TENANT);
    }

    public void mount(Routes routes) {
        new WebhookRoutes(db, webhooks, outside.rules()).mount(routes);
        new WebhooksApi(db, webhooks, outside.rules()).mount(routes);
    }

    /** What programs can hear of. */
    public EventKinds kinds() {
        return kinds;
    }

    /** Adds an endpoint, with a secret that nobody has seen, and sends it a test event; its id. For demo data. */
    public Future<UUID> add(Tx tx, String url, String description, List<String> events) {
        var draft = EndpointDraft.of(url, description, events, kinds.names(), outside.rules());
        var id = Ids.next();
        return webhooks.make(tx, id, draft, WebhookSecret.random(), "")
                .compose(made -> webhooks.test(tx, id, Ids.next(), ""))
                .map(id);
    }

    /** Every message that its pages ask for at run time. */
    public List<String> words() {
        return HookView.words(kinds);
    }

    /** What queues messages of facts. */
    public Reader reader() {
        return new HookReader(kinds);
    }

    /** What sends them. */
    public Courier courier() {
        return courier;
    }
}
