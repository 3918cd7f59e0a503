package dev.atrium.outside;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the addresses of a name; fails where there are none. */
public interface Resolver {
    Future<List<InetAddress>> resolve(String host);

    /** The machine's own, on threads of its own: a name server that is silent keeps nobody else waiting. */
    static Resolver ofMachine(Vertx vertx) {
        var threads = vertx.createSharedWorkerExecutor(
                "names", 8, Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
        return host -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
    }
}
