package dev.atrium.courses.certificate;

import com.openhtmltopdf.extend.FSUriResolver;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.w3c.dom.Document;

/**
 * Makes a PDF of a sheet, and a picture of a PDF. It opens nothing but the fonts of the class path: whatever address a tree names
 * is refused, except for pictures that stand in it. For worker threads: it computes for a tenth of a second.
 */
final class Press {
    private static final String PICTURE = "data:image/";
    private static final FSUriResolver OWN = (base, uri) -> own(uri) ? uri : null;

    static {
        // What it would say of a sheet of ours helps nobody, and of one that names addresses it would name them.
        XRLog.setLoggingEnabled(false);
    }

    private Press() {}

    private static boolean own(String uri) {
        return uri.startsWith(PICTURE);
    }

    /** The same bytes for the same sheet: {@code at} is its date of creation, and its number is made of {@code seed}. */
    static Buffer pdf(Document sheet, Instant at, long seed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var builder = new PdfRendererBuilder()
                .withW3cDocument(sheet, "")
                .useUriResolver(OWN)
                .useExternalResourceAccessControl(
                        (uri, type) -> own(uri), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                .useExternalResourceAccessControl(
                        (uri, type) -> own(uri), ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI)
                .useUnicodeBidiSplitter(Writing.Runs::new)
                .useUnicodeBidiReorderer(new Writing())
                // Tagged for those who read it by ear; and without the 14 fonts of old, for which the machine's own are
                // looked through.
                .usePdfUaAccessibility(true)
                .withProducer("Atrium")
                .toStream(bytes);
        for (var face : Sheet.Face.ALL)
            builder.useFont(face::open, face.family(), face.weight(), FontStyle.NORMAL, true);
        try (var renderer = builder.buildPdfRenderer()) {
            renderer.layout();
            var pdf = renderer.createPDFKeepOpen();
            var created = GregorianCalendar.from(at.atZone(ZoneOffset.UTC));
            pdf.getDocumentInformation().setCreationDate(created);
            pdf.getDocumentInformation().setModificationDate(created);
            pdf.setDocumentId(seed);
            pdf.save(bytes);
            pdf.close();
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** The first page as a PNG. */
    static Buffer picture(Buffer pdf, int dotsPerInch) throws IOException {
        try (var document = Loader.loadPDF(pdf.getBytes())) {
            var image = new PDFRenderer(document).renderImageWithDPI(0, dotsPerInch, ImageType.RGB);
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(Objects.requireNonNull(image), "png", bytes);
            return Buffer.buffer(bytes.toByteArray());
        }
    }
}
