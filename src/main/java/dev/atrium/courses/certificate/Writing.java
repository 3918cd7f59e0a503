package dev.atrium.courses.certificate;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import com.openhtmltopdf.bidi.BidiReorderer;
import com.openhtmltopdf.bidi.BidiSplitter;
import com.openhtmltopdf.bidi.BidiTextRun;

/**
 * Text that runs from right to left, and letters that join: the Unicode bidirectional algorithm (UAX 9) and the shapes of Arabic
 * letters, by ICU. Without it a name in Arabic would be drawn backwards and in single letters.
 */
final class Writing implements BidiReorderer {
    private static final int SHAPES =
            ArabicShaping.LETTERS_SHAPE | ArabicShaping.TEXT_DIRECTION_LOGICAL | ArabicShaping.LENGTH_GROW_SHRINK;

    /** Isolated and medial forms of marks, U+FE70 to U+FE7F, and which mark each is. */
    private static final int FIRST_MARK = 0xFE70;

    private static final int LAST_MARK = 0xFE7F;
    private static final String MARKS =
            "\u064B\u064B\u064C\uFE73\u064D\u064D\u064E\u064E\u064F\u064F\u0650\u0650\u0651\u0651\u0652\u0652";

    @Override
    public String reorderRTLTextToLTR(String text) {
        return Bidi.writeReverse(text, Bidi.DO_MIRRORING);
    }

    @Override
    public String shapeText(String text) {
        try {
            return marks(new ArabicShaping(SHAPES).shape(text));
        } catch (ArabicShapingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Marks of vowels stand above and below letters: ICU gives each a place of its own in the line, which none has on paper. */
    private static String marks(String shaped) {
        return shaped.codePoints()
                .map(sign -> sign >= FIRST_MARK && sign <= LAST_MARK ? MARKS.charAt(sign - FIRST_MARK) : sign)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** For a font that lacks the joined shapes, which ours have. */
    @Override
    public String deshapeText(String text) {
        try {
            return new ArabicShaping(ArabicShaping.LETTERS_UNSHAPE | ArabicShaping.LENGTH_GROW_SHRINK).shape(text);
        } catch (ArabicShapingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean isLiveImplementation() {
        return true;
    }

    /** The runs of a paragraph that go one way each, in the order in which they are seen. */
    static final class Runs implements BidiSplitter {
        private final Bidi bidi = new Bidi();

        @Override
        public void setParagraph(String paragraph, byte direction) {
            byte level = switch (direction) {
                case RTL -> Bidi.RTL;
                case LTR -> Bidi.LTR;
                default -> Bidi.LEVEL_DEFAULT_LTR;
            };
            bidi.setPara(paragraph, level, null);
        }

        @Override
        public int countTextRuns() {
            return bidi.countRuns();
        }

        @Override
        public BidiTextRun getVisualRun(int index) {
            var run = bidi.getVisualRun(index);
            return new BidiTextRun(
                    run.getStart(), run.getLength(), run.isOddRun() ? BidiSplitter.RTL : BidiSplitter.LTR);
        }

        @Override
        public byte getBaseDirection(String paragraph) {
            return switch (Bidi.getBaseDirection(paragraph)) {
                case Bidi.RTL -> BidiSplitter.RTL;
                case Bidi.LTR -> BidiSplitter.LTR;
                default -> BidiSplitter.NEUTRAL;
            };
        }
    }
}
