package dev.atrium.kernel;

import java.util.Set;
import java.util.UUID;

/** Who acts. Every {@link Scope} carries exactly one. */
public sealed interface Principal {

    /** The word that audit lines and logs use. */
    String kind();

    /** Nobody has been proven yet. */
    record Guest() implements Principal {
        @Override
        public String kind() {
            return "guest";
        }
    }

    /** A person of the tenant's clientele, signed in by a browser session. */
    record Client(UUID account, UUID contact, UUID session) implements Principal {
        @Override
        public String kind() {
            return "client";
        }
    }

    /** A person of the business, signed in on the console host. */
    record Staff(UUID staff, String role, UUID session) implements Principal {
        @Override
        public String kind() {
            return "staff";
        }
    }

    /**
     * A program that acts for a client's account, by an access token or a key; it may do what {@code scopes} name.
     *
     * @param session the session, or the key, that its rights end with
     */
    record Program(UUID account, UUID contact, UUID session, Set<String> scopes) implements Principal {
        @Override
        public String kind() {
            return "program";
        }
    }

    /** A program of the business itself, by a key of the tenant; it is nobody's account and may do what {@code scopes} name. */
    record Business(UUID key, Set<String> scopes) implements Principal {
        @Override
        public String kind() {
            return "business";
        }
    }

    /** The server itself, in the background. */
    record Job(String name) implements Principal {
        @Override
        public String kind() {
            return "job";
        }
    }
}
