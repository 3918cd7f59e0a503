import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Prints what happens in a group: {@code java docs/examples/Listen.java https://portal.example KEY group:<id>}. It reads the
 * event stream with the JDK alone, keeps the number of the last event in a file, and comes back by itself.
 */
public class Listen {
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    public static void main(String[] args) throws Exception {
        var portal = args[0];
        var feed = args[2];
        // A key of the business hears every group; an account's own hears those that the person is in.
        var path = args[1].startsWith("atr_live_") ? "/api/v1/business/feeds/" : "/feeds/";
        var file = Path.of("." + feed.replace(':', '-') + ".seq");
        var client = HttpClient.newHttpClient();
        for (int tries = 0; ; tries++) {
            try {
                var request = HttpRequest.newBuilder(URI.create(portal + path + feed))
                        .header("Authorization", "Bearer " + token(client, portal, args[1]));
                if (Files.exists(file)) request.header("Last-Event-ID", Files.readString(file));
                var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
                if (answer.statusCode() != 200) throw new IllegalStateException("HTTP " + answer.statusCode());
                tries = 0;
                String[] id = {""};
                answer.body().forEach(line -> {
                    if (line.startsWith("id: ")) id[0] = line.substring(4);
                    if (!line.startsWith("data: ") || id[0].isEmpty()) return;
                    System.out.println(id[0] + " " + line.substring(6));
                    keep(file, id[0]);
                    id[0] = "";
                });
            } catch (Exception e) {
                System.err.println(e);
            }
            // The token ended, or the network: at first soon, then rarely, and never all programs in one moment.
            Thread.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(500, 1000L << Math.min(tries + 1, 5))));
        }
    }

    private static String token(HttpClient client, String portal, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(portal + "/api/v1/tokens"))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        var found = TOKEN.matcher(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (!found.find()) throw new IllegalStateException("no token: is the key good?");
        return found.group(1);
    }

    private static void keep(Path file, String id) {
        try {
            Files.writeString(file, id);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
