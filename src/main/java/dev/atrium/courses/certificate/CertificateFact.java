package dev.atrium.courses.certificate;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to certificates; the title of their course and their serial go along. */
public sealed interface CertificateFact extends Fact {
    FactKind ISSUED = FactKind.shown("certificate.issued", 3650, "course")
            .leaves("certificate", Member.text("course", "Portraits"), Member.text("serial", "7K3M-Q2XW-D9PH-T4BV"));
    FactKind REVOKED = FactKind.shown("certificate.revoked", 3650, "course")
            .leaves("certificate", Member.text("course", "Portraits"), Member.text("serial", "7K3M-Q2XW-D9PH-T4BV"));

    List<FactKind> KINDS = List.of(ISSUED, REVOKED);

    UUID contact();

    UUID certificate();

    String course();

    String serial();

    @Override
    default String object() {
        return "certificate";
    }

    @Override
    default UUID objectId() {
        return certificate();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("course", course()).put("serial", serial());
    }

    /** Somebody got one. */
    record Issued(UUID contact, UUID certificate, String course, String serial) implements CertificateFact {
        @Override
        public FactKind what() {
            return ISSUED;
        }
    }

    /** It counts no more. */
    record Revoked(UUID contact, UUID certificate, String course, String serial) implements CertificateFact {
        @Override
        public FactKind what() {
            return REVOKED;
        }
    }
}
