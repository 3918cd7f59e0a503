package dev.atrium.media;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Uploads as a program does, and as one whose network fails. */
final class Loader {
    private final int port;
    private final Visitor visitor;
    private final String base;

    Loader(int port, Visitor visitor) {
        this(port, visitor, "/api/v1/uploads");
    }

    /** One that uploads below {@code base}. */
    Loader(int port, Visitor visitor, String base) {
        this.port = port;
        this.visitor = visitor;
        this.base = base;
    }

    Answer create(String name, long size) {
        return visitor.json(
                "POST",
                base,
                new JsonObject().put("name", name).put("size", size).encode());
    }

    /** An upload of {@code size} bytes; its path. */
    String open(String name, long size) {
        return base + "/" + create(name, size).expect(201).json().getString("id");
    }

    long offset(String path) {
        return Long.parseLong(visitor.send("HEAD", path, null, null).expect(200).header("Upload-Offset"));
    }

    Answer complete(String path) {
        return visitor.json("POST", path + "/complete", "{}");
    }

    /** One whole file; its id. */
    String file(String name, byte[] bytes) {
        var path = open(name, bytes.length);
        send(path, 0, bytes, bytes.length);
        return complete(path).expect(200).json().getString("id");
    }

    /**
     * Appends {@code bytes}, but hangs up after {@code sent} of them; the status, 0 where it hung up.
     */
    int send(String path, long offset, byte[] bytes, int sent) {
        return Integer.parseInt(raw(path, offset, bytes, sent).substring(9, 12));
    }

    private String jar() {
        return visitor.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The whole answer to it. */
    String raw(String path, long offset, byte[] bytes, int sent) {
        try (var socket = begin(path, offset, bytes, sent)) {
            if (sent < bytes.length) {
                // Cut while the server reads: bytes that it never got to are no bytes that came.
                Portal.pause(40);
                return "HTTP/1.1 000";
            }
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.isEmpty() ? "HTTP/1.1 000" : answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request of which {@code sent} bytes are out and which lasts until the socket is closed. */
    Socket begin(String path, long offset, byte[] bytes, int sent) {
        try {
            var socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
            socket.setSoTimeout(20_000);
            var head = "PATCH " + path + " HTTP/1.1\r\nHost: " + visitor.host() + ":" + port
                    + "\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nUpload-Offset: " + offset
                    + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + bytes.length
                    + "\r\nCookie: " + jar() + "\r\n\r\n";
            var out = new ByteArrayOutputStream();
            out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(Arrays.copyOf(bytes, sent));
            socket.getOutputStream().write(out.toByteArray());
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
