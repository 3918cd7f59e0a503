package dev.atrium.communities.moderation;

import dev.atrium.communities.Sanctions;
import dev.atrium.kernel.Principal;
import dev.atrium.web.Request;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who decides: a member who moderates, or the business.
 *
 * @param contact null for the business
 * @param staff null for members and programs
 * @param group the one group whose queue they stand before; null: all of the business
 */
record Judge(
        @Nullable UUID contact,
        @Nullable UUID staff,
        String name,
        String ip,
        @Nullable UUID group) {
    static Judge member(Request request, UUID group) {
        var session = request.session();
        return new Judge(session.contact(), null, session.name(), request.ip(), group);
    }

    static Judge staff(Request request, @Nullable UUID group) {
        var staff = request.staff();
        return new Judge(null, staff.id(), staff.name(), request.ip(), group);
    }

    static Judge program(Request request, @Nullable UUID group) {
        var kind = request.scope().principal() instanceof Principal.Business business ? business.kind() : "program";
        return new Judge(null, null, kind, request.ip(), group);
    }

    Sanctions.By by() {
        return new Sanctions.By(contact, staff, name, ip);
    }
}
