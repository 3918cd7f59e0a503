package dev.atrium.files;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.media.MediaModule;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door to documents: the client's app, and the part of a contact's page. */
public final class FilesModule {
    public static final PortalApp APP = new PortalApp("files", "folder", "/files", "/files", 500);

    static final NotificationType SHARED = NotificationType.of("files.document_shared")
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Variable.Kind.TEXT, "Acme Studio")
            .with("document", Variable.Kind.TEXT, "Contract 2026.pdf");

    /** What the person is told. */
    public static final List<NotificationType> TYPES = List.of(SHARED);

    /** So much goes by one form; whatever is larger comes piece by piece. */
    static final long FORM_BYTES = 100L * 1024 * 1024;

    private final DocumentRoutes documents;
    private final DocumentUploads uploads;
    private final FilesRoutes files;
    private final DocumentsApi api;

    public FilesModule(Db db, Clock clock, Hosts hosts, MediaModule media, Notifications notifications) {
        var sharing = new Sharing(clock, hosts, notifications);
        this.documents = new DocumentRoutes(db, media, sharing);
        this.uploads = new DocumentUploads(media.media(), sharing);
        this.files = new FilesRoutes(db, media);
        this.api = new DocumentsApi(db, clock, media.ofPrograms(), sharing);
    }

    /** {@code contactPage} holds the forms of a contact's documents. */
    public void mount(Routes routes, Route.Handler contactPage) {
        documents.mount(routes, contactPage);
        uploads.mount(routes);
        files.mount(routes);
        api.mount(routes);
    }

    /** Those that the contact sees, for their archive: by id, those after {@code after}, at most {@code limit}. */
    public static Future<List<Document>> shown(Tx tx, UUID contact, @Nullable UUID after, int limit) {
        return new DocumentStore(tx)
                .shown(contact)
                .map(documents -> documents.stream()
                        .filter(document -> after == null || document.id().compareTo(after) > 0)
                        .sorted(Comparator.comparing(Document::id))
                        .limit(limit)
                        .toList());
    }

    /** The documents of a contact, the newest first, at most 200. */
    public static Future<List<Document>> of(Tx tx, UUID contact) {
        return new DocumentStore(tx).of(contact);
    }
}
