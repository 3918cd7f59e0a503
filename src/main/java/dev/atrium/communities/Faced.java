package dev.atrium.communities;

import dev.atrium.communities.MemberStore.Member;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person of a group as a list shows them. */
record Faced(
        UUID id,
        String url,
        String name,
        String initials,
        int hue,
        String avatar,
        String role,
        String roleName,
        boolean plain,
        @Nullable Instant joinedAt,
        Instant requestedAt,
        @Nullable Instant mutedUntil,
        String note,
        String reason,
        boolean followed) {
    /**
     * @param staff whether staff look, whose host shows no picture of the portal
     * @param people the address of the group's people
     */
    static Faced of(Request request, Member member, boolean staff, String people) {
        return new Faced(
                member.contact(),
                people + "/" + member.contact(),
                member.name(),
                Faces.initials(member.name()),
                Faces.hue(member.contact()),
                staff ? "" : member.avatarUrl(),
                member.role(),
                request.say(Family.COMMUNITY_ROLE.key(member.role())),
                member.role().equals("member"),
                member.joinedAt(),
                member.requestedAt(),
                member.mutedUntil(),
                member.note(),
                member.reason(),
                member.followed() && request.viewing().isEmpty());
    }
}
