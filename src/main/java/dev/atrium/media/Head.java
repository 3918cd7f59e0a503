package dev.atrium.media;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first bytes of a file, a compound file's directory, and what can be asked of them. */
final class Head {
    static final int BYTES = 8 * 1024;
    static final String OLE = "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1";

    private final byte[] bytes;
    private final byte[] directory;
    private final long size;

    Head(byte[] bytes, byte[] directory, long size) {
        this.bytes = bytes;
        this.directory = directory;
        this.size = size;
    }

    boolean has(int at, String magic) {
        var wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= at + wanted.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    boolean within(int first, String word) {
        return latin(Math.min(first, bytes.length)).contains(word);
    }

    /** A zip that holds an Office document: the parts' names stand in its first local headers (ECMA-376, part 2). */
    boolean openXml(String folder) {
        return has(0, "PK\u0003\u0004") && within(BYTES, "[Content_Types].xml") && within(BYTES, folder);
    }

    /** A compound file with a stream of this name; installers are compound files too and have none of ours. */
    boolean ole(String stream) {
        if (!has(0, OLE)) return false;
        var name = new String(directory, StandardCharsets.ISO_8859_1);
        return name.contains(
                new String(stream.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1) + "\0\0");
    }

    /** An ISO base media file (ISO/IEC 14496-12, 4.3) of one of these major brands. */
    boolean brand(String... brands) {
        return has(4, "ftyp") && Arrays.stream(brands).anyMatch(brand -> has(8, brand));
    }

    /** Two frames of MPEG audio layer III in a row (ISO/IEC 11172-3, 2.4.1.3): one sync word alone is chance. */
    boolean mpegAudio() {
        int length = frame(0);
        return length > 0 && frame(length) > 0;
    }

    private int frame(int at) {
        if (bytes.length < at + 4 || (bytes[at] & 0xFF) != 0xFF || (bytes[at + 1] & 0xE6) != 0xE2) return 0;
        boolean first = (bytes[at + 1] & 0x18) == 0x18;
        int rate = (bytes[at + 2] >> 4) & 15;
        int frequency = (bytes[at + 2] >> 2) & 3;
        if (rate == 0 || rate == 15 || frequency == 3 || (bytes[at + 1] & 0x18) == 0x08) return 0;
        int[] rates = first
                ? new int[] {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
                : new int[] {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
        int hertz =
                new int[] {44_100, 48_000, 32_000}[frequency] / (first ? 1 : ((bytes[at + 1] & 0x18) == 0x10 ? 2 : 4));
        return (first ? 144_000 : 72_000) * rates[rate] / hertz + ((bytes[at + 2] >> 1) & 1);
    }

    /** UTF-8 without control characters but tab and line ends. A character may be cut at the end of what was read. */
    boolean text() {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var out = CharBuffer.allocate(bytes.length + 1);
        try {
            var in = ByteBuffer.wrap(bytes);
            var result = decoder.decode(in, out, size <= bytes.length);
            if (result.isError()) result.throwException();
        } catch (CharacterCodingException binary) {
            return false;
        }
        return out.flip()
                .chars()
                .allMatch(c -> c == '\t' || c == '\n' || c == '\r' || c == '\f' || (c >= 0x20 && c != 0x7F));
    }

    /** Text that no browser takes for markup, however hard it sniffs. */
    boolean plain() {
        return text() && !start().startsWith("<");
    }

    /** The text from its first character that is neither space nor byte order mark. */
    String start() {
        return new String(bytes, StandardCharsets.UTF_8)
                .replaceFirst("^\\uFEFF", "")
                .stripLeading();
    }

    private String latin(int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
