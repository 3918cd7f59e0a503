package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    /** Blue on the left, red on the right. */
    private static BufferedImage halves(int width, int height, int type) {
        var image = new BufferedImage(width, height, type);
        var graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.dispose();
        return image;
    }

    private static byte[] file(BufferedImage image, String format) {
        var out = new ByteArrayOutputStream();
        try {
            assertTrue(ImageIO.write(image, format, out), format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] fixture(String name) {
        try (var in = PicturesTest.class.getResourceAsStream("/media/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Pictures.Encoded square(byte[] bytes) {
        return Pictures.encode(Pictures.Recipe.SQUARE, bytes).getFirst();
    }

    private static BufferedImage read(Pictures.Encoded avatar) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(avatar.bytes()));
        assertEquals(256, image.getWidth());
        assertEquals(256, image.getHeight());
        return image;
    }

    private static void assertRefused(String code, byte[] bytes) {
        var problem = assertThrows(MediaProblem.class, () -> square(bytes));
        assertEquals(code, problem.code());
    }

    private static void assertColour(Color expected, BufferedImage image, int x, int y) {
        var seen = new Color(image.getRGB(x, y));
        int off = Math.abs(expected.getRed() - seen.getRed())
                + Math.abs(expected.getGreen() - seen.getGreen())
                + Math.abs(expected.getBlue() - seen.getBlue());
        assertTrue(off < 60, () -> "at " + x + "," + y + ": " + seen);
    }

    @ParameterizedTest
    @CsvSource({
        "png,600,300",
        "png,300,600",
        "png,7,5",
        "png,1,1",
        "png,3000,2100",
        "jpg,600,300",
        "jpg,2500,2500",
        "gif,600,300",
        "gif,16,16"
    })
    void an_image_becomes_its_centre_square(String format, int width, int height) throws IOException {
        var avatar = square(file(halves(width, height, BufferedImage.TYPE_INT_RGB), format));
        assertEquals("image/webp", avatar.contentType());
        var image = read(avatar);
        if (width > 10) {
            assertColour(Color.BLUE, image, 40, 128);
            assertColour(Color.RED, image, 216, 128);
        }
    }

    @Test
    void what_shows_through_stays_so() throws IOException {
        var image = halves(400, 400, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 100, 400, new int[40_000], 0, 100);
        var avatar = square(file(image, "png"));
        assertEquals("image/webp", avatar.contentType());
        var small = read(avatar);
        assertEquals(0, small.getRGB(10, 128) >>> 24);
        assertEquals(255, small.getRGB(200, 128) >>> 24);
        var opaque = square(file(halves(400, 400, BufferedImage.TYPE_INT_ARGB), "png"));
        assertFalse(ImageIO.read(new ByteArrayInputStream(opaque.bytes()))
                .getColorModel()
                .hasAlpha());
    }

    @Test
    void webp_and_progressive_jpeg_are_read() throws IOException {
        for (String name : List.of("still.webp", "progressive.jpg")) {
            var image = read(square(fixture(name)));
            assertColour(Color.BLUE, image, 40, 128);
            assertColour(Color.RED, image, 216, 128);
        }
        assertTrue(read(square(fixture("clear.webp"))).getColorModel().hasAlpha());
        assertRefused("picture-broken", fixture("animated.webp"));
    }

    /** The white quarter stands at the top left of the stored pixels; the eight orientations carry it to these corners. */
    @ParameterizedTest
    @CsvSource({"1,0,0", "2,1,0", "3,1,1", "4,0,1", "5,0,0", "6,1,0", "7,1,1", "8,0,1"})
    void a_turned_photo_is_set_upright_and_tells_nothing_else(int orientation, int right, int bottom)
            throws IOException {
        byte[] photo = fixture("orientation-" + orientation + ".jpg");
        assertTrue(text(photo).contains("SECRET-PLACE"));
        var avatar = square(photo);
        assertColour(Color.WHITE, read(avatar), 64 + right * 128, 64 + bottom * 128);
        assertFalse(text(avatar.bytes()).contains("SECRET-PLACE"));
        assertFalse(text(avatar.bytes()).contains("Exif"));
    }

    @Test
    void a_page_hidden_in_an_image_does_not_get_through() {
        String page = "<script>alert(1)</script>";
        byte[] gif = file(halves(64, 64, BufferedImage.TYPE_INT_RGB), "gif");
        byte[] comment = new byte[] {0x21, (byte) 0xFE, (byte) page.length()};
        // A comment extension goes right before the first image descriptor (0x2C).
        int descriptor = 13 + 3 * (2 << (gif[10] & 7));
        while (gif[descriptor] == 0x21) {
            int block = descriptor + 2;
            while (gif[block] != 0) {
                block += (gif[block] & 0xFF) + 1;
            }
            descriptor = block + 1;
        }
        byte[] polyglot = join(
                Arrays.copyOf(gif, descriptor),
                comment,
                page.getBytes(StandardCharsets.US_ASCII),
                new byte[1],
                Arrays.copyOfRange(gif, descriptor, gif.length),
                page.getBytes(StandardCharsets.US_ASCII));
        assertTrue(text(polyglot).contains("<script>"));
        assertFalse(text(square(polyglot).bytes()).contains("<script>"));
        for (String format : List.of("png", "jpg")) {
            byte[] image = file(halves(64, 64, BufferedImage.TYPE_INT_RGB), format);
            byte[] trailing = join(image, page.getBytes(StandardCharsets.US_ASCII));
            assertFalse(text(square(trailing).bytes()).contains("<script>"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "GIF",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "<html>",
                "%PDF-1.7",
                "BM000000",
                "II*\0",
                "RIFF0000WAVE",
                "PK\u0003\u0004",
                "\0\0\0\u0018ftypavif",
                "#!/bin/sh",
                "\u0089PNG\n"
            })
    void another_format_is_refused(String content) {
        assertRefused("picture-type", content.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_file_is_shown_whole_in_three_sizes_and_never_enlarged() {
        assertEquals(List.of("1600x800", "720x360", "320x160"), sizes(3000, 1500));
        assertEquals(List.of("1000x500", "720x360", "320x160"), sizes(1000, 500));
        assertEquals(List.of("500x250", "320x160"), sizes(500, 250));
        assertEquals(List.of("300x150"), sizes(300, 150));
        var turned = Pictures.encode(Pictures.Recipe.FIT, fixture("orientation-6.jpg"));
        assertFalse(text(turned.getFirst().bytes()).contains("SECRET-PLACE"));
    }

    private static List<String> sizes(int width, int height) {
        var photo = file(halves(width, height, BufferedImage.TYPE_INT_RGB), "png");
        return Pictures.encode(Pictures.Recipe.FIT, photo).stream()
                .map(picture -> picture.width() + "x" + picture.height())
                .toList();
    }

    @Test
    void strangers_webp_never_reaches_native_code() {
        square(fixture("still.webp"));
        ImageIO.getImageReadersByFormatName("webp")
                .forEachRemaining(reader -> assertTrue(
                        reader.getClass().getName().startsWith("com.twelvemonkeys."),
                        reader.getClass().getName()));
    }

    @ParameterizedTest
    @CsvSource({"50000,50000", "2147483647,2147483647", "2147483647,1", "40000001,1", "6325,6325"})
    void a_bomb_is_refused_by_its_header_alone(int width, int height) {
        byte[] bomb = pngHeader(width, height);
        assertTrue(bomb.length < 100);
        assertRefused("picture-pixels", bomb);
        assertTrue(allocatedBy(() -> assertRefused("picture-pixels", bomb)) < 2_000_000);
    }

    @Test
    void a_webp_whose_frame_belies_its_header_is_refused() {
        byte[] still = fixture("still.webp");
        int frame = text(still).indexOf("VP8 ") + 8;
        ByteBuffer.wrap(still)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putShort(frame + 6, (short) 16383)
                .putShort(frame + 8, (short) 16383);
        assertRefused("picture-pixels", still);
    }

    @Test
    void thirty_nine_megapixels_need_little_memory() {
        var image = new BufferedImage(39_000, 1000, BufferedImage.TYPE_BYTE_BINARY);
        byte[] wide = file(image, "png");
        assertTrue(allocatedBy(() -> square(wide)) < 40_000_000);
    }

    static Stream<String> whole() {
        return Stream.of("png", "jpg", "gif", "still.webp", "clear.webp", "progressive.jpg", "orientation-6.jpg");
    }

    @ParameterizedTest
    @MethodSource("whole")
    void a_cut_file_is_refused(String name) {
        byte[] whole = bytes(name);
        for (int keep : List.of(12, 20, 30, whole.length / 4, whole.length / 2, whole.length * 3 / 4)) {
            byte[] cut = Arrays.copyOf(whole, keep);
            assertRefused("picture-broken", cut);
        }
    }

    /** Damage may leave a readable picture; it may not leave any other outcome than an avatar or a MediaProblem. */
    @ParameterizedTest
    @MethodSource("whole")
    void a_damaged_file_gives_an_avatar_or_a_problem(String name) throws IOException {
        var random = new Random(5);
        for (int round = 0; round < 150; round++) {
            byte[] damaged = bytes(name).clone();
            for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
                damaged[random.nextInt(Math.min(damaged.length, 400))] = (byte) random.nextInt();
            }
            try {
                read(square(damaged));
            } catch (MediaProblem problem) {
                assertTrue(problem.code().startsWith("picture-"));
            }
        }
    }

    private static byte[] bytes(String name) {
        return name.contains(".") ? fixture(name) : file(halves(200, 100, BufferedImage.TYPE_INT_RGB), name);
    }

    private static byte[] pngHeader(int width, int height) {
        var chunk = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height);
        chunk.put(new byte[] {8, 6, 0, 0, 0});
        var crc = new CRC32();
        crc.update(chunk.array());
        return join(
                "\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1),
                ByteBuffer.allocate(25)
                        .putInt(13)
                        .put(chunk.array())
                        .putInt((int) crc.getValue())
                        .array());
    }

    private static long allocatedBy(Runnable work) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
