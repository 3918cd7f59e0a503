package dev.atrium.demo;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a MIME message apart: the first plain text, the first HTML, and the images that the HTML shows (RFC 2387, 2392). */
final class Mime {
    private static final Pattern CID = Pattern.compile("cid:([^\"'\\s)>]+)");
    private static final int TEXT_LIMIT = 1 << 20;
    private static final int IMAGE_LIMIT = 1 << 19;
    private static final int DEPTH_LIMIT = 10;

    private final Map<String, String> images = new HashMap<>();
    private String text = "";
    private String html = "";

    private Mime() {}

    /** @return the message's parts; a part of more than 1 MiB is cut, since the mailbox lives in memory */
    static Mime parse(MimeMessage message) throws MessagingException, IOException {
        var mime = new Mime();
        mime.read(message, 0);
        return mime;
    }

    String text() {
        return text;
    }

    /** The HTML as it was written, but with each {@code cid:} image inlined: a page cannot look into a mail. */
    String html() {
        return CID.matcher(html)
                .replaceAll(found -> Matcher.quoteReplacement(images.getOrDefault(found.group(1), "data:,")));
    }

    /** The sender's header in readable letters. */
    static String from(MimeMessage message) throws MessagingException, IOException {
        var header = message.getHeader("From", ", ");
        return header == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(header));
    }

    private void read(MimePart part, int depth) throws MessagingException, IOException {
        if (depth > DEPTH_LIMIT) return;
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (var i = 0; i < parts.getCount(); i++) {
                if (parts.getBodyPart(i) instanceof MimePart child) read(child, depth + 1);
            }
        } else if (part.isMimeType("image/*")) {
            image(part);
        } else if (!Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            body(part);
        }
    }

    private void body(MimePart part) throws MessagingException, IOException {
        if (text.isEmpty() && part.isMimeType("text/plain")) text = content(part);
        if (html.isEmpty() && part.isMimeType("text/html")) html = content(part);
    }

    private static String content(MimePart part) throws MessagingException, IOException {
        var content = String.valueOf(part.getContent());
        return content.length() <= TEXT_LIMIT ? content : content.substring(0, TEXT_LIMIT);
    }

    private void image(MimePart part) throws MessagingException, IOException {
        var id = part.getContentID();
        if (id == null) return;
        try (var bytes = part.getInputStream()) {
            var picture = bytes.readNBytes(IMAGE_LIMIT + 1);
            if (picture.length > IMAGE_LIMIT) return;
            var type = part.getContentType().replaceFirst(";(?s).*", "").strip();
            images.put(
                    id.replaceAll("^<|>$", ""),
                    "data:" + type + ";base64," + Base64.getEncoder().encodeToString(picture));
        }
    }
}
