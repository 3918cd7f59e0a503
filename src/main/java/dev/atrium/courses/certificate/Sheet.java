package dev.atrium.courses.certificate;

import dev.atrium.tenancy.Colour;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.web.Dates;
import dev.atrium.web.Messages;
import io.nayuki.qrcodegen.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The sheet of a certificate as a tree of our own making: nothing that anybody typed is ever read as markup, and the only pictures
 * are the bytes that stand in it.
 */
final class Sheet {
    private static final String STYLE = resource("certificate/sheet.css");
    /** Signs from which on a line is set smaller, so that what the fields allow fits on the sheet. */
    private static final int LONG_TITLE = 34;

    private static final int LONG_NAME = 46;
    private static final int LONG_COURSE = 64;
    /** Pixels a module of the QR code. */
    private static final int MODULE = 8;

    private static final int QUIET = 2;

    private final Document document;
    private final Award certificate;
    private final Messages messages;
    private final Locale language;
    private final ZoneId zone;

    private Sheet(Award certificate, Messages messages) {
        this.document = empty();
        this.certificate = certificate;
        this.messages = messages;
        this.language = Locale.forLanguageTag(certificate.look().getString("language", "en"));
        this.zone = ZoneId.of(certificate.look().getString("zone", "UTC"));
    }

    /**
     * @param address where it can be checked, for eyes and for the QR code
     * @param draft whether it is no certificate but a look at the design
     */
    static Document of(
            Award certificate, String address, Optional<TenantImage> logo, Messages messages, boolean draft) {
        var sheet = new Sheet(certificate, messages);
        sheet.build(address, logo, draft);
        return sheet.document;
    }

    private void build(String address, Optional<TenantImage> logo, boolean draft) {
        var look = certificate.look();
        boolean portrait = look.getString("orientation", "").equals("portrait");
        var accent = Colour.parse(look.getString("accent", "#2f5d50")).hex();
        var html = document.createElement("html");
        html.setAttribute("lang", language.toLanguageTag());
        document.appendChild(html);
        var head = child(html, "head", "");
        child(head, "title", "").setTextContent(certificate.serial());
        child(head, "style", "").setTextContent(style(accent, portrait));
        boolean rtl = messages.direction(language).equals("rtl");
        var body = child(html, "body", "");
        var around = child(
                body, "div", look.getString("layout", "classic") + (portrait ? " portrait" : "") + (rtl ? " rtl" : ""));
        var sheet = child(around, "div", "sheet");
        if (draft) say(sheet, "div", "draft", messages.get(language, "certificate.sheet.draft"));
        child(sheet, "div", "frame");
        child(sheet, "div", "inner");
        child(sheet, "div", "band");
        text(sheet, logo);
        foot(sheet, address, look.getString("signatory", ""));
    }

    private static String style(String accent, boolean portrait) {
        return "@page { size: " + (portrait ? "210mm 297mm" : "297mm 210mm") + "; margin: 0 }\n" + STYLE
                + ".frame{border:0.9mm solid " + accent + "}.inner{border:0.25mm solid " + accent
                + "}.band{background-color:" + accent + "}h1{color:" + accent + "}";
    }

    private void text(Element sheet, Optional<TenantImage> logo) {
        var look = certificate.look();
        var text = child(sheet, "div", "text");
        logo.ifPresent(picture -> picture(
                child(text, "div", "logo"), picture.type(), picture.bytes().getBytes()));
        say(text, "div", "issuer", look.getString("issuer", ""));
        var values = values();
        var title = CertificateDesign.filled(look.getString("title", ""), values);
        say(text, "h1", size("", title, LONG_TITLE), title);
        look.getString("body", "").lines().forEach(line -> {
            var field = CertificateDesign.alone(line);
            var said = CertificateDesign.filled(line, values);
            var kind = switch (field) {
                case "" -> "line";
                case "learner" -> size("learner", said, LONG_NAME);
                case "course" -> size("course", said, LONG_COURSE);
                default -> "field";
            };
            // A blank line is a distance.
            say(text, "div", kind, said.isBlank() ? "\u00a0" : said);
        });
    }

    private static String size(String kind, String text, int most) {
        return text.codePointCount(0, text.length()) > most ? (kind + " long").strip() : kind;
    }

    private Map<String, String> values() {
        return Map.of(
                "learner", certificate.learner(),
                "course", certificate.title(),
                "date", date(certificate.issuedAt()),
                "serial", certificate.serial(),
                "instructor", certificate.instructors(),
                "hours", NumberFormat.getInstance(language).format(Math.round(certificate.minutes() / 6.0) / 10.0));
    }

    private String date(Instant at) {
        return Dates.day(language, LocalDate.ofInstant(at, zone));
    }

    private void foot(Element sheet, String address, String signatory) {
        var row = child(child(child(child(sheet, "div", "foot"), "table", ""), "tbody", ""), "tr", "");
        var dates = child(row, "td", "dates");
        fact(dates, "certificate.sheet.issued", date(certificate.issuedAt()));
        var end = certificate.expiresAt();
        if (end != null) fact(dates, "certificate.sheet.expires", date(end));
        fact(dates, "certificate.sheet.serial", certificate.serial());
        var signed = child(row, "td", "signed");
        if (!signatory.isEmpty()) say(signed, "div", "signature", signatory);
        var check = child(row, "td", "check");
        picture(check, "image/png", qr(address));
        say(check, "div", "", messages.get(language, "certificate.sheet.verify"));
        say(check, "div", "address", address.replaceFirst("^https?://", ""));
    }

    private void fact(Element cell, String key, String value) {
        var line = child(cell, "div", "");
        line.setAttribute("dir", messages.direction(language));
        line.appendChild(document.createTextNode(messages.get(language, key) + " "));
        child(line, "strong", "").setTextContent(value);
    }

    private void say(Element in, String name, String kind, String text) {
        var element = child(in, name, kind);
        element.setAttribute("dir", direction(text));
        element.setTextContent(text);
    }

    /** By the first letter that has one, as browsers decide where a page says "auto". */
    private static String direction(String text) {
        return text.codePoints()
                        .map(Character::getDirectionality)
                        .filter(d -> d == Character.DIRECTIONALITY_LEFT_TO_RIGHT
                                || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                                || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
                        .limit(1)
                        .anyMatch(d -> d != Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                ? "rtl"
                : "ltr";
    }

    private void picture(Element in, String type, byte[] bytes) {
        var picture = child(in, "img", "");
        picture.setAttribute("alt", "");
        picture.setAttribute(
                "src", "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes));
    }

    private static byte[] qr(String address) {
        var code = QrCode.encodeText(address, QrCode.Ecc.MEDIUM);
        int side = (code.size + 2 * QUIET) * MODULE;
        var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean dark = code.getModule(x / MODULE - QUIET, y / MODULE - QUIET);
                image.setRGB(x, y, dark ? 0xff000000 : 0xffffffff);
            }
        }
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Element child(Element in, String name, String kind) {
        var element = document.createElement(name);
        if (!kind.isEmpty()) element.setAttribute("class", kind);
        in.appendChild(element);
        return element;
    }

    /** A font of the class path: static TrueType, under the SIL Open Font License. */
    record Face(String family, String file, int weight) {
        static final List<Face> ALL = List.of(
                new Face("sheet", "fonts/NotoSerif-Regular.ttf", 400),
                new Face("sheet", "fonts/NotoSerif-Bold.ttf", 700),
                new Face("sans", "fonts/NotoSans-Regular.ttf", 400),
                new Face("sans", "fonts/NotoSans-Bold.ttf", 700),
                new Face("arabic", "fonts/NotoNaskhArabic-Regular.ttf", 400),
                new Face("arabic", "fonts/NotoNaskhArabic-Bold.ttf", 700));

        InputStream open() {
            return open(file);
        }

        private static InputStream open(String name) {
            return Objects.requireNonNull(Sheet.class.getClassLoader().getResourceAsStream(name), name);
        }
    }

    private static String resource(String name) {
        try (var in = Face.open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document empty() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
