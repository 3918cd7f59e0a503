package dev.atrium.media;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an SVG anew from what {@link SvgAllowed} lets through: no script, no foreign content, no events, no address outside
 * the file. What is not known is left out with all that it holds. Neither document types nor entities are read.
 */
final class Svg {
    static final int MAX_BYTES = 1024 * 1024;
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String XLINK = "http://www.w3.org/1999/xlink";
    private static final int MAX_ELEMENTS = 20_000;
    private static final int MAX_DEPTH = 100;
    /** Up to the root: a declaration, comments, a document type. */
    private static final Pattern ROOT = Pattern.compile(
            "(?:<\\?xml[^>]{0,200}\\?>\\s*|<!--(?:(?!-->)[\\s\\S]){0,4000}-->\\s*|<!DOCTYPE svg[^>\\[]{0,300}>\\s*){0,10}<svg[\\s>/][\\s\\S]*");

    private final XMLStreamReader in;
    private final XMLStreamWriter out;
    /** Of each open element whether a reference may not stand in it: it can be the target of one itself. */
    private final Deque<Boolean> targets = new ArrayDeque<>();

    private int elements;

    private Svg(XMLStreamReader in, XMLStreamWriter out) {
        this.in = in;
        this.out = out;
    }

    /** Whether text that starts like this is an SVG. */
    static boolean begins(String start) {
        return ROOT.matcher(start).matches();
    }

    /** @throws MediaProblem {@code picture-broken} where it is no well-formed SVG, or one beyond the limits */
    static byte[] clean(byte[] file) {
        if (file.length > MAX_BYTES) throw new MediaProblem("picture-broken");
        try {
            var bytes = new ByteArrayOutputStream();
            var out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            var in = factory().createXMLStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8.name());
            new Svg(in, out).copy();
            out.flush();
            return bytes.toByteArray();
        } catch (XMLStreamException | RuntimeException broken) {
            throw new MediaProblem("picture-broken");
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the file is read");
        });
        return factory;
    }

    private void copy() throws XMLStreamException {
        boolean rooted = false;
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!rooted && !(in.getLocalName().equals("svg") && NAMESPACE.equals(in.getNamespaceURI())))
                        throw new XMLStreamException("no svg");
                    rooted = true;
                    open();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    targets.pop();
                    out.writeEndElement();
                }
                case XMLStreamConstants.CHARACTERS -> {
                    if (!targets.isEmpty()) out.writeCharacters(in.getText());
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("an entity");
                default -> {
                    // Comments, instructions and document types have no part in a picture.
                }
            }
        }
    }

    private void open() throws XMLStreamException {
        var name = in.getLocalName();
        if (++elements > MAX_ELEMENTS || targets.size() >= MAX_DEPTH) throw new XMLStreamException("too much");
        boolean within = targets.contains(true);
        if (!NAMESPACE.equals(in.getNamespaceURI())
                || !SvgAllowed.ELEMENTS.contains(name)
                || (name.equals("use") && within)) {
            skip();
            return;
        }
        boolean root = targets.isEmpty();
        boolean target = !root && (in.getAttributeValue(null, "id") != null || SvgAllowed.TARGETS.contains(name));
        out.writeStartElement(name);
        if (root) out.writeDefaultNamespace(NAMESPACE);
        for (int i = 0; i < in.getAttributeCount(); i++)
            attribute(i, root, within || SvgAllowed.TARGETS.contains(name));
        targets.push(target);
    }

    /** References inside what can be referred to could multiply without end; a root's id could make it refer to itself. */
    private void attribute(int i, boolean root, boolean within) throws XMLStreamException {
        var namespace = in.getAttributeNamespace(i);
        var name = in.getAttributeLocalName(i);
        var value = in.getAttributeValue(i);
        boolean own = namespace == null || namespace.isEmpty() || (name.equals("href") && namespace.equals(XLINK));
        if (!own || (root && name.equals("id"))) return;
        SvgAllowed.attribute(name, value, within).ifPresent(kept -> {
            try {
                out.writeAttribute(name, kept);
            } catch (XMLStreamException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Leaves an element out with all that it holds. */
    private void skip() throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (++elements > MAX_ELEMENTS) throw new XMLStreamException("too much");
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Nothing of it is kept.
                }
            }
        }
    }
}
