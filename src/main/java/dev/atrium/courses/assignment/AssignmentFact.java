package dev.atrium.courses.assignment;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What becomes of work that learners hand in; the lesson's title goes along, as it was, and never what they wrote. */
public sealed interface AssignmentFact extends Fact {
    FactKind SUBMITTED = kind("assignment.submitted");
    FactKind RETURNED = kind("assignment.returned");
    FactKind ACCEPTED = kind("assignment.accepted");
    FactKind REJECTED = kind("assignment.rejected");
    FactKind REOPENED = kind("assignment.reopened");

    List<FactKind> KINDS = List.of(SUBMITTED, RETURNED, ACCEPTED, REJECTED, REOPENED);

    private static FactKind kind(String name) {
        return FactKind.shown(name, 3650, "title")
                .leaves(
                        "assignment",
                        Member.id("course"),
                        Member.id("lesson"),
                        Member.text("title", "Portraits"),
                        Member.number("number", 1));
    }

    /** @param number of the version */
    record Work(UUID contact, UUID id, UUID course, UUID lesson, String title, int number) {}

    Work work();

    @Override
    default String object() {
        return "assignment";
    }

    @Override
    default UUID objectId() {
        return work().id();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(work().contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject()
                .put("title", work().title())
                .put("course", work().course().toString())
                .put("lesson", work().lesson().toString())
                .put("number", work().number());
    }

    /** A learner handed it in. */
    record Submitted(Work work) implements AssignmentFact {
        @Override
        public FactKind what() {
            return SUBMITTED;
        }
    }

    /** It was returned, to be handed in again. */
    record Returned(Work work) implements AssignmentFact {
        @Override
        public FactKind what() {
            return RETURNED;
        }
    }

    record Accepted(Work work) implements AssignmentFact {
        @Override
        public FactKind what() {
            return ACCEPTED;
        }
    }

    record Rejected(Work work) implements AssignmentFact {
        @Override
        public FactKind what() {
            return REJECTED;
        }
    }

    /** What was at its end may be handed in once more. */
    record Reopened(Work work) implements AssignmentFact {
        @Override
        public FactKind what() {
            return REOPENED;
        }
    }
}
