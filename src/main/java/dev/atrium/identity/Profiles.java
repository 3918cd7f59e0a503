package dev.atrium.identity;

import dev.atrium.contacts.Answers;
import dev.atrium.contacts.Contacts;
import dev.atrium.contacts.CustomField;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.Form;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reading and changing a profile: for the page and for programs. */
final class Profiles {
    /** What is said, and what may be asked beyond it. */
    record Sheet(AccountStore.Profile said, List<CustomField> definitions) {}

    private final Identity identity;

    Profiles(Identity identity) {
        this.identity = identity;
    }

    Future<Sheet> read(Tx tx, Session session) {
        var said = new AccountStore(tx).profile(session.account());
        var definitions = Answers.definitions(tx);
        return Future.all(said, definitions)
                .map(x -> new Sheet(said.result().orElseThrow(Problem::notFound), definitions.result()));
    }

    /** The same, and nobody changes it until this transaction ends. */
    Future<Sheet> readToChange(Tx tx, Session session) {
        var said = new AccountStore(tx).profileToChange(session.account());
        var definitions = Answers.definitions(tx);
        return Future.all(said, definitions)
                .map(x -> new Sheet(said.result().orElseThrow(Problem::notFound), definitions.result()));
    }

    /** What was typed, judged by what the tenant asks. */
    ProfileDraft draft(Request request, Form form, String nameField, Sheet now) {
        return ProfileDraft.of(
                form,
                nameField,
                now.said(),
                request.tenant().settings().profile(),
                now.definitions(),
                identity.messages().languages(request.tenant()));
    }

    /** Stores it; where nothing differs nothing happened. */
    Future<Void> store(Tx tx, Session session, ProfileDraft draft, Sheet before, String ip) {
        var changes = draft.changes(before.said());
        if (changes.isEmpty()) return Future.succeededFuture();
        Contacts.rename(tx, session.contact(), draft.name(), draft.phone());
        Answers.save(tx, session.contact(), draft.asked(), draft.answers());
        new AccountStore(tx).preferences(session.account(), draft.timeZone(), draft.language());
        identity.sessions().refresh(tx, session.account());
        Events.record(tx, new ProfileFact.ProfileChanged(session.contact(), session.account()));
        var detail = new JsonObject().put("fields", new JsonArray(changes));
        return Audit.record(tx, "profile.changed", "account", session.account(), detail, ip);
    }
}
