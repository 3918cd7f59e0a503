package dev.atrium.web;

import dev.atrium.secrets.Token;
import java.util.Map;

/** A link opens nothing here: expired, revoked, another's or never made. One page for all, with the way on. */
public final class LinkGone extends RuntimeException {
    LinkGone() {
        super("link-gone", null, false, false);
    }

    /** The page; it repeats the token that was asked with, so that a new link may be asked for. */
    public static Reply reply(Request request) {
        var token = Token.parse(request.pathText("link")).map(Token::text).orElse("");
        return new Reply.Page(
                404,
                "objectlink/gone",
                Reply.Layout.ENTRY,
                "objectlink.gone.title",
                Map.of("again", token.isEmpty() ? "" : "/o/" + token + "/again"));
    }
}
