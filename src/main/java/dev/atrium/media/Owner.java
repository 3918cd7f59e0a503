package dev.atrium.media;

import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose a file is: a client's account, a person of staff (or a program's key), or, where it is neither, the tenant itself. */
record Owner(@Nullable UUID account, @Nullable UUID staff) {
    /** Who acts; nobody else keeps files. */
    static Owner of(Principal principal) {
        return switch (principal) {
            case Principal.Client client -> new Owner(client.account(), null);
            // Looks on, and changes nothing: the web lets no changing request of theirs through.
            case Principal.StaffAsClient seen -> new Owner(seen.account(), null);
            case Principal.Program program -> new Owner(program.account(), null);
            case Principal.Staff person -> new Owner(null, person.staff());
            // What one program began, another of the business neither goes on with nor sees.
            case Principal.Business program -> new Owner(null, program.key());
            // The house, at work for the tenant.
            case Principal.Job job -> new Owner(null, null);
            default -> throw Problem.notFound();
        };
    }

    /** Whether the limits of staff hold. */
    boolean isStaff() {
        return account == null;
    }
}
