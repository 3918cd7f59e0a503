package dev.atrium.communities.post;

import dev.atrium.web.Faces;
import dev.atrium.web.Html;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A post as its part of a page shows it, to everybody who sees it alike. */
record PostCard(
        PostView view,
        Html body,
        String embed,
        String initials,
        String channelUrl,
        boolean chat,
        String badge,
        @Nullable Instant at,
        List<Picture> pictures,
        List<Paper> papers,
        boolean erased) {
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/webp", "image/gif");
    private static final Set<String> BADGES = Set.of("owner", "admin", "moderator");
    private static final long KB = 1024;
    /** From so many letters, or lines, on a list shows how a post begins; all of it stands on its own page. */
    private static final int LENGTHY = 2_500;

    private static final int LENGTHY_LINES = 40;

    /** A picture of the post. */
    record Picture(String url, String small, String name) {}

    /** Any other file; its size in kilobytes, or in megabytes. */
    record Paper(String url, String name, long kb, long mb) {}

    static PostCard of(PostView view, Bodies.Body body) {
        return new PostCard(
                view,
                body.html(),
                host(view.embed(), body),
                Faces.initials(view.author().name()),
                view.url().replaceFirst("/posts/.*", "/channels/" + view.channel()),
                view.channel_type().equals("chat"),
                BADGES.contains(view.author().role()) ? view.author().role() : "",
                view.published_at(),
                view.files().stream()
                        .filter(file -> SHOWN.contains(file.type()))
                        .map(file -> new Picture(
                                view.url() + "/files/" + file.id(), "/media/" + file.id() + "?size=720", file.name()))
                        .toList(),
                view.files().stream()
                        .filter(file -> !SHOWN.contains(file.type()))
                        .map(file -> paper(view, file))
                        .toList(),
                erased(view));
    }

    /** Its author is gone, and by the wish of the business their words with them; what others answered stays. */
    private static boolean erased(PostView view) {
        return view.author().name().isEmpty()
                && view.title().isEmpty()
                && view.body().isEmpty()
                && view.files().isEmpty();
    }

    /** Whose page a post may show; empty where there is none, or what looks like one is code. */
    static String host(String embed, Bodies.Body body) {
        return body.pages().contains(embed) ? URI.create(embed).getHost() : "";
    }

    private static Paper paper(PostView view, PostView.PostFile file) {
        long kb = Math.max(1, (file.size() + KB - 1) / KB);
        return new Paper(
                view.url() + "/files/" + file.id(), file.name(), kb < KB ? kb : 0, kb < KB ? 0 : (kb + KB / 2) / KB);
    }

    /** Whether it would fill a list by itself. */
    public boolean lengthy() {
        return view.body().length() > LENGTHY || view.body().lines().count() > LENGTHY_LINES;
    }

    /** The author's level; 0 where none is shown, and for the first, on which everybody begins. */
    public int level() {
        int level = view.author().level();
        return level > 1 ? level : 0;
    }
}
