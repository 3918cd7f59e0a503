package dev.atrium.media;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The image formats that are let in, told apart by their first bytes; a file's name and declared type say nothing. */
enum ImageKind {
    PNG("png") {
        @Override
        boolean begins(byte[] file) {
            return holds(file, 0, "\u0089PNG\r\n\u001A\n");
        }
    },
    JPEG("jpeg") {
        @Override
        boolean begins(byte[] file) {
            return holds(file, 0, "\u00FF\u00D8\u00FF");
        }
    },
    GIF("gif") {
        @Override
        boolean begins(byte[] file) {
            return holds(file, 0, "GIF87a") || holds(file, 0, "GIF89a");
        }
    },
    WEBP("webp") {
        @Override
        boolean begins(byte[] file) {
            return holds(file, 0, "RIFF") && holds(file, 8, "WEBP");
        }
    };

    private final String format;

    ImageKind(String format) {
        this.format = format;
    }

    /** Its decoder, in Java: the JDK's own, and for WebP the one named here, whatever else is on the class path. */
    ImageReader reader() throws IOException {
        return this == WEBP
                ? new WebPImageReaderSpi().createReaderInstance()
                : ImageIO.getImageReadersByFormatName(format).next();
    }

    abstract boolean begins(byte[] file);

    static Optional<ImageKind> of(byte[] file) {
        return Arrays.stream(values()).filter(kind -> kind.begins(file)).findFirst();
    }

    private static boolean holds(byte[] file, int at, String magic) {
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= at + bytes.length && Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
