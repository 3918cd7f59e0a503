package dev.atrium.session;

import dev.atrium.kernel.Principal;
import java.time.Instant;

/**
 * A person of staff who looks at the portal as one of its clients.
 *
 * @param session what pages show of the client's account; its proof says that the client is not here
 * @param role the person's role in the tenant now
 */
public record Viewing(
        Session session, Principal.StaffAsClient principal, String staffName, String role, Instant endsAt) {}
