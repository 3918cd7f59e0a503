package dev.atrium.contacts;

import dev.atrium.kernel.Email;
import dev.atrium.web.Form;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody the business knows.
 *
 * @param version counted up by every change; a change names the one it was made from
 * @param stage {@code lead} or {@code client}
 * @param owner who of staff looks after them, with {@code ownerName} (empty where nobody does)
 * @param externalId what another program calls them; empty where none does
 * @param fields custom fields by key
 */
public record Contact(
        UUID id,
        int version,
        String fullName,
        String email,
        String phone,
        String stage,
        String source,
        @Nullable UUID owner,
        String ownerName,
        String externalId,
        JsonObject fields,
        Instant createdAt,
        Instant updatedAt) {

    /** What staff typed about a contact. A draft that exists is valid. */
    public record Draft(
            UUID id,
            String fullName,
            Email email,
            String phone,
            String stage,
            String source,
            @Nullable UUID owner,
            JsonObject fields) {
        private static final Pattern PHONE = Pattern.compile("[+(]?[0-9][0-9 ()./-]{4,38}");

        /** Whether it looks like a number that can be called. */
        static boolean phone(String typed) {
            return PHONE.matcher(typed).matches();
        }

        /** The form's nonce is the id of a new contact, so that a form sent twice makes one. */
        static Draft of(Form form, List<CustomField> definitions) {
            var typed = new Typed(form);
            var name = typed.line("full_name", 200, true);
            var email = Email.parse(form.text("email")).orElse(null);
            if (form.text("email").isEmpty()) typed.missing("email");
            else if (email == null) typed.refuse("email", Email.INVALID);
            var phone = form.text("phone");
            if (!phone.isEmpty() && !phone(phone)) typed.refuse("phone", "phone-invalid");
            var stage = typed.word("stage", "lead", "client");
            var source = typed.line("source", 80, false);
            var owner = typed.choice("owner");
            var fields = new JsonObject();
            for (var definition : definitions) {
                var value = definition.read(typed, form);
                if (value != null) fields.put(definition.key(), value);
            }
            typed.check();
            return new Draft(
                    form.nonce(), name, java.util.Objects.requireNonNull(email), phone, stage, source, owner, fields);
        }
    }

    /** What a list of contacts is narrowed by; empty and null narrow nothing. {@code after} is the last contact of the page before. */
    public record Search(
            String words,
            @Nullable UUID tag,
            @Nullable UUID company,
            String stage,
            @Nullable UUID segment,
            @Nullable UUID after) {
        boolean narrows() {
            return !words.isEmpty() || tag != null || company != null || segment != null || !stage.isEmpty();
        }

        /** The same from behind {@code last} on. */
        Search from(@Nullable UUID last) {
            return new Search(words, tag, company, stage, segment, last);
        }
    }

    /** A contact as a list shows it; {@code invited} while an invitation to the portal is open. */
    public record Listed(
            UUID id,
            String name,
            String email,
            String stage,
            boolean account,
            boolean invited,
            List<String> tags,
            String companies) {}

    /** The newest invitation to the portal, and when its state came to be. */
    public record InvitationState(UUID id, String state, Instant at) {}

    /** What the business sees of a contact's account. */
    public record AccountState(
            UUID id,
            String status,
            String origin,
            Instant createdAt,
            @Nullable Instant lastSeenAt,
            String email) {}

    /** A person of the business. */
    public record Colleague(UUID id, String name) {}
}
