package dev.atrium.demo;

import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the mailbox page: the list, and one mail beside it. */
final class MailboxPage {
    private static final int SNIPPET = 140;

    private final Mailbox mailbox;
    private final Template template;
    // Versions begin anew with every start; a browser's page from an earlier one must not look fresh.
    private final String start = UUID.randomUUID().toString();

    MailboxPage(Mailbox mailbox) {
        this.mailbox = mailbox;
        try {
            var templates = new Handlebars(new ClassPathTemplateLoader("/demo/mailbox", ".hbs"));
            this.template = templates.compile("page");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes whenever a page would. */
    String version() {
        return start + "-" + mailbox.version();
    }

    /** The list with the newest mail open beside it; a phone shows the list alone. */
    String list(Optional<String> to, boolean textWanted) {
        var messages = mailbox.messages(to);
        return write(to, messages, messages.isEmpty() ? null : messages.getFirst(), textWanted, Map.of());
    }

    /** One mail open; a phone shows it alone, with a way back. */
    String mail(Optional<String> to, Message opened, boolean textWanted) {
        return write(to, mailbox.messages(to), opened, textWanted, Map.of("chosen", true));
    }

    /** A mail that is no longer there. */
    String gone(Optional<String> to) {
        return write(to, mailbox.messages(to), null, false, Map.of("chosen", true, "gone", true));
    }

    private String write(
            Optional<String> to,
            List<Message> messages,
            @Nullable Message opened,
            boolean textWanted,
            Map<String, Boolean> more) {
        var view = new HashMap<String, Object>(more);
        view.put(
                "messages",
                messages.stream()
                        .map(message -> row(message, message.equals(opened), to))
                        .toList());
        view.put("count", messages.size() == 1 ? "1 mail" : messages.size() + " mails");
        view.put("version", version());
        view.put("empty", messages.isEmpty());
        view.put("addresses", addresses(to));
        view.put("query", query(to));
        if (opened != null) view.put("opened", opened(opened, textWanted, to));
        to.ifPresent(address -> view.put("to", address));
        try {
            return template.apply(view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Map<String, Object>> addresses(Optional<String> to) {
        var chosen = to.orElse("");
        return mailbox.messages(Optional.empty()).stream()
                .map(Message::to)
                .distinct()
                .sorted()
                .map(address -> Map.<String, Object>of("address", address, "chosen", address.equalsIgnoreCase(chosen)))
                .toList();
    }

    private static Map<String, Object> row(Message message, boolean current, Optional<String> to) {
        return Map.of(
                "link", "/m/" + message.id() + query(to),
                "current", current,
                "to", message.to(),
                "subject", subject(message),
                "snippet", snippet(message.text()),
                "at", message.receivedAt(),
                "clock", clock(message));
    }

    private static Map<String, Object> opened(Message message, boolean textWanted, Optional<String> to) {
        var both = !message.html().isEmpty() && !message.text().isEmpty();
        var link = "/m/" + message.id();
        var view = new HashMap<String, Object>(Map.of(
                "id", message.id(),
                "subject", subject(message),
                "from", message.from(),
                "to", message.to(),
                "at", message.receivedAt(),
                "clock", clock(message)));
        view.put("both", both);
        view.put("asText", message.html().isEmpty() || (textWanted && both));
        view.put("text", message.text());
        view.put("frame", link + "/html");
        view.put("htmlLink", link + query(to));
        view.put("textLink", link + query(to) + (to.isPresent() ? "&" : "?") + "view=text");
        return view;
    }

    private static String subject(Message message) {
        return message.subject().isBlank() ? "(no subject)" : message.subject();
    }

    private static String snippet(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= SNIPPET ? line : line.substring(0, SNIPPET) + "…";
    }

    // In UTC, because the server does not know the reader's zone; the script writes it in theirs.
    private static String clock(Message message) {
        return message.receivedAt().substring(11, 16) + " UTC";
    }

    private static String query(Optional<String> to) {
        return to.map(address -> "?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8))
                .orElse("");
    }
}
