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

    @Override
    public String reorderRTLTextToLTR(String text) {
        return Bidi.writeReverse(text, Bidi.DO_MIRRORING | Bidi.KEEP_BASE_COMBINING);
    }

    @Override
    public String shapeText(String text) {
        try {
            return new ArabicShaping(SHAPES).shape(text);
        } catch (ArabicShapingException e) {
            throw new IllegalStateException(e);
        }
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
