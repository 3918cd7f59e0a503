package dev.atrium.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations and messages as programs get them. */
final class MessageViews {
    static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    static final UUID ANA = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");

    /** A file of a message; its bytes are at {@code …/files/{id}}. */
    public record MessageFile(UUID id, String name, String type, long size) {}

    /**
     * @param seq its number in the conversation, which grows with time
     * @param author the contact who said it; null for the business and for somebody who is gone
     * @param team whether the business said it
     * @param notice {@code joined}, {@code left} or {@code named}; null for what was said
     * @param hidden whether its words are left out, since the person has blocked whoever said it; asked for by its id, it has them
     */
    public record ChatMessage(
            UUID id,
            UUID conversation,
            long seq,
            @Nullable UUID author,
            String author_name,
            boolean team,
            @Nullable String notice,
            String body,
            Instant sent_at,
            @Nullable Instant edited_at,
            boolean removed,
            boolean hidden,
            List<MessageFile> files) {}

    /** The newest first; {@code next} is where older ones are, and null at the end. */
    public record ChatMessageList(
            List<ChatMessage> items, @Nullable String next) {}

    /** Somebody who takes part, and up to where they have read. */
    public record ChatMember(UUID contact, String name, long read) {}

    /**
     * @param kind {@code direct}, {@code group} or {@code business}
     * @param read up to where the person has read; {@code unread} messages of others came after, counted up to 100
     * @param team_read up to where the business has read, in the thread with it
     * @param closed nobody can write in it any more
     */
    public record ChatView(
            UUID id,
            String kind,
            String title,
            List<ChatMember> members,
            long last,
            Instant last_at,
            long read,
            int unread,
            @Nullable Long team_read,
            boolean muted,
            boolean closed) {}

    /** The one that changed last first. */
    public record ChatList(List<ChatView> items, @Nullable String next) {}

    static final ChatMessage MESSAGE = new ChatMessage(
            ID, ID, 7, ANA, "Ana Almeida", false, null, "See you at nine.", AT, null, false, false, List.of());
    static final ChatView CHAT = new ChatView(
            ID, "direct", "", List.of(new ChatMember(ANA, "Ana Almeida", 6)), 7, AT, 5, 2, null, false, false);

    private MessageViews() {}

    static ChatMessage of(Message m) {
        return new ChatMessage(
                m.id(),
                m.conversation(),
                m.seq(),
                m.author(),
                m.name(),
                m.team(),
                m.notice().isEmpty() ? null : m.notice(),
                m.body(),
                m.at(),
                m.editedAt(),
                m.removed(),
                m.hushed(),
                m.files().stream()
                        .map(f -> new MessageFile(f.media(), f.name(), f.type(), f.size()))
                        .toList());
    }

    static ChatView of(Chat chat) {
        return new ChatView(
                chat.id(),
                chat.kind(),
                chat.title(),
                chat.others().stream()
                        .map(o -> new ChatMember(o.id(), o.name(), o.readSeq()))
                        .toList(),
                chat.lastSeq(),
                chat.lastAt(),
                chat.readSeq(),
                chat.unread(),
                chat.ofBusiness() ? chat.teamSeq() : null,
                chat.muted(),
                chat.closed());
    }
}
