package dev.atrium.media;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pictures as WebP by libwebp, which a small library brings as native code; where that cannot be loaded (another
 * processor, a data directory without the right to execute), as JPEG, or as PNG where something shows through.
 */
final class PictureFile {
    private static final Logger LOG = LoggerFactory.getLogger(PictureFile.class);
    private static final float WEBP_QUALITY = 0.8f;
    private static final double JPEG_QUALITY = 0.85;

    /** Where the library is unpacked; null before a portal said so. */
    private static volatile @Nullable Path unpackedInto;

    /** Asked when the first picture is written: loading native code is no work for a start. */
    private static final class Native {
        static final boolean WRITES = writes();

        private static boolean writes() {
            try {
                // Time has passed since the start: a directory that was tidied away is made again.
                var directory = unpackedInto;
                if (directory != null) Files.createDirectories(directory);
                return webp(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)).length > 0;
            } catch (LinkageError | IOException | RuntimeException e) {
                LOG.warn("pictures are written as JPEG and PNG, since WebP cannot be: {}", e.toString());
                return false;
            }
        }
    }

    static {
        // Pictures are small and stay in memory; the temporary directory may not be writable.
        ImageIO.setUseCache(false);
        // Native code writes what was drawn here; what strangers send is decoded in Java alone.
        var registry = IIORegistry.getDefaultInstance();
        var decoder = registry.getServiceProviderByClass(WebPImageReaderSpi.class);
        if (decoder != null) registry.deregisterServiceProvider(decoder);
    }

    private PictureFile() {}

    /** Names the directory that the native library is unpacked into, and clears what a killed process left there. */
    static void unpackInto(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory)) {
            // One that another process has loaded stays loaded: only its name goes.
            for (var file : files) Files.deleteIfExists(file);
        }
        unpackedInto = directory;
        System.setProperty("com.luciad.imageio.webp.tmpdir", directory.toString());
    }

    static Pictures.Encoded of(int side, BufferedImage image) throws IOException {
        boolean clear = showsThrough(image);
        // Drawn once more into a plain raster, whatever the filters before left.
        var plain = Thumbnails.of(image)
                .scale(1)
                .imageType(clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB)
                .asBufferedImage();
        var type = Native.WRITES ? "image/webp" : clear ? "image/png" : "image/jpeg";
        var bytes = Native.WRITES ? webp(plain) : clear ? png(plain) : jpeg(plain);
        return new Pictures.Encoded(side, bytes, type, plain.getWidth(), plain.getHeight());
    }

    /** As a PNG, for readers that know no WebP. */
    static Pictures.Encoded asPng(int side, BufferedImage image) throws IOException {
        return new Pictures.Encoded(side, png(image), "image/png", image.getWidth(), image.getHeight());
    }

    private static byte[] webp(BufferedImage image) throws IOException {
        var writer = new WebPImageWriterSpi().createWriterInstance();
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType("Lossy");
            parameters.setCompressionQuality(WEBP_QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        Thumbnails.of(image)
                .scale(1)
                .outputFormat("jpg")
                .outputQuality(JPEG_QUALITY)
                .toOutputStream(out);
        return out.toByteArray();
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static boolean showsThrough(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) return false;
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int pixel : row) {
                if (pixel >>> 24 != 0xFF) return true;
            }
        }
        return false;
    }
}
