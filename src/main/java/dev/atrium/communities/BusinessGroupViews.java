package dev.atrium.communities;

import dev.atrium.communities.ChannelDeskStore.Channel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups as programs of the business read and write them. */
final class BusinessGroupViews {
    static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");
    static final HouseGroup GROUP = new HouseGroup(
            ID,
            "product-photographers",
            "Product photographers",
            "",
            "public",
            "#2f5d50",
            "",
            true,
            0,
            true,
            true,
            19,
            false,
            AT);
    static final HouseGroupDraft DRAFT = new HouseGroupDraft(
            "Product photographers", null, null, "public", null, null, null, null, null, null, null);
    static final HouseChannel CHANNEL =
            new HouseChannel(ID, "discussion", "Show your work", "", "", false, "all", false);

    private BusinessGroupViews() {}

    /** A group of the business. */
    public record HouseGroup(
            UUID id,
            String slug,
            String name,
            String description,
            String visibility,
            String accent,
            String icon,
            boolean members_invite,
            int first_posts,
            boolean chatting,
            boolean points,
            int members,
            boolean archived,
            Instant created_at) {}

    /** Every group, at most 500. */
    public record HouseGroups(List<HouseGroup> items) {}

    /**
     * A group to be made, or what one is to be; what is left out stays, or is as in a new one.
     *
     * @param visibility {@code public}, {@code private} or {@code secret}
     * @param accent {@code #rrggbb}; empty for the portal's
     */
    public record HouseGroupDraft(
            @Nullable String name,
            @Nullable String slug,
            @Nullable String description,
            @Nullable String visibility,
            @Nullable String accent,
            @Nullable String icon,
            @Nullable Boolean members_invite,
            @Nullable Integer first_posts,
            @Nullable Boolean chatting,
            @Nullable Boolean points,
            @Nullable Boolean archived) {}

    /** @param policy who begins a post: {@code all}, {@code admins} or {@code managers} */
    public record HouseChannel(
            UUID id,
            String type,
            String name,
            String description,
            String icon,
            boolean closed,
            String policy,
            boolean archived) {}

    public record HouseChannels(List<HouseChannel> items) {}

    /** A channel to be made; {@code type} is {@code discussion}, {@code announcement}, {@code chat} or {@code questions}. */
    public record HouseChannelDraft(
            String name,
            @Nullable String type,
            @Nullable String description,
            @Nullable String icon,
            @Nullable Boolean closed,
            @Nullable String policy) {}

    /** Whom to put into the group. */
    public record HouseMemberNew(UUID contact) {}

    /**
     * What somebody is to be; what is left out stays.
     *
     * @param role {@code owner} hands the group over
     * @param mute {@code hour}, {@code day}, {@code week}, {@code long}, or {@code none} to let them write again
     */
    public record HouseMemberChange(
            @Nullable String role, @Nullable String mute) {}

    /** Somebody who asks to come in. */
    public record HouseRequest(UUID contact, String name, String note, Instant requested_at) {}

    public record HouseRequests(List<HouseRequest> items) {}

    public record HouseAnswer(boolean let_in) {}

    static HouseGroup view(Group g) {
        return new HouseGroup(
                g.id(),
                g.slug(),
                g.name(),
                g.description(),
                g.visibility(),
                g.accent(),
                g.icon(),
                g.membersInvite(),
                g.firstPosts(),
                g.chatting(),
                g.pointsOn(),
                g.members(),
                g.archived(),
                g.createdAt());
    }

    static HouseChannel view(Channel c) {
        return new HouseChannel(
                c.id(), c.type(), c.name(), c.description(), c.icon(), c.closed(), c.policy(), c.archived());
    }
}
