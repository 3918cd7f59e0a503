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
    /** So many accounts one finds one's own among at a glance. */
    static final int LOOKED_THROUGH = 8;

    private static final int LONGEST_WORDS = 100;

    /** One account to choose. */
    record Choice(
            UUID id,
            String name,
            String company,
            Instant created,
            @Nullable Instant lastSeen,
            String initials,
            int hue,
            boolean current,
            boolean latest) {
        static Choice of(Account account, Map<UUID, String> companies, @Nullable UUID current, boolean latest) {
            return new Choice(
                    account.id(),
                    account.name(),
                    companies.getOrDefault(account.id(), ""),
                    account.createdAt(),
                    account.lastSeenAt(),
                    Faces.initials(account.name()),
                    Faces.hue(account.id()),
                    account.id().equals(current),
                    latest);
        }
    }

    /** The accounts in the order of their last use, each with its firm. */
    private record Shown(List<Account> accounts, Map<UUID, String> companies) {
        static Future<Shown> of(AccountStore store, List<Account> accounts) {
            return store.companies(accounts).map(companies -> new Shown(accounts, companies));
        }

        /** The first that was ever used is where the person left off. */
        List<Choice> choices(@Nullable UUID current) {
            var latest = accounts.stream()
                    .filter(account ->
                            account.lastSeenAt() != null && !account.id().equals(current))
                    .findFirst()
                    .map(Account::id)
                    .orElse(null);
            return accounts.stream()
                    .map(account ->
                            Choice.of(account, companies, current, account.id().equals(latest)))
                    .toList();
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
        routes.guest()
                .get("/login/accounts", this::picker)
                .summary("Show the accounts that a proof covers")
                .bare();
        routes.guest()
                .post("/login/accounts", this::pick)
                .bare()
                .summary("Choose one of them")
                .names("account", "account")
                .shows(this::picker);
        routes.client(app)
                .get("/account/switch", this::switcher)
                .bare()
                .summary("Show the accounts to switch to")
                .ownEyes()
                .landing();
        routes.client(app)
                .post("/account/switch", this::change)
                .bare()
                .summary("Switch to another account of the address")
                .names("account", "account")
                .shows(this::switcher);
    }

    private Future<Reply> picker(Request request) {
        return ticket(request).map(shown -> {
            if (shown.accounts().isEmpty()) return expired(request);
            Map<String, Object> model = new HashMap<>();
            model.put("accounts", filtered(request, model, shown.choices(null)));
            return Reply.page("identity/accounts", Reply.Layout.ENTRY, "entry.accounts.title", model);
        });
    }

    /** More accounts than one looks through are narrowed by words of their name or firm; what is current always stays. */
    private static List<Choice> filtered(Request request, Map<String, Object> model, List<Choice> all) {
        if (all.size() <= LOOKED_THROUGH) return all;
        var typed = request.query("q").strip().replace("\0", "");
        var words = typed.substring(0, Math.min(LONGEST_WORDS, typed.length()));
        var wanted = words.toLowerCase(request.language());
        model.put("filter", true);
        model.put("words", words);
        return all.stream()
                .filter(choice -> choice.current()
                        || choice.name().toLowerCase(request.language()).contains(wanted)
                        || choice.company().toLowerCase(request.language()).contains(wanted))
                .toList();
    }

    /** Nothing to choose from any more; who has just chosen is told so. */
    private static Reply expired(Request request) {
        if (request.failed()) throw Problem.of(409, "ticket-expired");
        return Reply.redirect("/login");
    }

    private Future<Shown> ticket(Request request) {
        var token = Token.parse(request.cookie(Cookies.TICKET));
        if (token.isEmpty()) return Future.succeededFuture(new Shown(List.of(), Map.of()));
        return identity.db().read(request.scope(), tx -> covered(tx, token.get().hash()));
    }

    private static Future<Shown> covered(Tx tx, byte[] ticket) {
        var accounts = new AccountStore(tx);
        return new TicketStore(tx)
                .find(ticket)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(List.<Account>of())
                        : accounts.byIds(found.get().accounts())
                                .map(all -> of(all, found.get().email())))
                .compose(list -> Shown.of(accounts, list));
    }

    /** Those that still have the address that was proven. */
    private static List<Account> of(List<Account> accounts, Email email) {
        return accounts.stream()
                .filter(account -> account.email().equals(email.address()))
                .toList();
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
                                    if (ticket.isEmpty())
                                        return unused(tx, token.get().hash(), account);
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

    /** The ticket was not taken: it is none any more, or the account it was to open is not to be had. */
    private static Future<Entry.Pass> unused(Tx tx, byte[] ticket, UUID account) {
        return new TicketStore(tx).find(ticket).map(found -> {
            if (found.isEmpty() || !found.get().accounts().contains(account)) throw Problem.of(409, "ticket-expired");
            throw Problem.of(409, "account-unavailable");
        });
    }

    private Future<Reply> switcher(Request request) {
        var session = request.session();
        return identity.db()
                .read(request.scope(), tx -> {
                    var accounts = new AccountStore(tx);
                    return accounts.byEmail(new Email(session.email())).compose(all -> Shown.of(accounts, all));
                })
                .map(all -> {
                    var covered = all.accounts().stream()
                            .filter(account -> session.covers().contains(account.id()))
                            .toList();
                    Map<String, Object> model = new HashMap<>();
                    var choices = new Shown(covered, all.companies()).choices(session.account());
                    model.put("covered", filtered(request, model, choices));
                    int others = all.accounts().size() - covered.size();
                    if (others > 0) model.put("others", others);
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
                .map(found -> of(found, new Email(request.session().email())))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<Entry.Pass>empty())
                        : entry.change(tx, request, wanted).map(Optional::of));
    }
}
