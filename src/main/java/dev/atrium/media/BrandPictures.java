package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.tenancy.TenantPictures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logo and the sign-in picture of a tenant: files without an owner, of which only what was drawn anew is shown. */
public final class BrandPictures implements TenantPictures {
    private static final Logger LOG = LoggerFactory.getLogger(BrandPictures.class);
    private static final String PNG = "image/png";

    private final Db db;
    private final Hosts hosts;
    private final Storage storage;
    private final Staging staging;
    private final Uploads uploads;

    BrandPictures(Db db, Hosts hosts, Storage storage, Staging staging, Uploads uploads) {
        this.db = db;
        this.hosts = hosts;
        this.storage = storage;
        this.staging = staging;
        this.uploads = uploads;
    }

    /** What is found in the database, before its bytes are fetched: no connection waits for a disk. */
    private record Found(Optional<MediaStore.Picture> drawn, Optional<TenantImage> stored) {}

    @Override
    public Future<Optional<TenantImage>> shown(Scope scope, String kind) {
        return BrandKind.of(kind)
                .map(known -> found(scope, known, ""))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    @Override
    public Future<Optional<TenantImage>> letterhead(Scope scope) {
        return found(scope, BrandKind.LOGO, PNG);
    }

    private Future<Optional<TenantImage>> found(Scope scope, BrandKind kind, String type) {
        return db.read(
                        scope,
                        tx -> new BrandStore(tx)
                                .drawn(kind, type)
                                .compose(drawn -> drawn.isPresent()
                                        ? Future.succeededFuture(new Found(drawn, Optional.empty()))
                                        : hosts.image(tx, kind.word()).map(stored -> new Found(drawn, stored))))
                .compose(found -> found.drawn()
                        .map(picture -> bytes(picture).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(found.stored())));
    }

    private Future<TenantImage> bytes(MediaStore.Picture picture) {
        var pieces = new Pieces(storage, Finisher.variant(picture.key(), picture.side()), picture.size());
        return rest(pieces, Buffer.buffer()).map(bytes -> new TenantImage(bytes, picture.type()));
    }

    private static Future<Buffer> rest(Pieces pieces, Buffer soFar) {
        return pieces.next()
                .compose(piece -> piece.map(more -> rest(pieces, soFar.appendBuffer(more)))
                        .orElseGet(() -> Future.succeededFuture(soFar)));
    }

    /** In the transaction in which the file becomes visible: it is the picture from now on, and every page knows. */
    Future<Void> put(Tx tx, BrandKind kind, MediaObject picture) {
        hosts.changed(tx);
        return new BrandStore(tx).put(kind, picture.id()).mapEmpty();
    }

    Future<Void> remove(Tx tx, BrandKind kind) {
        hosts.changed(tx);
        return new BrandStore(tx).put(kind, null).mapEmpty();
    }

    /**
     * Draws a picture anew that was kept in the branding's own columns, before pictures were files. One that cannot be drawn
     * stays where it is, and is shown as it was.
     */
    public Future<Void> move(UUID tenant, String word) {
        var scope = Scope.job(tenant, "branding.move");
        var kind = BrandKind.of(word).orElseThrow();
        return db.read(scope, tx -> hosts.image(tx, word))
                .compose(stored -> stored.map(image -> draw(scope, kind, image)).orElseGet(Future::succeededFuture));
    }

    private Future<Void> draw(Scope scope, BrandKind kind, TenantImage image) {
        var file = staging.beside(Ids.next(), kind.word());
        var bytes = image.bytes().getBytes();
        return staging.write(file, bytes)
                .compose(x -> uploads.keep(
                        scope, kind.purpose(), kind.word(), file, bytes.length, (tx, made) -> put(tx, kind, made)))
                .eventually(() -> staging.delete(file))
                .<Void>mapEmpty()
                .recover(e -> {
                    if (!(e instanceof MediaProblem refused)) return Future.failedFuture(e);
                    LOG.warn("the {} of {} stays as it is: {}", kind.word(), scope.tenant(), refused.code());
                    return Future.succeededFuture();
                });
    }
}
