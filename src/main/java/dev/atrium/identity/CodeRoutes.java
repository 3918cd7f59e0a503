package dev.atrium.identity;

import dev.atrium.contacts.Contacts;
import dev.atrium.db.Tx;
import dev.atrium.invitation.Invitations;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationsModule;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Code;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The page of six boxes: every flow ends here, and only here does a sign-up become an account. */
final class CodeRoutes {
    /** What the page shows. {@code minutes} is what a code of this flow lives at most. */
    record View(
            String email,
            String purpose,
            long minutes,
            int resendIn,
            String action,
            String resendAction,
            String changeUrl,
            boolean spamHint,
            boolean slow) {}

    /** What a try came to, once its transaction is through: the way on, or the problem to say. */
    private record Outcome(
            @Nullable Reply reply,
            @Nullable Problem problem,
            @Nullable Email email) {
        Outcome(@Nullable Reply reply, @Nullable Problem problem) {
            this(reply, problem, null);
        }

        /** Whose mailbox the code came from. */
        Outcome proven(Email whose) {
            return new Outcome(reply, problem, whose);
        }
    }

    /** What lets somebody in. */
    private static final Set<Flow.Purpose> IN =
            EnumSet.of(Flow.Purpose.SIGNUP, Flow.Purpose.LOGIN, Flow.Purpose.SWITCH);

    private final Identity identity;
    private final Codes codes;
    private final Entry entry;
    private final SignupRoutes flows;
    private final Refusals refusals;

    CodeRoutes(Identity identity, Codes codes, Entry entry, SignupRoutes flows, Refusals refusals) {
        this.identity = identity;
        this.codes = codes;
        this.entry = entry;
        this.flows = flows;
        this.refusals = refusals;
    }

    void mount(Routes routes) {
        routes.guest().get("/code", this::page).summary("Show where the code is typed");
        routes.guest().post("/code", this::attempt).summary("Try a code").shows(this::page);
        routes.guest()
                .post("/code/resend", this::resend)
                .summary("Ask for a new code")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return identity.db()
                .read(
                        request.scope(),
                        tx -> Codes.flow(tx, request)
                                .map(found -> found.filter(flow -> !flow.finished() || request.failed()))
                                .compose(found -> view(tx, found)))
                .map(view -> show(request, view));
    }

    private static Reply show(Request request, Optional<View> view) {
        if (view.isEmpty() && request.failed()) throw Problem.of(409, "flow-missing");
        if (view.isEmpty()) return Reply.redirect("/login");
        return Reply.page("identity/code", Reply.Layout.ENTRY, "entry.code.title", Map.of("code", view.get()));
    }

    private static Future<Optional<View>> view(Tx tx, Optional<Flow> found) {
        if (found.isEmpty()) return Future.succeededFuture(Optional.empty());
        var flow = found.get();
        boolean signup = flow.purpose() == Flow.Purpose.SIGNUP;
        var slow = NotificationsModule.slow(tx);
        return new FlowStore(tx)
                .state(flow.id())
                .compose(state -> slow.map(mailIsSlow -> Optional.of(new View(
                        flow.shown() == Flow.Shown.ADDRESS ? flow.email().address() : "",
                        flow.purpose().word(),
                        (signup ? Codes.SIGNUP_LIFE : Codes.LOGIN_LIFE).toMinutes(),
                        state.map(FlowStore.CodeState::secondsToWait).orElse(0),
                        "/code",
                        "/code/resend",
                        changeUrl(flow),
                        true,
                        mailIsSlow))));
    }

    /** Where another address is typed; whoever was on their way somewhere still is, unless that tells of somebody else's. */
    private static String changeUrl(Flow flow) {
        var onward = flow.next().isEmpty() || flow.shown() != Flow.Shown.ADDRESS
                ? ""
                : "?next=" + URLEncoder.encode(flow.next(), StandardCharsets.UTF_8);
        return switch (flow.purpose()) {
            case SIGNUP -> "/signup" + onward;
            case LOGIN -> "/login/code" + onward;
            case SWITCH, CONFIRM -> "";
        };
    }

    private Future<Reply> attempt(Request request) {
        if (request.form().text("code").isEmpty()) throw Problem.invalid("code", "code-missing");
        var typed = Code.parse(request.form().text("code"));
        if (typed.isEmpty()) throw Problem.invalid("code", "code-shape");
        return identity.db()
                .write(
                        request.scope(),
                        tx -> Codes.flow(tx, request)
                                .compose(flow -> flow.isEmpty()
                                        ? Future.succeededFuture(new Outcome(null, Problem.of(409, "flow-missing")))
                                        : attempt(tx, request, flow.get(), typed.get())))
                .map(outcome -> {
                    if (outcome.problem() != null) throw outcome.problem();
                    return KnownBrowser.remember(
                            identity.keys(),
                            request,
                            Objects.requireNonNull(outcome.email()),
                            Objects.requireNonNull(outcome.reply()));
                });
    }

    private Future<Outcome> attempt(Tx tx, Request request, Flow flow, Code typed) {
        return codes.attempt(tx, request, flow, typed, IN).compose(verdict -> {
            if (verdict.outcome() != FlowStore.Verdict.Outcome.RIGHT) {
                if (verdict.compared()) refusals.note(request, flow.email(), SessionFact.CodeRefused::new);
                return Future.succeededFuture(new Outcome(null, refusal(verdict)));
            }
            new FlowStore(tx).finish(flow.id());
            return enter(tx, request, flow, Objects.requireNonNull(verdict.purpose()))
                    .map(outcome -> outcome.proven(flow.email()));
        });
    }

    static Problem refusal(FlowStore.Verdict verdict) {
        return switch (verdict.outcome()) {
            case WRONG -> Problem.invalid("code", "code-wrong", verdict.left());
            case LOCKED -> Problem.invalid("code", "code-locked");
            case CLOSED -> Problem.invalid("code", "code-closed", verdict.left());
            case USED -> Problem.invalid("code", "code-used");
            case EXPIRED, NONE, RIGHT -> Problem.invalid("code", "code-expired");
        };
    }

    /** The address is proven. The rule about duplicates is checked again here: two people may hold codes at once. */
    private Future<Outcome> enter(Tx tx, Request request, Flow flow, Flow.Purpose purpose) {
        var accounts = new AccountStore(tx);
        if (purpose == Flow.Purpose.SWITCH) return in(request, flow, switchTo(tx, request, flow));
        if (purpose == Flow.Purpose.LOGIN) {
            return in(request, flow, accounts.byEmail(flow.email()).compose(known -> signIn(tx, request, flow, known)));
        }
        return accounts.lock(flow.email())
                .compose(locked -> accounts.byEmail(flow.email()))
                .compose(known -> known.isEmpty() || request.tenant().settings().allowDuplicateContacts()
                        ? newcomer(tx, request, flow)
                        : in(request, flow, signIn(tx, request, flow, known)));
    }

    private static Future<Outcome> in(Request request, Flow flow, Future<Entry.Pass> pass) {
        return pass.map(let -> new Outcome(Entry.reply(request, let), null, flow.email()));
    }

    /** Whether anybody may join is asked when they have proven who they are, not when they began. */
    private Future<Outcome> newcomer(Tx tx, Request request, Flow flow) {
        var mode = request.tenant().settings().signupMode();
        if (mode == Tenant.SignupMode.OPEN) return in(request, flow, register(tx, request, flow, duplicates(request)));
        return Invitations.expected(tx, flow.email()).compose(expected -> {
            // As the contact who was invited, whose invitation this uses up: it lets one account in and no further one.
            if (expected) return in(request, flow, register(tx, request, flow, false));
            return mode == Tenant.SignupMode.APPROVAL
                    ? Approvals.ask(tx, request, identity, flow)
                            .map(x -> new Outcome(Approvals.waiting(), null, flow.email()))
                    : Future.succeededFuture(new Outcome(null, Problem.of(403, "signup-closed"), null));
        });
    }

    private Future<Entry.Pass> signIn(Tx tx, Request request, Flow flow, List<Account> known) {
        new AccountStore(tx).verified(known.stream().map(Account::id).toList());
        return entry.admit(tx, request, flow.email(), known, Session.Proof.CODE, flow.next());
    }

    private Future<Entry.Pass> switchTo(Tx tx, Request request, Flow flow) {
        return new AccountStore(tx)
                .byEmail(flow.email())
                .compose(known -> entry.admit(tx, request, flow.email(), known, Session.Proof.CODE, flow.next()));
    }

    private static boolean duplicates(Request request) {
        return request.tenant().settings().allowDuplicateContacts();
    }

    private Future<Entry.Pass> register(Tx tx, Request request, Flow flow, boolean newContact) {
        var language = request.language().toLanguageTag();
        return Contacts.forAccount(tx, flow.email(), flow.fullName(), newContact)
                .compose(contact -> Registration.open(
                        tx,
                        new Registration.Person(contact, flow.email(), flow.passwordHash(), "signup", language, true),
                        "account.registered",
                        request.ip()))
                .compose(account -> identity.notifications()
                        .tell(tx, request.tenant(), welcome(account))
                        .compose(x -> entry.open(
                                tx,
                                request,
                                account,
                                Set.of(account),
                                Session.Proof.CODE,
                                flow.next(),
                                "session.opened")));
    }

    static Notice welcome(UUID account) {
        return Notice.of(Told.WELCOME, new Recipient.Account(account), Map.of())
                .about("account", account)
                .link("/");
    }

    private Future<Reply> resend(Request request) {
        return identity.db()
                .read(request.scope(), tx -> Codes.flow(tx, request))
                .compose(found -> {
                    var flow = found.orElseThrow(() -> Problem.of(409, "flow-missing"));
                    return flow.finished() && flow.shown() == Flow.Shown.ADDRESS
                            ? flows.start(request, Flow.login(Ids.next(), flow.email(), flow.next()))
                            : again(request, flow);
                });
    }

    private Future<Reply> again(Request request, Flow flow) {
        return identity.db()
                .write(request.scope(), tx -> resend(tx, request, flow))
                .map(problem -> {
                    if (problem.isPresent()) throw problem.get();
                    return Reply.redirect("/code");
                });
    }

    private Future<Optional<Problem>> resend(Tx tx, Request request, Flow flow) {
        return new FlowStore(tx)
                .lock(flow.id())
                .compose(x -> new FlowStore(tx).state(flow.id()))
                .compose(state -> {
                    int wait = state.map(FlowStore.CodeState::secondsToWait).orElse(0);
                    if (wait > 0)
                        return Future.succeededFuture(Optional.of(Problem.tooMany("resend-too-soon", wait, wait)));
                    if (flow.shown() != Flow.Shown.ADDRESS)
                        return codes.sendQuietly(tx, request, flow).map(Optional.empty());
                    return codes.overLimit(tx, flow.email(), request)
                            .compose(over -> over.isPresent()
                                    ? Future.succeededFuture(over)
                                    : new AccountStore(tx)
                                            .byEmail(flow.email())
                                            .compose(known -> codes.send(tx, request, flow, known))
                                            .map(over));
                });
    }
}
