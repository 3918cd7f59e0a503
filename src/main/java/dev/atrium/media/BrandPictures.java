package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.tenancy.TenantPictures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pictures of a tenant's branding: files without an owner, of which only what was drawn anew is shown. */
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
    public Future<Optional<TenantImage>> shown(Scope scope, String kind, int side) {
        return BrandKind.of(kind)
                .map(known -> found(scope, known, "", side))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    @Override
    public Future<Optional<TenantImage>> letterhead(Scope scope) {
        return found(scope, BrandKind.LOGO, PNG, 0);
    }

    /**
     * A picture of the branding by its id, published or not.
     *
     * @param type a media type, or empty for whichever is largest
     * @param side in pixels, 0 for the largest
     */
    public Future<Optional<TenantImage>> picture(Scope scope, UUID id, String type, int side) {
        return db.read(scope, tx -> new BrandStore(tx).drawn(id, type, side))
                .compose(found -> found.map(picture -> bytes(picture).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /** Which of these there are, with type and version. */
    public static Future<Map<UUID, Tenant.Picture>> known(Tx tx, Collection<UUID> pictures) {
        return new BrandStore(tx).known(pictures);
    }

    /** From now on the business's own and nobody's, in the transaction in which the branding names it. */
    public static Future<Integer> adopt(Tx tx, UUID picture) {
        return new BrandStore(tx).own(picture);
    }

    /**
     * Ends the business's pictures but {@code kept}; their bytes go back to the quota. For whoever holds the lock on the
     * branding's row, so that nobody names one at the same time.
     */
    public static Future<Integer> endUnused(Tx tx, Collection<UUID> kept) {
        return new BrandStore(tx).endUnused(kept);
    }

    private Future<Optional<TenantImage>> found(Scope scope, BrandKind kind, String type, int side) {
        return db.read(
                        scope,
                        tx -> new BrandStore(tx)
                                .drawn(kind, type, side)
                                .compose(drawn -> drawn.isPresent() || side != 0
                                        ? Future.succeededFuture(new Found(drawn, Optional.empty()))
                                        : stored(tx, kind).map(image -> new Found(drawn, image))))
                .compose(found -> found.drawn()
                        .map(picture -> bytes(picture).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(found.stored())));
    }

    /** Only these two were kept elsewhere before. */
    private Future<Optional<TenantImage>> stored(Tx tx, BrandKind kind) {
        return kind == BrandKind.LOGO || kind == BrandKind.LOGIN_IMAGE
                ? hosts.image(tx, kind.word())
                : Future.succeededFuture(Optional.empty());
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

    /** A picture of before, drawn anew: it is the published one from now on, and every page knows. */
    private Future<Void> put(Tx tx, BrandKind kind, MediaObject picture) {
        hosts.changed(tx);
        return new BrandStore(tx).put(kind, picture.id()).mapEmpty();
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
