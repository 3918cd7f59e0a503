package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is said and done about posts, as pages of posts show it to one reader; all posts are ones that they see. */
public interface Beside {
    /** What {@code communities/_beside} shows with each post of a list; nothing for those that are missing. */
    Future<Map<UUID, Object>> each(Request request, Tx tx, List<Post> posts);

    /**
     * What a page of posts shows besides: {@code poll} is what the composer can ask along, {@code unfelt} and {@code unfeltUrl}
     * what can be pressed on what has just come.
     */
    Map<String, Object> feed(Request request, String group);

    /** Adds to the page of one post what {@code communities/_thread} shows below it. */
    Future<Void> below(Request request, Tx tx, Post post, Map<String, Object> model);

    /** Adds to the page of a draft, a member's or staff's, what {@code communities/_poll-form} shows. */
    Future<Void> draft(Request request, Tx tx, Post post, Map<String, Object> model);

    /** The {@code poll} that a composer asks along, as it is typed by now. */
    Map<String, Object> asks(Request request);

    /** What {@code communities/_desk-post} shows of the polls of some posts; nothing for those without. */
    Future<Map<UUID, Object>> desk(Tx tx, List<UUID> posts);

    /** Nothing. */
    Beside NONE = new Beside() {
        @Override
        public Future<Map<UUID, Object>> each(Request request, Tx tx, List<Post> posts) {
            return Future.succeededFuture(Map.of());
        }

        @Override
        public Map<String, Object> feed(Request request, String group) {
            return Map.of();
        }

        @Override
        public Future<Void> below(Request request, Tx tx, Post post, Map<String, Object> model) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> draft(Request request, Tx tx, Post post, Map<String, Object> model) {
            return Future.succeededFuture();
        }

        @Override
        public Map<String, Object> asks(Request request) {
            return Map.of();
        }

        @Override
        public Future<Map<UUID, Object>> desk(Tx tx, List<UUID> posts) {
            return Future.succeededFuture(Map.of());
        }
    };
}
