package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvgTest {
    private static final String ROOT =
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:h='http://www.w3.org/1999/xhtml' ";

    private static String clean(String svg) {
        return new String(Svg.clean(svg.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Each draws something and tries something; what it tries says EVIL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ">" + "<script>EVIL()</script>",
                ">" + "<script xlink:href='https://EVIL.example/x.js'/>",
                ">" + "<foreignObject><h:iframe src='https://EVIL.example'/></foreignObject>",
                "onload='EVIL()'>",
                ">" + "<rect width='1' height='1' onclick='EVIL()' OnMouseOver='EVIL()'/>",
                ">" + "<image href='https://EVIL.example/x.png'/>",
                ">" + "<image xlink:href='data:image/svg+xml;base64,EVIL'/>",
                ">" + "<use href='https://EVIL.example/x.svg#a'/>",
                ">" + "<use xlink:href='data:EVIL#a'/>",
                ">" + "<use xlink:href=' #EVIL'/>",
                ">" + "<a href='javascript:EVIL()'><text>x</text></a>",
                ">" + "<a xlink:href='https://EVIL.example'><text>EVIL</text></a>",
                ">" + "<style>@import url(https://EVIL.example/x.css);</style>",
                ">" + "<style>rect{fill:url(https://EVIL.example)}</style>",
                ">" + "<rect style='fill:url(https://EVIL.example/#a)'/>",
                ">" + "<rect style='background-image:url(//EVIL.example)'/>",
                ">" + "<rect style='fill:u\\72l(//EVIL.example)'/>",
                ">" + "<rect style='fill:red;behavior:EVIL'/>",
                ">" + "<rect fill='url(https://EVIL.example/#a)'/>",
                ">" + "<rect fill='URL( \"https://EVIL.example/#a\" )'/>",
                ">" + "<rect fill='url(\\68ttps://EVIL.example)'/>",
                ">" + "<rect mask='url(/media/EVIL)'/>",
                ">" + "<rect clip-path='image(EVIL)'/>",
                ">" + "<animate attributeName='href' values='javascript:EVIL()'/>",
                ">" + "<set attributeName='onmouseover' to='EVIL()'/>",
                ">" + "<handler type='EVIL'>EVIL()</handler>",
                ">" + "<listener event='EVIL'/>",
                ">" + "<h:script>EVIL()</h:script>",
                ">" + "<h:body onload='EVIL()'/>",
                ">" + "<metadata>EVIL</metadata>",
                ">" + "<feImage href='https://EVIL.example'/>",
                ">" + "<filter id='f'><feImage href='https://EVIL.example'/></filter>",
                ">" + "<font-face-uri href='https://EVIL.example'/>",
                ">" + "<cursor href='https://EVIL.example'/>",
                ">" + "<tref href='https://EVIL.example'/>",
                ">" + "<video src='https://EVIL.example'/>",
                ">" + "<!-- EVIL -->",
                ">" + "<?xml-stylesheet href='https://EVIL.example/x.css'?>",
                "xml:base='https://EVIL.example/'>",
                "h:onload='EVIL'>",
                "data-x='EVIL'>",
                ">" + "<rect id='\"EVIL'/>",
                ">" + "<switch><foreignObject>EVIL</foreignObject></switch>",
                ">" + "<unknown><rect id='EVIL'/></unknown>"
            })
    void what_does_more_than_draw_is_left_out(String attack) {
        var cleaned = clean(ROOT + attack + "<path d='M0 0L9 9' fill='#fff'/></svg>");
        assertFalse(cleaned.contains("EVIL"), cleaned);
        assertTrue(cleaned.contains("<path d=\"M0 0L9 9\" fill=\"#fff\""), cleaned);
        var lower = cleaned.toLowerCase(Locale.ROOT);
        for (var word :
                new String[] {"script", "foreignobject", "javascript", "http://e", "https:", "onload", "onclick"})
            assertFalse(lower.contains(word), cleaned);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&e;</text></svg>",
                "<!DOCTYPE svg [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&b;</text></svg>",
                "<svg><rect/></svg>",
                "<html xmlns='http://www.w3.org/1999/xhtml'/>",
                "<svg xmlns='http://www.w3.org/2000/svg'>",
                "<svg xmlns='http://www.w3.org/2000/svg'/>trailing",
                "not xml"
            })
    void what_is_not_well_formed_or_declares_entities_is_refused(String file) {
        assertEquals(
                "picture-broken",
                assertThrows(MediaProblem.class, () -> clean(file)).code());
    }

    @Test
    void an_external_document_type_is_not_fetched() {
        var cleaned = clean("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://127.0.0.1:1/svg11.dtd'>" + ROOT
                + "><rect width='3' height='4'/></svg>");
        assertFalse(cleaned.contains("DOCTYPE"), cleaned);
        assertTrue(cleaned.contains("<rect width=\"3\" height=\"4\""), cleaned);
    }

    @Test
    void what_draws_stays() {
        var cleaned = clean(
                ROOT
                        + "viewBox='0 0 9 9' id='root'><title>A &amp; B</title><defs><linearGradient id='g'><stop offset='0' stop-color='red'/>"
                        + "</linearGradient></defs><g style='fill:url(#g); stroke : #123 '><circle cx='1' cy='1' r='1' transform='rotate(45 1 1)'/></g>"
                        + "<symbol id='s'><path d='M0,0 h1z'/></symbol><use xlink:href='#s' x='2'/><text font-family=\"'Noto Sans', serif\">Größe</text></svg>");
        for (var kept : new String[] {
            "viewBox=\"0 0 9 9\"",
            "A &amp; B",
            "stop-color=\"red\"",
            "style=\"fill:url(#g);stroke:#123\"",
            "transform=\"rotate(45 1 1)\"",
            "<use href=\"#s\" x=\"2\"",
            "Größe"
        }) assertTrue(cleaned.contains(kept), () -> kept + " in " + cleaned);
        assertFalse(cleaned.contains("id=\"root\""), cleaned);
    }

    @Test
    void references_cannot_multiply() {
        var laughs = new StringBuilder(ROOT + "><defs><g id='a0'><rect width='1' height='1'/></g>");
        for (int i = 1; i < 40; i++)
            laughs.append("<g id='a%d'><use href='#a%d'/><use href='#a%d'/></g>".formatted(i, i - 1, i - 1));
        var cleaned = clean(laughs + "</defs><use href='#a39'/></svg>");
        assertEquals(1, cleaned.split("<use", -1).length - 1, "only the one that nothing refers to");
        var nested = clean(ROOT + "><pattern id='p'><rect fill='url(#p)'/></pattern><rect fill='url(#p)'/></svg>");
        assertEquals(1, nested.split("url\\(#p\\)", -1).length - 1, nested);
    }

    @Test
    void a_flood_is_refused() {
        var deep = ROOT + ">" + "<g>".repeat(200) + "</g>".repeat(200) + "</svg>";
        var many = ROOT + ">" + "<g/>".repeat(30_000) + "</svg>";
        var long_ = ROOT + "><text>" + "x".repeat(1024 * 1024) + "</text></svg>";
        for (var file : new String[] {deep, many, long_}) assertThrows(MediaProblem.class, () -> clean(file));
    }
}
