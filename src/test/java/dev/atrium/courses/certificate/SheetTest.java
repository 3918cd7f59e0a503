package dev.atrium.courses.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Messages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What stands on a sheet, that it is one page, and that drawing it opens nothing. */
class SheetTest {
    private static final Messages MESSAGES = Messages.load(SheetTest.class.getClassLoader());
    private static final String ADDRESS = "https://portal.acme.example/verify/7K3M-Q2XW-D9PH-T4BV";

    private static Award award(String learner, String course, JsonObject look) {
        return new Award(
                new UUID(7, 8),
                "7K3MQ2XWD9PHT4BV",
                null,
                new UUID(0, 1),
                learner,
                course,
                "Rita Ramos",
                270,
                look,
                Instant.parse("2026-05-04T09:00:00Z"),
                Instant.parse("2028-05-04T09:00:00Z"),
                null,
                "",
                false,
                false);
    }

    private static JsonObject look(String layout, String orientation, String language) {
        return new JsonObject()
                .put("layout", layout)
                .put("orientation", orientation)
                .put("title", "Certificate of completion")
                .put(
                        "body",
                        "This certifies that\n{learner}\nhas completed\n{course}\nin {hours} hours with {instructor}")
                .put("signatory", "Rita Ramos, head of the studio")
                .put("issuer", "Acme Studio")
                .put("accent", "#2f5d50")
                .put("language", language);
    }

    private static Buffer pdf(Award award) throws IOException {
        return Press.pdf(Sheet.of(award, ADDRESS, Optional.empty(), MESSAGES, false), award.issuedAt(), 7);
    }

    private static String text(Buffer pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf.getBytes())) {
            assertEquals(1, document.getNumberOfPages());
            return new PDFTextStripper().getText(document);
        }
    }

    private static void keep(String name, Buffer pdf) throws IOException {
        var folder = Files.createDirectories(Path.of("target/certificates"));
        Files.write(folder.resolve(name + ".pdf"), pdf.getBytes());
    }

    @Test
    void a_sheet_says_who_learned_what_and_where_it_is_checked() throws IOException {
        for (var layout : CertificateDesign.LAYOUTS) {
            for (var orientation : CertificateDesign.ORIENTATIONS) {
                var pdf = pdf(award("Ana Almeida", "Portraits by daylight", look(layout, orientation, "en")));
                keep(layout + "-" + orientation, pdf);
                var text = text(pdf);
                for (var said : new String[] {
                    "Certificate of completion",
                    "Ana Almeida",
                    "Portraits by daylight",
                    "4.5 hours with Rita Ramos",
                    "May 4, 2026",
                    "May 4, 2028",
                    "7K3M-Q2XW-D9PH-T4BV",
                    "head of the studio",
                    "Acme Studio"
                }) assertTrue(text.contains(said), layout + " lacks " + said + ":\n" + text);
            }
        }
    }

    @Test
    void the_longest_names_stay_on_the_sheet() throws IOException {
        var look = look("classic", "portrait", "de").put("title", "Donaudampfschifffahrt ".repeat(3) + "Urkunde");
        var pdf = pdf(award(
                "Maximiliane ".repeat(16).strip(), "Fotografie ".repeat(10).strip(), look));
        keep("long", pdf);
        assertTrue(text(pdf).contains("7K3M-Q2XW-D9PH-T4BV"));
    }

    @Test
    void arabic_is_joined_and_runs_from_right_to_left() throws IOException {
        var look = look("classic", "landscape", "ar")
                .put("title", "شهادة إتمام")
                .put("body", "نشهد بأن\n{learner}\nقد أتمّ بنجاح دورة\n{course}");
        var pdf = pdf(award("سمير حداد", "تصوير الوجوه (2026) Portraits", look));
        keep("arabic", pdf);
        // The letters of the name, in the shapes that they have where they are joined.
        var shaped = new Writing().shapeText("سمير");
        assertFalse(shaped.contains("س"));
        assertEquals("ﺳﻤﻴﺮ", shaped);
        assertEquals("ﺮﻴﻤﺳ", new Writing().reorderRTLTextToLTR(shaped));
        // A mark of a vowel stays one, above its letter.
        assertTrue(new Writing().shapeText("محمّد").contains("\u0651"));
        text(pdf);
        keep("arabic-name", pdf(award("سمير حداد", "Portraits by daylight", look("modern", "landscape", "en"))));
    }

    @Test
    void the_same_certificate_gives_the_same_bytes() throws IOException {
        var award = award("Ana Almeida", "Portraits", look("modern", "landscape", "en"));
        assertArrayEquals(pdf(award).getBytes(), pdf(award).getBytes());
    }

    @Test
    void what_people_typed_is_no_markup() throws IOException {
        var award =
                award("<b>&amp; {course}", "</div><img src='file:///etc/passwd'>", look("plain", "landscape", "en"));
        var text = text(pdf(award));
        assertTrue(text.contains("<b>&amp; {course}"), text);
        assertTrue(text.contains("file:///etc/passwd"), text);
    }

    /** A tree that names addresses outside, as none of ours does. */
    @Test
    void no_address_outside_is_opened() throws Exception {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            var at = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
            int tried = 0;
            for (var address :
                    new String[] {at, at + ".svg", "file:///etc/hostname", "jar:file:///a.jar!/b", "//127.0.0.1/y"}) {
                Press.pdf(hostile(address), Instant.EPOCH, 1);
                tried++;
            }
            System.out.println("outside: " + asked.get() + " of " + tried + " hostile sheets opened something");
            assertEquals(0, asked.get());
        } finally {
            server.stop(0);
        }
    }

    private static Document hostile(String address) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        var html = document.appendChild(document.createElement("html"));
        var head = html.appendChild(document.createElement("head"));
        var style = document.createElement("style");
        style.setTextContent("@import url('" + address + "'); @font-face { font-family: x; src: url('" + address
                + "') } body { background: url('" + address + "'); font-family: x, sheet }");
        head.appendChild(style);
        var link = document.createElement("link");
        link.setAttribute("rel", "stylesheet");
        link.setAttribute("href", address);
        head.appendChild(link);
        var body = html.appendChild(document.createElement("body"));
        for (var name : new String[] {"img", "object", "iframe", "embed"}) {
            var element = document.createElement(name);
            element.setAttribute("src", address);
            element.setAttribute("data", address);
            body.appendChild(element);
        }
        body.appendChild(document.createTextNode("x"));
        return document;
    }

    @Test
    void a_design_names_only_what_there_is_and_always_the_learner() {
        var typed = Map.of("layout", "classic", "orientation", "portrait", "title", "For {who}", "body", "Well done");
        var wrong = assertThrows(Problem.class, () -> CertificateDesign.of(field -> typed.getOrDefault(field, ""), 0));
        assertEquals("certificate-field-unknown", wrong.fields().get("title").code());
        assertEquals("certificate-nameless", wrong.fields().get("body").code());
    }

    @Test
    void a_serial_is_read_however_it_is_written() {
        assertEquals(Optional.of("7K3MQ2XWD9PHT4BV"), Serial.read(" 7k3m–q2xw d9ph-t4bv"));
        assertEquals(Optional.of("0011ABCDEFGH0000"), Serial.read("OoiL-abcd-efgh-0000"));
        assertEquals(Optional.empty(), Serial.read("7K3M-Q2XW-D9PH-T4BU"));
        assertEquals(Optional.empty(), Serial.read("x".repeat(500)));
        for (int i = 0; i < 200; i++) {
            var code = Serial.next();
            assertEquals(Optional.of(code), Serial.read(Serial.spoken(code)));
        }
    }
}
