package dev.atrium.communities.post;

import io.vertx.core.json.JsonObject;

/** How often each reaction was given. */
public record ReactionCounts(int like, int love, int laugh, int wow, int sad, int celebrate) {
    public static final ReactionCounts NONE = new ReactionCounts(0, 0, 0, 0, 0, 0);

    /** As a row of a post or comment says it; what is missing was never given. */
    public static ReactionCounts of(JsonObject counts) {
        return new ReactionCounts(
                counts.getInteger("like", 0),
                counts.getInteger("love", 0),
                counts.getInteger("laugh", 0),
                counts.getInteger("wow", 0),
                counts.getInteger("sad", 0),
                counts.getInteger("celebrate", 0));
    }

    /** Of {@code word}; 0 for what is no reaction. */
    public int of(String word) {
        return switch (word) {
            case "like" -> like;
            case "love" -> love;
            case "laugh" -> laugh;
            case "wow" -> wow;
            case "sad" -> sad;
            case "celebrate" -> celebrate;
            default -> 0;
        };
    }
}
