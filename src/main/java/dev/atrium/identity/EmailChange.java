package dev.atrium.identity;

import dev.atrium.kernel.Email;
import java.util.UUID;

/** An account on its way to another address. */
record EmailChange(UUID id, UUID account, UUID contact, Email from, Email to) {

    /** Which of the two addresses a code is for. */
    enum Side {
        OLD,
        NEW;

        /** As it stands in the database, in forms and in the names of the form's fields. */
        String word() {
            return this == OLD ? "old" : "new";
        }

        /** What the code is bound to beside the address: a sign-in's code is none of these, nor one of these the other. */
        String purpose() {
            return "email_" + word();
        }

        String field() {
            return "code_" + word();
        }

        static Side of(String word) {
            return word.equals("old") ? OLD : NEW;
        }
    }

    Email address(Side side) {
        return side == Side.OLD ? from : to;
    }

    /** How one of the two codes stands; {@code pause} seconds until another may be asked for. */
    record Half(boolean proven, boolean alive, int pause) {}

    /** The change of this session with both of its codes. */
    record Open(EmailChange change, Half old, Half fresh) {
        Half half(Side side) {
            return side == Side.OLD ? old : fresh;
        }
    }
}
