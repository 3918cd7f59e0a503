import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Crowds of listeners at a server that bench/fan-peer has started: those who do not read, and those who all come back at once. */
final class Crowd {
    private static final String GROUP = "00000000-0000-0000-0000-0000000000a1";
    private static final String CHANNEL = "00000000-0000-0000-0000-0000000000c1";
    private static final int USERS = 100;
    private static final SplittableRandom RANDOM = new SplittableRandom(7);

    private final int port;
    private final Path status;
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(100_000)
            .setConnectTimeout(10_000)
            .setReceiveBufferSize(64 * 1024));
    /** On one clock with the posts: what a post says in its body is when it was due. */
    private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> tokens = new ArrayList<>();

    private Crowd(int port, long server) {
        this.port = port;
        this.status = Path.of("/proc/" + server + "/status");
    }

    public static void main(String[] args) throws Exception {
        var crowd = new Crowd(Integer.parseInt(args[1]), Long.parseLong(args[2]));
        try {
            var found = crowd.run(args[0], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            System.out.println(found.encode());
            found.forEach(figure -> System.out.printf("  %-28s %s%n", figure.getKey(), figure.getValue()));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private JsonObject run(String what, int sockets, int seconds) throws Exception {
        signIn();
        System.err.println("signed in");
        return what.equals("slow") ? slow(sockets, seconds) : herd(sockets, seconds);
    }

    // ---- who takes part

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Host", "tenant0.localhost:" + port);
    }

    private void signIn() throws Exception {
        for (int n = 0; n < USERS; n++) {
            var form = "email=user" + n + "%40tenant0.example&password=bench-password";
            var answer = http.send(
                    request("/login")
                            .header("Sec-Fetch-Site", "same-origin")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            var cookies = answer.headers().allValues("Set-Cookie").stream()
                    .map(cookie -> cookie.split(";", 2)[0])
                    .toList();
            var token = http.send(
                    request("/api/v1/tokens")
                            .header("Sec-Fetch-Site", "same-origin")
                            .header("Content-Type", "application/json")
                            .header("Cookie", String.join("; ", cookies))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            tokens.add(new JsonObject(token.body()).getString("access_token"));
        }
    }

    private String token(int n) {
        return tokens.get(n % USERS);
    }

    /** Somebody who listens, with the number of the last event. */
    private final class Member {
        final int n;
        final boolean times;
        long last = -1;
        boolean ready;
        int tries;
        WebSocket socket;

        Member(int n, boolean times) {
            this.n = n;
            this.times = times;
        }

        Future<Void> connect() {
            Promise<Void> subscribed = Promise.promise();
            sockets.connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(port)
                            .setURI("/feeds")
                            // A program has no origin.
                            .setAllowOriginHeader(false)
                            .putHeader("Host", "tenant0.localhost:" + port)
                            .putHeader("Authorization", "Bearer " + token(n)))
                    .onFailure(subscribed::tryFail)
                    .onSuccess(opened -> {
                        socket = opened;
                        opened.textMessageHandler(text -> {
                            if (opened == socket) hear(text, subscribed);
                        });
                        opened.closeHandler(x -> subscribed.tryFail("closed by " + opened.closeStatusCode()));
                        opened.exceptionHandler(e -> {});
                        var ask = new JsonObject().put("op", "subscribe").put("feed", "group:" + GROUP);
                        opened.writeTextMessage((last < 0 ? ask : ask.put("since", last)).encode());
                    });
            return subscribed.future();
        }

        private void hear(String text, Promise<Void> subscribed) {
            if (text.startsWith("{\"op\":\"event\"")) {
                if (times) time(text);
                long seq = number(text, "\"seq\":");
                if (last >= 0 && seq != last + 1) {
                    disordered.incrementAndGet();
                    System.err.println((times ? "reader " : "other ") + n + " heard " + seq + " after " + last);
                }
                last = seq;
            } else if (text.startsWith("{\"op\":\"error\"")) {
                subscribed.tryFail(text);
                cut();
            } else if (text.startsWith("{\"op\":\"subscribed\"")) {
                if (last < 0) last = number(text, "\"since\":");
                subscribed.tryComplete();
            }
        }

        private void time(String text) {
            int at = text.indexOf("due=");
            if (at < 0) return;
            long due = Long.parseLong(text.substring(at + 4, text.indexOf(';', at)));
            delays.add(System.nanoTime() - due);
        }

        /** As a network that is gone does: without a word of the WebSocket's own, which would be answered. */
        void cut() {
            var now = socket;
            socket = null;
            if (now != null)
                ((WebSocketInternal) now).channelHandlerContext().pipeline().firstContext().close();
        }
    }

    private final AtomicLong disordered = new AtomicLong();

    private static long number(String text, String field) {
        int at = text.indexOf(field) + field.length();
        int end = at;
        while (Character.isDigit(text.charAt(end))) end++;
        return Long.parseLong(text.substring(at, end));
    }

    private List<Member> come(int count, boolean times) throws Exception {
        var members = new ArrayList<Member>();
        for (int n = 0; n < count; n++) {
            var member = new Member(n, times);
            members.add(member);
            for (int tries = 0; ; tries++) {
                try {
                    member.connect().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
                    break;
                } catch (Exception e) {
                    if (tries == 20) throw e;
                    Thread.sleep(200);
                }
            }
        }
        return members;
    }

    // ---- what happens

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger behind = new AtomicInteger();

    /** Posts of a kilobyte, so many a second, until it is over; each says when it was due. */
    private AtomicBoolean post(int perSecond) {
        var on = new AtomicBoolean(true);
        var filler = "x".repeat(960);
        threads.submit(() -> {
            long start = System.nanoTime();
            for (long i = 0; on.get(); i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                int n = (int) i;
                if (behind.get() > 1_000) continue;
                behind.incrementAndGet();
                threads.submit(() -> {
                    try {
                        var body = new JsonObject().put("channel", CHANNEL).put("body", "due=" + due + "; " + filler);
                        var answer = http.send(
                                request("/api/v1/groups/" + GROUP + "/posts")
                                        .header("Authorization", "Bearer " + token(n))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
                        if (answer.statusCode() != 201) refused.incrementAndGet();
                    } finally {
                        behind.decrementAndGet();
                    }
                    return null;
                });
            }
            return null;
        });
        return on;
    }

    private JsonObject delays() {
        var sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        delays.clear();
        return new JsonObject()
                .put("n", sorted.length)
                .put("p50_ms", part(sorted, 0.5))
                .put("p99_ms", part(sorted, 0.99))
                .put("max_ms", part(sorted, 1));
    }

    private static double part(long[] sorted, double part) {
        if (sorted.length == 0) return -1;
        return Math.round(sorted[(int) Math.min(sorted.length - 1, sorted.length * part)] / 1e4) / 100.0;
    }

    private double rssMb() throws Exception {
        var line = Files.readAllLines(status).stream()
                .filter(one -> one.startsWith("VmRSS"))
                .findFirst()
                .orElseThrow();
        return Math.round(Long.parseLong(line.replaceAll("[^0-9]", "")) / 102.4) / 10.0;
    }

    /** The greatest resident memory within so many seconds. */
    private double watch(int seconds) throws Exception {
        double most = 0;
        for (int i = 0; i < seconds; i++) {
            Thread.sleep(1_000);
            most = Math.max(most, rssMb());
        }
        return most;
    }

    // ---- sockets that never read

    private JsonObject slow(int stalled, int seconds) throws Exception {
        var healthy = come(100, true);
        var posting = post(100);
        watch(40);
        delays.clear();
        double before = watch(seconds / 2);
        var alone = delays();
        var members = new ArrayList<Member>();
        for (int n = 0; n < stalled; n++) members.add(new Member(n, false));
        threads.submit(() -> {
            for (var member : members) stall(member);
            return null;
        });
        double during = 0;
        for (int third = 0; third < 3; third++) {
            during = Math.max(during, watch(seconds / 3));
            // Closed by then, they come back from far behind, and read as little.
            if (third < 2) {
                threads.submit(() -> {
                    for (var member : members) {
                        member.cut();
                        stall(member);
                    }
                    return null;
                });
            }
        }
        var beside = delays();
        posting.set(false);
        var closed = closed(members);
        long slowed = healthy.stream().filter(member -> member.socket.isClosed()).count();
        return new JsonObject()
                .put("scenario", "slow")
                .put("stalled", stalled)
                .put("seconds", seconds)
                .put("posts_refused", refused.get())
                .put("rss_mb_before", before)
                .put("rss_mb_most", during)
                .put("rss_mb_grown", Math.round((during - before) * 10) / 10.0)
                .put("p99_ms_alone", alone.getDouble("p99_ms"))
                .put("p99_ms_beside", beside.getDouble("p99_ms"))
                .put("p50_ms_alone", alone.getDouble("p50_ms"))
                .put("p50_ms_beside", beside.getDouble("p50_ms"))
                .put("healthy_deliveries", alone.getInteger("n") + beside.getInteger("n"))
                .put("healthy_disordered", disordered.get())
                .put("healthy_closed", slowed)
                .put("stalled_closed", closed);
    }

    /** Subscribes, from the first event on, and never reads again. */
    private void stall(Member member) {
        try {
            if (member.last >= 0) member.last = 1;
            member.connect().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            member.socket.pause();
        } catch (Exception e) {
            refused.incrementAndGet();
        }
    }

    /** By which codes those that did not read were closed, once they read again. */
    private JsonObject closed(List<Member> members) throws Exception {
        var open = members.stream()
                .map(member -> member.socket)
                .filter(socket -> socket != null)
                .toList();
        open.forEach(WebSocket::resume);
        Thread.sleep(3_000);
        var codes = new JsonObject();
        for (var socket : open) {
            var code = !socket.isClosed()
                    ? "open"
                    : socket.closeStatusCode() == null ? "cut" : socket.closeStatusCode().toString();
            codes.put(code, codes.getInteger(code, 0) + 1);
        }
        return codes;
    }

    // ---- a herd that comes back

    private final AtomicInteger back = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();

    private JsonObject herd(int count, int seconds) throws Exception {
        var members = come(count, false);
        var posting = post(2);
        var probing = probe();
        watch(20);
        var rest = delays();
        long cut = System.nanoTime();
        members.forEach(Member::cut);
        members.forEach(member -> again(member, 0));
        while (back.get() < count && System.nanoTime() - cut < TimeUnit.SECONDS.toNanos(seconds)) Thread.sleep(50);
        double all = Math.round((System.nanoTime() - cut) / 1e8) / 10.0;
        var meanwhile = delays();
        posting.set(false);
        probing.set(false);
        Thread.sleep(3_000);
        long head = members.stream().mapToLong(member -> member.last).max().orElseThrow();
        return new JsonObject()
                .put("scenario", "herd")
                .put("sockets", count)
                .put("back", back.get())
                .put("all_back_s", all)
                .put("attempts", attempts.get())
                .put("api_p99_ms_at_rest", rest.getDouble("p99_ms"))
                .put("api_p99_ms_meanwhile", meanwhile.getDouble("p99_ms"))
                .put("api_p50_ms_meanwhile", meanwhile.getDouble("p50_ms"))
                .put("api_max_ms_meanwhile", meanwhile.getDouble("max_ms"))
                .put("api_requests_meanwhile", meanwhile.getInteger("n"))
                .put("api_failed", refused.get())
                .put("disordered", disordered.get())
                .put(
                        "behind_in_the_end",
                        members.stream().filter(member -> member.last < head).count())
                .put("rss_mb", rssMb());
    }

    /** As webroot/js/feeds.js waits, which is told no Retry-After. */
    private void again(Member member, int tries) {
        double span = Math.min(30_000, 1_000 * Math.pow(2, tries));
        double wait;
        synchronized (RANDOM) {
            wait = tries == 0 ? RANDOM.nextDouble() * 4_000 : 500 + RANDOM.nextDouble() * span;
        }
        vertx.setTimer(Math.max(1, (long) wait), timer -> {
            attempts.incrementAndGet();
            member.connect()
                    .onSuccess(x -> back.incrementAndGet())
                    .onFailure(e -> again(member, tries + 1));
        });
    }

    /** Asks for the account twenty times a second, each when it is due, whatever became of those before. */
    private AtomicBoolean probe() {
        var on = new AtomicBoolean(true);
        threads.submit(() -> {
            long start = System.nanoTime();
            for (long i = 0; on.get(); i++) {
                long due = start + i * TimeUnit.MILLISECONDS.toNanos(50);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                int n = (int) i;
                threads.submit(() -> {
                    var answer = http.send(
                            request("/api/v1/me")
                                    .header("Authorization", "Bearer " + token(n))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() != 200) refused.incrementAndGet();
                    delays.add(System.nanoTime() - due);
                    return null;
                });
            }
            return null;
        });
        return on;
    }
}
