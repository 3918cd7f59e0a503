package dev.atrium.kernel;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /** What a link lets its bearer do with the one thing that it opens. */
    enum Right {
        VIEW,
        PAY,
        SIGN;

        /** Whoever may pay or sign a thing may look at it; nothing else follows from anything. */
        public boolean allows(Right wanted) {
            return this == wanted || wanted == VIEW;
        }
    }

    /**
     * Whoever bears a link to one thing. It is no session: it proves nothing but the link.
     *
     * @param object the kind of thing, such as {@code announcement}; {@code objectId} which one
     * @param contact whom the link was made for; null where for anybody
     */
    record ObjectGuest(
            UUID link,
            String object,
            UUID objectId,
            Right right,
            @Nullable UUID contact) implements Principal {
        @Override
        public String kind() {
            return "object-guest";
        }
    }

    /** A person of the tenant's clientele, signed in by a browser session. */
    record Client(UUID account, UUID contact, UUID session) implements Principal {
        @Override
        public String kind() {
            return "client";
        }
    }

    /**
     * A person of the business, signed in on the console host: one global person with one role per tenant.
     *
     * @param role the role in the scope's tenant; empty where no tenant is chosen
     */
    record Staff(UUID staff, String role, UUID session) implements Principal {
        @Override
        public String kind() {
            return "staff";
        }
    }

    /** Staff who look at the portal as one of its clients: they read what the client reads and change nothing. */
    record StaffAsClient(UUID staff, UUID account, UUID contact, UUID session) implements Principal {
        @Override
        public String kind() {
            return "staff-as-client";
        }
    }

    /** A person who runs the installation, signed in on the console host. */
    record Operator(UUID staff, UUID session) implements Principal {
        @Override
        public String kind() {
            return "operator";
        }
    }

    /** A program that holds an access token of a client's account; it may do what {@code scopes} name. */
    record Program(UUID account, UUID contact, UUID session, Set<String> scopes) implements Principal {
        @Override
        public String kind() {
            return "program";
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
