package dev.atrium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP as raw bytes, for what no client library would send. */
public final class Wire {
    /** What came back; status 0 where the server hung up without a word. */
    public record Raw(int status, String text) {}

    private Wire() {}

    /** Sends {@code request} as Latin-1 and reads until the server closes, at most five seconds. */
    public static Raw send(int port, String request) {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Raw(text.length() > 12 ? Integer.parseInt(text.substring(9, 12)) : 0, text);
        } catch (java.net.SocketException reset) {
            return new Raw(0, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
