package dev.atrium.team;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Token;
import dev.atrium.session.StaffLanguages;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Words to people of a team, each in the language that they chose for the console; in the business's where they chose none. */
public final class TeamMail {
    private final Hosts hosts;
    private final Origins origins;
    private final Messages messages;
    private final Notifications notifications;

    public TeamMail(Hosts hosts, Origins origins, Messages messages, Notifications notifications) {
        this.hosts = hosts;
        this.origins = origins;
        this.messages = messages;
        this.notifications = notifications;
    }

    /** Where an invitation is taken, at the console's host. */
    public String url(Token token) {
        return origins.ofConsole() + "/invitation/" + token.text();
    }

    /** The link of an invitation to {@code email}. */
    public Future<Void> invite(Tx tx, Tenant tenant, Email email, Role role, Token token) {
        return tell(tx, tenant, Told.INVITED, email, "", role, Map.of("url", url(token)));
    }

    Future<Void> roleChanged(Tx tx, Tenant tenant, Email email, String name, Role role) {
        return tell(tx, tenant, Told.ROLE_CHANGED, email, name, role, Map.of());
    }

    Future<Void> removed(Tx tx, Tenant tenant, Email email, String name) {
        return tell(tx, tenant, Told.REMOVED, email, name, null, Map.of());
    }

    Future<Void> factorsRemoved(Tx tx, Tenant tenant, Email email, String name) {
        return tell(tx, tenant, Told.FACTORS_REMOVED, email, name, null, Map.of());
    }

    Future<Optional<Tenant>> tenant(UUID id) {
        return hosts.tenant(id);
    }

    private Future<Void> tell(
            Tx tx,
            Tenant tenant,
            NotificationType type,
            Email email,
            String name,
            @Nullable Role role,
            Map<String, Object> more) {
        return StaffLanguages.of(tx, email).compose(chosen -> {
            var language = messages.ofStaff(chosen.orElse(tenant.settings().language()));
            Map<String, Object> values = new HashMap<>(more);
            if (role != null) values.put("role", word(language, role));
            return notifications.tell(tx, tenant, Notice.of(type, new Recipient.Staff(email, name, language), values));
        });
    }

    private String word(Locale language, Role role) {
        return messages.get(language, Family.ROLE.key(role.word()));
    }
}
