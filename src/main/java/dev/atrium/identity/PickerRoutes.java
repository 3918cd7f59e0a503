package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.web.Cookies;
import dev.atrium.web.Faces;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Choosing among the accounts of one address: after a proof by ticket, and later by the switcher. */
final class PickerRoutes {
    /** One account to choose. */
    record Choice(
            UUID id,
            String name,
            Instant created,
            @Nullable Instant lastSeen,
            String initials,
            int hue,
            boolean current) {
        static Choice of(Account account, @Nullable UUID current) {
            return new Choice(
                    account.id(),
                    account.name(),
                    account.createdAt(),
                    account.lastSeenAt(),
                    Faces.initials(account.name()),
                    Faces.hue(account.id()),
                    account.id().equals(current));
        }
    }

    private final Identity identity;
    private final Entry entry;
    private final SignupRoutes flows;

    PickerRoutes(Identity identity, Entry entry, SignupRoutes flows) {
        this.identity = identity;
        this.entry = entry;
        this.flows = flows;
    }

    void mount(Routes routes, String app) {
        routes.guest().get("/login/accounts", this::picker).summary("Show the accounts that a proof covers");
        routes.guest()
                .post("/login/accounts", this::pick)
                .summary("Choose one of them")
                .names("account", "account")
                .shows(this::picker);
        routes.client(app)
                .get("/account/switch", this::switcher)
                .summary("Show the accounts to switch to")
                .ownEyes()
                .landing();
        routes.client(app)
                .post("/account/switch", this::change)
                .summary("Switch to another account of the address")
                .names("account", "account")
                .shows(this::switcher);
    }

    private Future<Reply> picker(Request request) {
        return ticket(request)
                .map(accounts -> accounts.isEmpty()
                        ? expired(request)
                        : Reply.page(
                                "identity/accounts",
                                Reply.Layout.ENTRY,
                                "entry.accounts.title",
                                Map.of(
                                        "accounts",
                                        accounts.stream()
                                                .map(account -> Choice.of(account, null))
                                                .toList())));
    }

    /** Nothing to choose from any more; who has just chosen is told so. */
    private static Reply expired(Request request) {
        if (request.failed()) throw Problem.of(409, "ticket-expired");
        return Reply.redirect("/login");
    }

    private Future<List<Account>> ticket(Request request) {
        var token = Token.parse(request.cookie(Cookies.TICKET));
        if (token.isEmpty()) return Future.succeededFuture(List.of());
        return identity.db()
                .read(
                        request.scope(),
                        tx -> new TicketStore(tx)
                                .find(token.get().hash())
                                .compose(ticket -> ticket.isEmpty()
                                        ? Future.succeededFuture(List.<Account>of())
                                        : new AccountStore(tx)
                                                .byIds(ticket.get().accounts())));
    }

    private Future<Reply> pick(Request request) {
        var account = request.form().id("account");
        var token = Token.parse(request.cookie(Cookies.TICKET));
        if (token.isEmpty()) throw Problem.of(409, "ticket-expired");
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new TicketStore(tx)
                                .use(token.get().hash(), account)
                                .compose(ticket -> {
                                    if (ticket.isEmpty()) throw Problem.of(409, "ticket-expired");
                                    var covered = Set.copyOf(ticket.get().accounts());
                                    return entry.open(
                                            tx,
                                            request,
                                            account,
                                            covered,
                                            ticket.get().proof(),
                                            ticket.get().next(),
                                            "session.opened");
                                }))
                .map(pass -> Entry.reply(request, pass));
    }

    private Future<Reply> switcher(Request request) {
        var session = request.session();
        return identity.db()
                .read(request.scope(), tx -> new AccountStore(tx).byEmail(new Email(session.email())))
                .map(accounts -> {
                    var covered = accounts.stream()
                            .filter(account -> session.covers().contains(account.id()))
                            .toList();
                    Map<String, Object> model = new HashMap<>();
                    model.put(
                            "covered",
                            covered.stream()
                                    .map(account -> Choice.of(account, session.account()))
                                    .toList());
                    if (accounts.size() > covered.size()) model.put("others", accounts.size() - covered.size());
                    return Reply.page("identity/switch", Reply.Layout.ENTRY, "entry.switch.title", model);
                });
    }

    /** A covered account is entered at once under a new session; for the others the address is proven anew. */
    private Future<Reply> change(Request request) {
        var session = request.session();
        if (!request.form().text("others").isEmpty()) {
            return flows.start(request, Flow.switchTo(Ids.next(), new Email(session.email()), session.account()));
        }
        var wanted = request.form().id("account");
        if (!session.covers().contains(wanted)) throw Problem.notFound();
        return identity.db()
                .write(request.scope(), tx -> switchTo(tx, request, wanted))
                .map(pass -> {
                    if (pass.isEmpty()) throw Problem.notFound();
                    return Entry.reply(request, pass.get());
                });
    }

    private Future<Optional<Entry.Pass>> switchTo(Tx tx, Request request, UUID wanted) {
        return new AccountStore(tx)
                .byIds(List.of(wanted))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<Entry.Pass>empty())
                        : entry.change(tx, request, wanted).map(Optional::of));
    }
}
