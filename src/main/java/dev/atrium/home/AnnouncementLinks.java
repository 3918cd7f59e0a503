package dev.atrium.home;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.objectlink.ObjectKind;
import dev.atrium.objectlink.ObjectLink;
import dev.atrium.objectlink.ObjectLinks;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Staff share one announcement with people who have no account, and take that back. */
final class AnnouncementLinks {
    static final String KIND = "announcement";
    private static final List<Integer> DAYS = List.of(7, 30, 90, 365);

    /** A choice of the form. */
    record Option(String id, String label, boolean selected) {}

    /** A link as the list shows it. */
    record Row(
            UUID id,
            String contact,
            String state,
            String badge,
            boolean alive,
            Instant created,
            Instant expires,
            long uses,
            @Nullable Instant lastUsed) {}

    private final Db db;
    private final Hosts hosts;
    private final ObjectLinks links;

    AnnouncementLinks(Db db, Hosts hosts, ObjectLinks links) {
        this.db = db;
        this.hosts = hosts;
        this.links = links;
    }

    void mount(Routes routes) {
        links.register(new ObjectKind(KIND, Set.of(Principal.Right.VIEW), this::shared));
        var staff = "/t/:slug/announcements";
        routes.staff(Permission.CONTENT)
                .get(staff + "/:announcement/links", this::page)
                .summary("List the links to an announcement");
        routes.staff(Permission.CONTENT)
                .post(staff + "/:announcement/links", this::create)
                .summary("Make a link to an announcement")
                .shows(this::page);
        routes.staff(Permission.CONTENT)
                .post(staff + "/:announcement/links/revoke", this::revoke)
                .summary("Revoke a link to an announcement")
                .names("id", "object-link")
                .shows(this::page);
    }

    /** What the bearer of a link sees: the one announcement, in the business's own colours. */
    private Future<Optional<Reply>> shared(Request request, Principal.ObjectGuest guest) {
        return db.read(request.scope(), tx -> new AnnouncementStore(tx).published(guest.objectId()))
                .map(found -> found.map(announcement -> Reply.page(
                        "home/shared",
                        Reply.Layout.PLAIN,
                        "home.shared.title",
                        Map.of("announcement", HomeModule.Card.of(announcement, false)))));
    }

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), tx -> show(tx, request, ""));
    }

    private static Future<Reply> show(Tx tx, Request request, String made) {
        var id = request.id("announcement");
        var announcement = new AnnouncementStore(tx).written(id);
        var open = new AnnouncementStore(tx).published(id);
        var all = ObjectLinks.list(tx, KIND, id);
        return Future.all(announcement, open, all).map(x -> {
            Map<String, Object> model = new HashMap<>();
            model.put("announcement", announcement.result().orElseThrow(Problem::notFound));
            model.put("open", open.result().isPresent());
            model.put(
                    "links",
                    all.result().stream().map(link -> row(request, link)).toList());
            model.put("made", made);
            model.put("base", "/t/" + request.seat().slug() + "/announcements");
            model.put("days", days(request));
            return Desk.page(request, "home/links", "links.title", model);
        });
    }

    private static List<Option> days(Request request) {
        return DAYS.stream()
                .map(days -> new Option(days.toString(), request.say("links.days", days), days == 30))
                .toList();
    }

    private static Row row(Request request, ObjectLink link) {
        var state = link.state().name().toLowerCase(Locale.ROOT);
        boolean alive = link.state() == ObjectLink.State.ALIVE;
        return new Row(
                link.id(),
                link.contactName(),
                request.say(Family.LINK_STATE.key(state)),
                alive ? "good" : "",
                alive,
                link.createdAt(),
                link.expiresAt(),
                link.uses(),
                link.lastUsedAt());
    }

    private Future<Reply> create(Request request) {
        var id = request.id("announcement");
        var days = DAYS.stream()
                .filter(known -> known.toString().equals(request.form().text("days")))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("days", "links-days"));
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(request.scope(), tx -> make(tx, request, tenant, id, days)));
    }

    /** The address is shown on this very page and never again, so the page answers the form instead of a redirect. */
    private Future<Reply> make(Tx tx, Request request, Tenant tenant, UUID id, int days) {
        return new AnnouncementStore(tx)
                .written(id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(x -> contact(tx, request.form().text("email")))
                .compose(contact -> links.create(
                        tx, tenant, KIND, id, Principal.Right.VIEW, contact.orElse(null), Duration.ofDays(days)))
                .compose(url -> show(tx, request, url));
    }

    private static Future<Optional<UUID>> contact(Tx tx, String email) {
        if (email.isEmpty()) return Future.succeededFuture(Optional.empty());
        return new AnnouncementStore(tx).contact(email.toLowerCase(Locale.ROOT)).map(found -> {
            if (found.isEmpty()) throw Problem.invalid("email", "contact-unknown");
            return found;
        });
    }

    private Future<Reply> revoke(Request request) {
        var announcement = request.id("announcement");
        var link = request.form().id("id");
        return db.write(request.scope(), tx -> ObjectLinks.revoke(tx, KIND, announcement, link))
                .map(revoked -> {
                    if (!revoked) throw Problem.notFound();
                    return Reply.redirect("/t/" + request.seat().slug() + "/announcements/" + announcement + "/links")
                            .with(new Cookies.Change(Cookies.FLASH, "link-revoked", 60));
                });
    }
}
