package dev.atrium.media;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Makes an avatar of an uploaded image: the centre square, upright, 256 x 256, drawn anew, so that nothing of the file but
 * its pixels is kept: no metadata, no comment, no second format hidden in it. Blocks and computes: for a worker, not for an
 * event loop.
 */
public final class Avatars {
    /** The largest upload, in bytes. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    /** Both sides of an avatar, in pixels. */
    public static final int SIDE = 256;

    private static final long MAX_PIXELS = 40_000_000;
    // Some decoders keep the whole picture, beyond the heap's limits even: a smaller one for them.
    private static final long MAX_PIXELS_HELD = 12_000_000;
    private static final int OVERSAMPLING = 4;
    private static final double JPEG_QUALITY = 0.85;

    /** An avatar and its type: {@code image/jpeg}, or {@code image/png} where something shows through it. */
    @SuppressWarnings("ArrayRecordComponent") // A pair to be stored, never compared.
    public record Encoded(byte[] bytes, String contentType) {}

    static {
        // Pictures are small and stay in memory; the temporary directory may not be writable.
        ImageIO.setUseCache(false);
    }

    private Avatars() {}

    /**
     * The avatar of a PNG, JPEG, WebP or (its first frame) GIF file.
     *
     * @throws MediaProblem {@code avatar-large} beyond 5 MiB; {@code avatar-type} for another
     *     format; {@code avatar-pixels} beyond 40 megapixels (12 for WebP and progressive JPEG), which is found out before
     *     decoding; {@code avatar-broken} where it cannot be read to its end
     */
    public static Encoded encode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw refused("avatar-large");
        }
        var kind = ImageKind.of(bytes).orElseThrow(() -> refused("avatar-type"));
        try {
            return write(upright(kind, bytes, square(kind, bytes)));
        } catch (MediaProblem problem) {
            throw problem;
        } catch (IOException | RuntimeException broken) {
            throw refused("avatar-broken");
        }
    }

    /** The centre square, thinned while reading, so that memory follows the avatar's size and not the upload's. */
    private static BufferedImage square(ImageKind kind, byte[] bytes) throws IOException {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            var reader = reader(kind);
            try {
                reader.setInput(stream, false, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                refuseBombs(Structure.of(kind, bytes), (long) width * height);
                int side = Math.min(width, height);
                int step = Math.max(1, side / (SIDE * OVERSAMPLING));
                var parameters = reader.getDefaultReadParam();
                parameters.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } finally {
                reader.dispose();
            }
        }
    }

    private static void refuseBombs(Structure structure, long headerPixels) {
        if (!structure.whole()) {
            throw refused("avatar-broken");
        }
        long pixels = Math.max(headerPixels, structure.framePixels());
        if (pixels > (structure.heldAtOnce() ? MAX_PIXELS_HELD : MAX_PIXELS)) {
            throw refused("avatar-pixels");
        }
    }

    private static BufferedImage upright(ImageKind kind, byte[] bytes, BufferedImage square) throws IOException {
        // Never the upload's own type: shrunk into a palette, colours are lost.
        int type = square.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        var small = Thumbnails.of(square).forceSize(SIDE, SIDE).imageType(type).asBufferedImage();
        var orientation = kind == ImageKind.JPEG ? orientation(bytes) : null;
        return orientation == null
                ? small
                : ExifFilterUtils.getFilterForOrientation(orientation).apply(small);
    }

    private static @Nullable Orientation orientation(byte[] bytes) throws IOException {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            var reader = reader(ImageKind.JPEG);
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

    private static Encoded write(BufferedImage avatar) throws IOException {
        boolean clear = showsThrough(avatar);
        var out = new ByteArrayOutputStream();
        var drawn = Thumbnails.of(avatar)
                .scale(1)
                .imageType(clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        if (clear) {
            drawn.outputFormat("png").toOutputStream(out);
        } else {
            drawn.outputFormat("jpg").outputQuality(JPEG_QUALITY).toOutputStream(out);
        }
        return new Encoded(out.toByteArray(), clear ? "image/png" : "image/jpeg");
    }

    private static boolean showsThrough(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return false;
        }
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int pixel : pixels) {
            if (pixel >>> 24 != 0xFF) {
                return true;
            }
        }
        return false;
    }

    private static ImageReader reader(ImageKind kind) {
        return ImageIO.getImageReadersByFormatName(kind.reader).next();
    }

    private static MediaProblem refused(String code) {
        return new MediaProblem(code);
    }
}
