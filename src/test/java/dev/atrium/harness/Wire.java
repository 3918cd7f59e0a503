package dev.atrium.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** HTTP as raw bytes, for what no client library would send. */
public final class Wire {
    /** What came back; status 0 where the server hung up without a word. */
    public record Raw(int status, String text) {}

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)");

    private Wire() {}

    /** Sends {@code request} as Latin-1 and reads until the server closes, or is silent for a second. */
    public static Raw send(int port, String request) {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var text = read(socket);
            return new Raw(text.length() > 12 ? Integer.parseInt(text.substring(9, 12)) : 0, text);
        } catch (java.net.SocketException reset) {
            return new Raw(0, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head, and then as much as its Content-Length says. */
    private static String read(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var in = new BufferedInputStream(socket.getInputStream());
        try {
            int wanted = Integer.MAX_VALUE;
            for (int next = in.read(); next >= 0; next = bytes.size() < wanted ? in.read() : -1) {
                bytes.write(next);
                if (next == '\n' && wanted == Integer.MAX_VALUE) wanted = end(bytes.toString(StandardCharsets.UTF_8));
            }
        } catch (SocketTimeoutException silent) {
            // An answer without an end is as good as what came of it.
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** How many bytes the answer has once its head is through, judging by {@code head}. */
    private static int end(String head) {
        if (!head.endsWith("\r\n\r\n")) return Integer.MAX_VALUE;
        var length = LENGTH.matcher(head);
        return length.find() ? head.length() + Integer.parseInt(length.group(1)) : Integer.MAX_VALUE;
    }

    /** A form post whose head, from the request line on, is {@code head} (lines ended by CRLF). */
    public static Raw post(int port, String head, String form) {
        return send(
                port,
                head + "Connection: close\r\nSec-Fetch-Site: same-origin\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form);
    }
}
