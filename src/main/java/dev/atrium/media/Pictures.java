package dev.atrium.media;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Draws an uploaded picture anew in the sizes of a recipe, upright, so that nothing of the file but its pixels is kept: no
 * metadata, no comment, no second format hidden in it. Blocks and computes: for {@link Paper}, not for an event loop.
 */
final class Pictures {
    /** A larger file is kept as it came but no picture is made of it, in bytes. */
    static final long MAX_BYTES = 20L * 1024 * 1024;

    private static final long MAX_PIXELS = 40_000_000;
    // Some decoders keep the whole picture, beyond the heap's limits even: a smaller one for them.
    private static final long MAX_PIXELS_HELD = 12_000_000;
    private static final int OVERSAMPLING = 2;

    /** Which pictures are made: sides in pixels, the largest first. */
    enum Recipe {
        /** The centre square, for faces. */
        SQUARE(256, 96),
        /** The whole picture, its longer edge not beyond the side; never enlarged. */
        FIT(1600, 720, 320),
        /** Like {@link #FIT}, but the smallest is a PNG: mail programs show no other picture that lets the paper through. */
        MARK(720, 320, 240),
        /** Squares as PNG, which every browser and phone takes for an icon; small ones are enlarged. */
        ICON(512, 192, 180, 32, 16);

        @SuppressWarnings("ImmutableEnumChecker") // A list that cannot be changed.
        private final List<Integer> sides;

        Recipe(Integer... sides) {
            this.sides = List.of(sides);
        }

        static Recipe of(MediaObject.Purpose purpose) {
            return switch (purpose) {
                case AVATAR -> SQUARE;
                case LOGO -> MARK;
                case FAVICON -> ICON;
                case FILE, LOGIN_IMAGE, COVER -> FIT;
            };
        }
    }

    /** Every side that can be asked for. */
    static final List<Integer> SIDES = List.of(96, 256, 320, 720, 1600);

    /** One picture as it is served; {@code etag} is of its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Passed on to be stored, never compared.
    record Encoded(int side, byte[] bytes, String contentType, int width, int height) {
        String etag() {
            return sha256().substring(0, 32);
        }

        String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private Pictures() {}

    /**
     * The pictures of a PNG, JPEG, WebP or (its first frame) GIF file.
     *
     * @throws MediaProblem {@code picture-type} for another format; {@code picture-pixels} beyond 40 megapixels (12 for
     *     WebP and progressive JPEG), which is found out before decoding; {@code picture-broken} where it cannot be read to
     *     its end
     */
    static List<Encoded> encode(Recipe recipe, byte[] bytes) {
        var kind = ImageKind.of(bytes).orElseThrow(() -> new MediaProblem("picture-type"));
        try {
            var decoded = decode(recipe, kind, bytes);
            var orientation = kind == ImageKind.JPEG ? orientation(bytes) : null;
            var made = new ArrayList<Encoded>();
            for (int i = 0; i < recipe.sides.size(); i++) {
                boolean enlarged = i + 1 < recipe.sides.size() && longest(decoded) <= recipe.sides.get(i + 1);
                if (recipe == Recipe.SQUARE || recipe == Recipe.ICON || !enlarged)
                    made.add(picture(recipe, recipe.sides.get(i), decoded, orientation));
            }
            return made;
        } catch (MediaProblem problem) {
            throw problem;
        } catch (IOException | RuntimeException broken) {
            throw new MediaProblem("picture-broken");
        }
    }

    /** Width and height as the file's header says, before anything is decoded; empty where it is no picture. */
    static Optional<Dimension> measure(byte[] bytes) {
        var kind = ImageKind.of(bytes).orElse(null);
        if (kind == null) return Optional.empty();
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            var reader = kind.reader();
            try {
                reader.setInput(stream, false, true);
                return Optional.of(new Dimension(reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException broken) {
            throw new MediaProblem("picture-broken");
        }
    }

    private static int longest(BufferedImage image) {
        return Math.max(image.getWidth(), image.getHeight());
    }

    /** What the recipe shows, thinned while reading, so that memory follows the pictures' size and not the upload's. */
    private static BufferedImage decode(Recipe recipe, ImageKind kind, byte[] bytes) throws IOException {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            var reader = kind.reader();
            try {
                reader.setInput(stream, false, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                refuseBombs(Structure.of(kind, bytes), (long) width * height);
                var shown = shown(recipe, width, height);
                int step = Math.ceilDiv(Math.max(shown.width, shown.height), recipe.sides.getFirst() * OVERSAMPLING);
                var parameters = reader.getDefaultReadParam();
                parameters.setSourceRegion(shown);
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Rectangle shown(Recipe recipe, int width, int height) {
        if (recipe != Recipe.SQUARE) return new Rectangle(0, 0, width, height);
        int side = Math.min(width, height);
        return new Rectangle((width - side) / 2, (height - side) / 2, side, side);
    }

    private static void refuseBombs(Structure structure, long headerPixels) {
        if (!structure.whole()) throw new MediaProblem("picture-broken");
        long pixels = Math.max(headerPixels, structure.framePixels());
        if (pixels > (structure.heldAtOnce() ? MAX_PIXELS_HELD : MAX_PIXELS)) throw new MediaProblem("picture-pixels");
    }

    private static Encoded picture(Recipe recipe, int side, BufferedImage decoded, @Nullable Orientation orientation)
            throws IOException {
        // Never the upload's own type: shrunk into a palette, colours are lost.
        int type = decoded.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        var thumbnail = Thumbnails.of(decoded).imageType(type);
        int longest = longest(decoded);
        if (recipe == Recipe.SQUARE || recipe == Recipe.ICON) thumbnail.forceSize(side, side);
        else if (longest > side) thumbnail.size(side, side);
        else thumbnail.scale(1);
        var small = thumbnail.asBufferedImage();
        var upright = orientation == null
                ? small
                : ExifFilterUtils.getFilterForOrientation(orientation).apply(small);
        return recipe == Recipe.ICON || (recipe == Recipe.MARK && side == recipe.sides.getLast())
                ? PictureFile.asPng(side, upright)
                : PictureFile.of(side, upright);
    }

    private static @Nullable Orientation orientation(byte[] bytes) throws IOException {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = ImageKind.JPEG.reader();
            try {
                reader.setInput(stream, false, false);
                return ExifUtils.getExifOrientation(reader, 0);
            } catch (IOException | RuntimeException unreadable) {
                // Metadata is a courtesy: a picture without a readable hint stays as it is.
                return null;
            } finally {
                reader.dispose();
            }
        }
    }
}
