package dev.atrium.files;

import dev.atrium.db.Tx;
import dev.atrium.media.Media;
import dev.atrium.media.MediaObject;
import dev.atrium.web.Permission;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/**
 * A contact's document that comes piece by piece, as large as staff may keep. What the form asks for beside the file stands
 * in the query of its completion, so that file, sharing and notice are one transaction; where that is refused, the bytes
 * stay, and the next completion may say it better.
 */
final class DocumentUploads {
    private static final String PLACE = "/t/:slug/contacts/:contact/uploads";

    private final Media media;
    private final Sharing sharing;

    DocumentUploads(Media media, Sharing sharing) {
        this.media = media;
        this.sharing = sharing;
    }

    void mount(Routes routes) {
        media.ofStaff().mount(routes, Permission.CONTACTS, PLACE, DocumentUploads::known, this::attach);
    }

    private static Future<Boolean> known(Request request, Tx tx) {
        return new DocumentStore(tx).knows(request.id("contact"));
    }

    /** The document has the file's id, so that whoever sent it knows it. */
    private Future<String> attach(Request request, Tx tx, MediaObject file) {
        return sharing.wish(request, request::query)
                .compose(wish -> sharing.keep(tx, request, file.id(), request.id("contact"), file, wish)
                        .map(wish.word()));
    }
}
