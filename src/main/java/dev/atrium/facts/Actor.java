package dev.atrium.facts;

import dev.atrium.kernel.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who did it, as audit lines and facts say it. */
final class Actor {
    private Actor() {}

    /** The client who did it, or who the link was for; null where it was none. */
    static @Nullable UUID contact(Principal principal) {
        return switch (principal) {
            case Principal.ObjectGuest o -> o.contact();
            case Principal.Client c -> c.contact();
            case Principal.StaffAsClient v -> v.contact();
            case Principal.Program p -> p.contact();
            case Principal.Guest g -> null;
            case Principal.Staff s -> null;
            case Principal.Operator o -> null;
            case Principal.Business b -> null;
            case Principal.Job j -> null;
        };
    }

    /** The account or person of staff; null where there is none. */
    static @Nullable UUID id(Principal principal) {
        return switch (principal) {
            case Principal.Guest g -> null;
            // Whoever bears a link is known only where the link was made for somebody.
            case Principal.ObjectGuest o -> o.contact();
            case Principal.Client c -> c.account();
            case Principal.Staff s -> s.staff();
            case Principal.StaffAsClient v -> v.staff();
            case Principal.Operator o -> o.staff();
            case Principal.Program p -> p.account();
            case Principal.Business b -> b.key();
            case Principal.Job j -> null;
        };
    }
}
