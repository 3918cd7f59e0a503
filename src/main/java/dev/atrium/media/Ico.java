package dev.atrium.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * The largest picture of an icon file as a PNG file. Its entries are PNG files or bitmaps without their file header, of
 * double height since a mask of one bit follows the colours (Microsoft, "Icons", 1995). Computes: for {@link Paper}.
 */
final class Ico {
    private static final int MOST_ENTRIES = 64;
    private static final int MOST_SIDE = 512;
    private static final int DIRECTORY = 6;
    private static final int ENTRY = 16;
    private static final int FILE_HEADER = 14;

    private Ico() {}

    /** @throws MediaProblem {@code picture-broken} where no entry can be read */
    static byte[] largest(byte[] file) {
        try {
            var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int count = Math.min(Short.toUnsignedInt(bytes.getShort(4)), MOST_ENTRIES);
            int best = 0;
            for (int i = 1; i < count; i++) if (side(bytes, i) > side(bytes, best)) best = i;
            int at = DIRECTORY + best * ENTRY;
            int from = bytes.getInt(at + 12);
            var entry = Arrays.copyOfRange(file, from, Math.addExact(from, bytes.getInt(at + 8)));
            return ImageKind.of(entry).filter(kind -> kind == ImageKind.PNG).isPresent() ? entry : bitmap(entry);
        } catch (IOException | RuntimeException broken) {
            throw new MediaProblem("picture-broken");
        }
    }

    private static int side(ByteBuffer bytes, int entry) {
        int side = Byte.toUnsignedInt(bytes.get(DIRECTORY + entry * ENTRY));
        return side == 0 ? 256 : side;
    }

    private static byte[] bitmap(byte[] entry) throws IOException {
        var info = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        int header = info.getInt(0);
        int width = info.getInt(4);
        int height = info.getInt(8) / 2;
        int bits = Short.toUnsignedInt(info.getShort(14));
        if (header != 40 || width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE)
            throw new MediaProblem("picture-broken");
        int colours = info.getInt(32) == 0 && bits <= 8 ? 1 << bits : info.getInt(32);
        int pixels = header + Math.multiplyExact(Math.clamp(colours, 0, 256), 4);
        int mask = pixels + rowBytes(width, bits) * height;
        var picture = bits == 32 ? straight(info, pixels, width, height) : decoded(entry, info, pixels, mask, height);
        var shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = picture.getRGB(x, y);
                boolean hidden = bits != 32 && masked(entry, mask, width, height, x, y);
                shown.setRGB(x, y, hidden ? 0 : colour);
            }
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(shown, "png", out);
        return out.toByteArray();
    }

    /** Rows from the bottom up, each pixel as blue, green, red and alpha. */
    private static BufferedImage straight(ByteBuffer bytes, int pixels, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) image.setRGB(x, height - 1 - y, bytes.getInt(pixels + (y * width + x) * 4));
        return image;
    }

    /** The JDK reads it as the file that it would be: with a file header, and of its true height. */
    private static BufferedImage decoded(byte[] entry, ByteBuffer info, int pixels, int mask, int height)
            throws IOException {
        var file = ByteBuffer.allocate(FILE_HEADER + mask).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(FILE_HEADER + pixels);
        file.put(entry, 0, mask);
        file.putInt(FILE_HEADER + 8, height);
        file.putInt(FILE_HEADER + 20, 0);
        var image = ImageIO.read(new ByteArrayInputStream(file.array()));
        if (image == null || info.getInt(16) != 0) throw new MediaProblem("picture-broken");
        return image;
    }

    private static boolean masked(byte[] entry, int mask, int width, int height, int x, int y) {
        int at = mask + rowBytes(width, 1) * (height - 1 - y) + x / 8;
        return at < entry.length && (entry[at] >> (7 - x % 8) & 1) == 1;
    }

    private static int rowBytes(int width, int bits) {
        return (width * bits + 31) / 32 * 4;
    }
}
