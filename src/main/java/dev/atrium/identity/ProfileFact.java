package dev.atrium.identity;

import dev.atrium.facts.FactKind;
import java.util.List;
import java.util.UUID;

/** What an account shows of its person was changed. */
public sealed interface ProfileFact extends AccountFact {
    FactKind PROFILE_CHANGED = FactKind.shown("profile.changed", 400).leaves("account");
    FactKind AVATAR_CHANGED = FactKind.shown("avatar.changed", 400);
    FactKind AVATAR_REMOVED = FactKind.shown("avatar.removed", 400);
    FactKind SOCIAL_CHANGED = FactKind.shown("social.changed", 400);

    List<FactKind> KINDS = List.of(PROFILE_CHANGED, AVATAR_CHANGED, AVATAR_REMOVED, SOCIAL_CHANGED);

    /** Name, phone, time zone or language were changed. */
    record ProfileChanged(UUID contact, UUID account) implements ProfileFact {
        @Override
        public FactKind what() {
            return PROFILE_CHANGED;
        }
    }

    /** A picture was uploaded. */
    record AvatarChanged(UUID contact, UUID account) implements ProfileFact {
        @Override
        public FactKind what() {
            return AVATAR_CHANGED;
        }
    }

    /** The picture was removed. */
    record AvatarRemoved(UUID contact, UUID account) implements ProfileFact {
        @Override
        public FactKind what() {
            return AVATAR_REMOVED;
        }
    }

    /** Who may see and write to the person was changed. */
    record SocialChanged(UUID contact, UUID account) implements ProfileFact {
        @Override
        public FactKind what() {
            return SOCIAL_CHANGED;
        }
    }
}
