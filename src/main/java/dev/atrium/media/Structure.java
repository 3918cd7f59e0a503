package dev.atrium.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a file's markers tell before any decoder runs: whether it is whole, whether decoding holds all of it in memory at
 * once, and what its innermost frame really measures.
 *
 * @param whole whether the file ends where its format says
 * @param heldAtOnce whether its decoder keeps the whole picture, whatever part is asked for
 * @param framePixels pixels of the coded frame where that can differ from the header's, else 0
 */
record Structure(boolean whole, boolean heldAtOnce, long framePixels) {
    private static final int SOF2 = 0xC2;
    private static final int SOS = 0xDA;
    private static final int EOI = 0xD9;

    static Structure of(ImageKind kind, byte[] file) {
        return switch (kind) {
            case JPEG -> jpeg(file);
            case WEBP -> webp(file);
            case PNG, GIF -> new Structure(true, false, 0);
        };
    }

    /** Walks the segments (ITU T.81, B.1.1.4) up to the scan; a progressive picture's coefficients are all kept. */
    private static Structure jpeg(byte[] file) {
        boolean progressive = false;
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == SOS) {
                return new Structure(endsAfter(file, at), progressive, 0);
            }
            progressive |= marker == SOF2;
            at += 2 + (((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF));
        }
        return new Structure(false, progressive, 0);
    }

    private static boolean endsAfter(byte[] file, int scan) {
        // From the end: cameras may write more behind the picture, but a cut one has no end marker at all.
        for (int i = file.length - 2; i > scan; i--) {
            if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == EOI) {
                return true;
            }
        }
        return false;
    }

    /** Walks the chunks (RFC 9649, 2.3) to the one still picture; an animation has none at the top and is refused. */
    private static Structure webp(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean whole = bytes.length >= 12 && Integer.toUnsignedLong(file.getInt(4)) + 8 <= bytes.length;
        int at = 12;
        while (whole && at + 18 <= bytes.length) {
            String chunk = new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
            long size = Integer.toUnsignedLong(file.getInt(at + 4));
            long next = at + 8 + size + (size & 1);
            if (chunk.startsWith("VP8") && !"VP8X".equals(chunk)) {
                return new Structure(next - (size & 1) <= bytes.length, true, pixels(chunk, file, at + 8));
            }
            if (next > bytes.length) {
                break;
            }
            at = (int) next;
        }
        return new Structure(false, true, 0);
    }

    private static long pixels(String chunk, ByteBuffer file, int at) {
        if ("VP8L".equals(chunk)) {
            int bits = file.getInt(at + 1);
            return ((bits & 0x3FFFL) + 1) * (((bits >>> 14) & 0x3FFFL) + 1);
        }
        return (file.getShort(at + 6) & 0x3FFFL) * (file.getShort(at + 8) & 0x3FFFL);
    }
}
