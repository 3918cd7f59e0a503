package dev.atrium.communities.post;

import dev.atrium.kernel.Principal;
import dev.atrium.session.Session;
import dev.atrium.session.Staff;
import dev.atrium.web.Faces;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who writes: a contact, or somebody of the business's staff.
 *
 * @param contact null for staff
 * @param staff null for contacts
 * @param face whose colour and picture stand beside it: the account, or the person of staff
 * @param picture a path of the portal; empty without one
 * @param name what stands there should the person be gone; staff are shown by it
 */
public record Writer(
        Principal by, @Nullable UUID contact, @Nullable UUID staff, String name, UUID face, String picture) {
    private static final int NAME = 200;

    public Writer {
        if ((contact == null) == (staff == null)) throw new IllegalArgumentException("either a contact or staff");
        name = name.length() <= NAME ? name : name.substring(0, NAME);
    }

    /** The signed-in client, or whose program this is. */
    public static Writer of(Principal by, Session session) {
        return new Writer(
                by,
                session.contact(),
                null,
                session.name(),
                session.account(),
                Faces.url(session.account(), session.avatar()));
    }

    public static Writer of(Principal by, Staff staff) {
        return new Writer(by, null, staff.id(), staff.name(), staff.id(), "");
    }

    /** A program of the business, which is shown under the portal's name. */
    public static Writer of(Principal.Business by, String portal) {
        return new Writer(by, null, by.key(), portal, by.key(), "");
    }

    boolean same(Writer other) {
        return Objects.equals(contact, other.contact) && Objects.equals(staff, other.staff);
    }
}
