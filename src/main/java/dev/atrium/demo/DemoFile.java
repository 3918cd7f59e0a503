package dev.atrium.demo;

import dev.atrium.App;
import dev.atrium.config.Config;
import dev.atrium.kernel.StartFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where everything is and who may sign in: for a person the closing block, for scripts {@code demo.json} in the data
 * directory, which is there exactly while the server is ready.
 */
record DemoFile(Path path, JsonObject facts) implements AutoCloseable {
    static DemoFile write(Path data, Config config, App app) {
        var origins = app.house().origins();
        var portals = new JsonArray();
        for (var portal : DemoData.PORTALS) {
            var clients = new JsonArray();
            portal.clients()
                    .forEach(person -> clients.add(new JsonObject()
                            .put("email", person.email())
                            .put("password", DemoData.PASSWORD)
                            .put("name", person.name())));
            portals.add(new JsonObject()
                    .put("tenant", portal.tenant())
                    .put("url", origins.ofSlug(portal.tenant()))
                    .put("clients", clients));
        }
        var facts = new JsonObject()
                .put("portals", portals)
                .put(
                        "console",
                        new JsonObject()
                                .put("url", origins.ofConsole())
                                .put("email", DemoData.OWNER.email())
                                .put("password", DemoData.PASSWORD))
                .put(
                        "mailbox",
                        new JsonObject()
                                .put(
                                        "url",
                                        origins.ofHost("mail." + config.hosts().base())))
                .put(
                        "authenticator",
                        new JsonObject()
                                .put("client", DemoAuthenticator.CLIENT)
                                .put("staff", DemoAuthenticator.STAFF)
                                .put("key", DemoAuthenticator.key()))
                .put("management", new JsonObject().put("url", "http://127.0.0.1:" + app.managementPort()));
        var path = data.resolve("demo.json");
        try {
            AtomicFile.write(path, facts.encodePrettily() + "\n", "rw-r--r--");
        } catch (IOException e) {
            throw new StartFailure("The file " + path + " cannot be written.", e);
        }
        return new DemoFile(path, facts);
    }

    /** The last thing that the demo prints. */
    String block() {
        var text = new StringBuilder("\nAtrium is ready.\n\n");
        for (Object item : facts.getJsonArray("portals")) {
            var portal = (JsonObject) item;
            var first = portal.getJsonArray("clients").getJsonObject(0);
            line(text, "Portal", portal.getString("url"), first.getString("email"));
        }
        var console = facts.getJsonObject("console");
        line(text, "Console", console.getString("url"), console.getString("email"));
        var mailbox = facts.getJsonObject("mailbox").getString("url");
        line(text, "Mailbox", mailbox, "");
        line(text, "Codes", mailbox + "/authenticator", DemoAuthenticator.CLIENT + ", " + DemoAuthenticator.STAFF);
        return text.append("\nThe password of every login is ")
                .append(DemoData.PASSWORD)
                .append(
                        "; the two beside the codes have an authenticator app. Ctrl-C ends the portal and keeps all data.\n")
                .toString();
    }

    private static void line(StringBuilder text, String what, String url, String login) {
        text.append("  %-8s %-43s %s%n".formatted(what, url, login).stripTrailing())
                .append('\n');
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
