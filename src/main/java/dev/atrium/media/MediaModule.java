package dev.atrium.media;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.StartFailure;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.FilesHost;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door to files: builds the rooms, mounts routes, serves the files host. Made on a worker, since it makes directories. */
public final class MediaModule {
    private final boolean overTls;
    private final Storage storage;
    private final Media media;
    private final UploadApi api;
    private final ProgramUploads programs;
    private final MediaRoutes routes;
    private final BusinessFilesApi files;
    private final BrandPictures pictures;
    private final Paper paper;

    /** @throws StartFailure where the directory cannot be written */
    public MediaModule(
            Vertx vertx,
            Config config,
            Db db,
            Clock clock,
            Keys keys,
            Sessions sessions,
            Hosts hosts,
            Origins origins,
            Paper paper) {
        this.paper = paper;
        this.storage = storage(vertx, config.media(), clock);
        var staging = staging(vertx, config.media());
        var receiver = new Receiver(vertx, db, staging);
        var finisher = new Finisher(db, staging, storage, paper, receiver);
        var uploads = new Uploads(db, clock, config.media(), staging, receiver, finisher);
        var steps = new UploadSteps(db, uploads, receiver);
        var forms = config.dataDir().resolve("uploads");
        this.overTls = config.overTls();
        this.media = new Media(
                uploads, new StaffUploads(db, steps), new MediaSweep(vertx, db, storage, staging, forms, clock));
        this.pictures = new BrandPictures(db, hosts, storage, staging, uploads);
        this.api = new UploadApi(db, steps);
        this.programs = new ProgramUploads(steps, this);
        var capabilities = new Capabilities(keys, clock);
        this.routes = new MediaRoutes(db, storage, sessions, capabilities, origins, config.hosts());
        this.files =
                new BusinessFilesApi(db, capabilities, origins, config.hosts().files());
    }

    private static Storage storage(Vertx vertx, Config.Media config, Clock clock) {
        return switch (config.storage()) {
            case DISK -> new DiskStorage(vertx, config.dir());
            case S3 -> new S3Storage(vertx, config.s3(), clock);
        };
    }

    private static Staging staging(Vertx vertx, Config.Media config) {
        try {
            PictureFile.unpackInto(config.dir().resolve("native"));
            return new Staging(vertx, config.dir());
        } catch (IOException e) {
            throw new StartFailure(
                    "The directory " + config.dir() + " of the setting media.dir cannot be written: " + e.getMessage(),
                    e);
        }
    }

    public Media media() {
        return media;
    }

    /** Resumable uploads of the business's programs, for whoever makes something of them. */
    public ProgramUploads ofPrograms() {
        return programs;
    }

    Reply away(Request request, UUID key, UUID object, String name) {
        return files.away(request, key, object, name);
    }

    /** Declares who hears which files leave by their own addresses, pictures among them; at start. */
    public void watched(Watch watch) {
        routes.watched(watch);
        files.watched(watch);
    }

    public void mount(Routes routes) {
        this.routes.mount(routes);
        api.mount(routes);
        files.mount(routes);
    }

    public BrandPictures pictures() {
        return pictures;
    }

    /** Where whatever else is drawn waits its turn, in one line with pictures. */
    public Paper paper() {
        return paper;
    }

    /** The files of a contact as they sent them, by id, those after {@code after}, at most {@code limit}. */
    public Future<List<Original>> originals(Tx tx, UUID contact, @Nullable UUID after, int limit) {
        return new MediaStore(tx).ofContact(contact, after, limit).map(this::originals);
    }

    /** Every file of the tenant, whoever sent it, by id, those after {@code after}, at most {@code limit}. */
    public Future<List<Original>> originals(Tx tx, @Nullable UUID after, int limit) {
        return new MediaStore(tx).all(after, limit).map(this::originals);
    }

    private List<Original> originals(List<MediaObject> found) {
        return found.stream()
                .map(object -> new Original(
                        object.id(), object.name(), () -> new Pieces(storage, object.key(), object.size())))
                .toList();
    }

    /** A ready file of the tenant as it was uploaded; fails with {@code not-found}. */
    public Future<Original> original(Tx tx, UUID object) {
        return new MediaStore(tx).ready(object).map(found -> {
            var file = found.orElseThrow(Problem::notFound);
            return new Original(file.id(), file.name(), () -> new Pieces(storage, file.key(), file.size()));
        });
    }

    /** Sends a client, who may see it, to the bytes of a file that another keeps; {@code media_shown} is asked again there. */
    public Reply away(Request request, UUID object, String name) {
        return routes.away(request, object, name);
    }

    /** A ready file of the tenant, to be saved by staff who may; fails with {@code not-found}. */
    public Future<Reply> attachment(Tx tx, UUID object) {
        return new MediaStore(tx).ready(object).map(found -> routes.file(found.orElseThrow(Problem::notFound)));
    }

    /**
     * A ready video or recording of the tenant, to be played on a page of the portal by whoever may, in whole or in ranges. Fails with
     * {@code not-found}, also where the file is something else: nothing that a browser could run is shown there.
     */
    public Future<Reply> played(Tx tx, UUID object) {
        return new MediaStore(tx)
                .ready(object)
                .map(found -> found.filter(MediaObject::plays)
                        .map(file -> routes.inPage(file))
                        .orElseThrow(Problem::notFound));
    }

    /** The whole site of the files host. */
    public Function<Vertx, Router> filesHost() {
        return vertx -> FilesHost.router(vertx, routes, overTls);
    }
}
