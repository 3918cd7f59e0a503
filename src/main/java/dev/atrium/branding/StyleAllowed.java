package dev.atrium.branding;

import java.util.Set;

/** The words of CSS that a business may use: what changes how things look, and nothing that loads, reads or draws over. */
final class StyleAllowed {
    /** Any plain value will do. */
    static final Set<String> PROPERTIES = words("""
            accent-color align-content align-items align-self aspect-ratio background background-color background-image
            background-position background-position-x background-position-y background-repeat background-size background-clip
            background-origin background-blend-mode block-size border border-block border-block-color border-block-end
            border-block-start border-block-style border-block-width border-bottom border-bottom-color border-bottom-left-radius
            border-bottom-right-radius border-bottom-style border-bottom-width border-collapse border-color
            border-end-end-radius border-end-start-radius border-inline border-inline-color border-inline-end
            border-inline-start border-inline-style border-inline-width border-left border-left-color border-left-style
            border-left-width border-radius border-right border-right-color border-right-style border-right-width border-spacing
            border-start-end-radius border-start-start-radius border-style border-top border-top-color border-top-left-radius
            border-top-right-radius border-top-style border-top-width border-width box-sizing caret-color clear color
            color-scheme column-gap columns column-count column-width column-rule cursor direction filter flex flex-basis
            flex-direction flex-flow flex-grow flex-shrink flex-wrap float font font-family font-feature-settings
            font-kerning font-size font-size-adjust font-stretch font-style font-variant font-variant-caps
            font-variant-ligatures font-variant-numeric font-weight gap grid-area grid-auto-columns grid-auto-flow
            grid-auto-rows grid-column grid-column-end grid-column-start grid-row grid-row-end grid-row-start
            grid-template-columns grid-template-rows height hyphens inline-size isolation justify-content justify-items
            justify-self letter-spacing line-break line-height list-style-position list-style-type max-block-size max-height
            max-inline-size max-width min-block-size min-height min-inline-size min-width mix-blend-mode object-fit
            object-position opacity order overflow overflow-wrap overflow-x overflow-y padding padding-block
            padding-block-end padding-block-start padding-bottom padding-inline padding-inline-end padding-inline-start
            padding-left padding-right padding-top place-content place-items place-self row-gap tab-size text-align
            text-align-last text-decoration text-decoration-color text-decoration-line text-decoration-style
            text-decoration-thickness text-indent text-overflow text-transform text-underline-offset text-wrap
            transition transition-delay transition-duration transition-property transition-timing-function
            vertical-align visibility white-space width word-break word-spacing
            """);

    /** Lengths that could push something over something else: in numbers alone, within these many pixels. */
    static final Set<String> SHIFTS = words("""
            top right bottom left inset inset-block inset-block-end inset-block-start inset-inline inset-inline-end
            inset-inline-start
            """);

    static final int MOST_SHIFT = 200;

    /** Lengths that paint outside of their box. */
    static final Set<String> EDGES = words("""
            box-shadow text-shadow outline outline-color outline-offset outline-style outline-width margin margin-block
            margin-block-end margin-block-start margin-bottom margin-inline margin-inline-end margin-inline-start margin-left
            margin-right margin-top
            """);

    static final int MOST_EDGE = 64;
    static final int MOST_LAYER = 9;

    static final Set<String> DISPLAYS = words(
            "none block inline inline-block flex inline-flex grid inline-grid flow-root list-item table table-row table-cell");

    static final Set<String> POSITIONS = words("static relative");

    static final Set<String> CONTENTS = words("none normal");

    /** Where a picture of the business may stand; it is named, never addressed. */
    static final Set<String> PICTURED = words("background background-image");

    static final Set<String> FUNCTIONS = words("""
            rgb rgba hsl hsla hwb lab lch oklab oklch color-mix calc min max clamp var linear-gradient radial-gradient
            conic-gradient repeating-linear-gradient repeating-radial-gradient repeat minmax fit-content cubic-bezier steps
            blur brightness contrast grayscale hue-rotate invert opacity saturate sepia
            """);

    /** Of a bounded value: colours only. */
    static final Set<String> COLOURS = words("rgb rgba hsl hsla oklch");

    static final Set<String> UNITS = words("""
            px rem em ch ex lh rlh vw vh vi vb vmin vmax svw svh lvw lvh dvw dvh cqw cqi fr deg grad rad turn s ms pt pc cm mm in q
            """);

    static final Set<String> PSEUDOS = words("""
            hover focus focus-visible focus-within active visited link any-link target root empty first-child last-child
            only-child first-of-type last-of-type only-of-type checked disabled enabled required optional placeholder-shown
            """);

    static final Set<String> PSEUDO_FUNCTIONS =
            words("not is where has nth-child nth-last-child nth-of-type nth-last-of-type dir lang");

    static final Set<String> PSEUDO_ELEMENTS =
            words("before after first-line first-letter marker placeholder selection");

    /** What a page says about itself: nobody's words, and nothing that is typed. */
    static final Set<String> ATTRIBUTES =
            words("data-theme dir lang aria-current aria-pressed aria-expanded open hidden");

    private StyleAllowed() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }
}
