package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Where a group is run from: its own pages, by those of its members who may, or the console, by staff. The same acts and forms
 * stand on both.
 */
interface Ground {
    /** A group and who acts on it. */
    record Stand(Group group, Hand hand) {}

    /** The routes of reading, and of changing. */
    Routes.Mount mount(Routes routes);

    /** What every address below begins with, the group's slot included. */
    String root();

    /** What the slot of {@code entity} names here, for the wall test. */
    String slot(String entity);

    Scope scope(Request request);

    Future<Tenant> tenant(Request request);

    /** The group that the address names, where whoever asks may run or moderate something of it. */
    Future<Stand> stand(Tx tx, Request request);

    /** A page, in the frame of this ground; {@code part} is the name of what stands on it. */
    Future<Reply> page(Tx tx, Request request, Stand stand, String part, Map<String, Object> model);

    /** Back to a page below the group with a word on what was done. */
    Reply done(Stand stand, Request request, String rest, String word);

    /** Back to the group's people, or to one of them. */
    Reply toPeople(Stand stand, Request request, String rest, String word);

    /** Where a group that is gone leads. */
    Reply gone(Request request, String word);
}
