package dev.atrium.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A certificate authority that really works (RFC 8555): directory, nonces, accounts, orders, an HTTP-01 challenge that it fetches
 * from the server under test, and certificates of a root of its own. Every request's nonce, URL and signature are checked.
 */
public final class StubAcme implements AutoCloseable {
    private static final Base64.Decoder URL = Base64.getUrlDecoder();

    private final HttpServer server;
    private final KeyPair rootKey;
    private final X509Certificate root;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonObject> accounts = new ConcurrentHashMap<>();
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong days = new AtomicLong(90);
    private volatile int webPort;
    private volatile String refusalType = "rateLimited";
    private volatile Instant retryAfter = Instant.EPOCH;

    /** One order, by its id. */
    private static final class Order {
        private final String host;
        private final String account;
        private final String token = UUID.randomUUID().toString().replace("-", "");
        private volatile String state = "pending";
        private volatile String challenge = "pending";
        private volatile String detail = "";
        private volatile String certificate = "";

        private Order(String host, String account) {
            this.host = host;
            this.account = account;
        }
    }

    public StubAcme() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            rootKey = generator.generateKeyPair();
            root = rootCertificate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String directory() {
        return base() + "/directory";
    }

    /** Where port 80 of every name is. */
    public StubAcme webPort(int port) {
        webPort = port;
        return this;
    }

    /** How long certificates are good. */
    public StubAcme days(long count) {
        days.set(count);
        return this;
    }

    /** The next orders are refused with this type of problem. */
    public StubAcme refuse(int orders, String type, Instant until) {
        refusalType = type;
        retryAfter = until;
        refusals.set(orders);
        return this;
    }

    public X509Certificate root() {
        return root;
    }

    /** The addresses that were fetched to see whether names are the server's. */
    public List<String> fetched() {
        return List.copyOf(fetched);
    }

    public int accounts() {
        return accounts.size();
    }

    public int orders() {
        return orders.size();
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Replay-Nonce", nonce());
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        try {
            route(exchange, exchange.getRequestURI().getPath());
        } catch (Refusal refusal) {
            refuse(exchange, refusal);
        } catch (Exception e) {
            send(exchange, 500, "text/plain", e.toString());
        } finally {
            exchange.close();
        }
    }

    private void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        boolean later = refusal.type.equals("rateLimited");
        if (later)
            exchange.getResponseHeaders()
                    .add("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(retryAfter.atZone(ZoneOffset.UTC)));
        var problem = new JsonObject()
                .put("type", "urn:ietf:params:acme:error:" + refusal.type)
                .put("detail", refusal.getMessage());
        send(exchange, later ? 429 : 403, "application/problem+json", problem.encode());
    }

    private static final class Refusal extends RuntimeException {
        private final String type;

        private Refusal(String type, String detail) {
            super(detail);
            this.type = type;
        }
    }

    private String nonce() {
        var nonce = UUID.randomUUID().toString().replace("-", "");
        nonces.add(nonce);
        return nonce;
    }

    private void route(HttpExchange exchange, String path) throws Exception {
        if (path.equals("/directory")) {
            send(exchange, 200, "application/json", directoryJson().encode());
        } else if (path.equals("/nonce")) {
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? 200 : 204, -1);
        } else {
            signed(exchange, path);
        }
    }

    private JsonObject directoryJson() {
        return new JsonObject()
                .put("newNonce", base() + "/nonce")
                .put("newAccount", base() + "/account")
                .put("newOrder", base() + "/order")
                .put("meta", new JsonObject().put("termsOfService", base() + "/terms"));
    }

    private void signed(HttpExchange exchange, String path) throws Exception {
        var jws = new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var header = decoded(jws.getString("protected"));
        if (!nonces.remove(header.getString("nonce"))) throw new Refusal("badNonce", "used or unknown");
        if (!header.getString("url").equals(base() + path)) throw new Refusal("unauthorized", "another URL");
        var key = header.containsKey("jwk") ? header.getJsonObject("jwk") : accounts.get(header.getString("kid"));
        if (key == null) throw new Refusal("accountDoesNotExist", "no such account");
        verify(key, jws);
        var payload = jws.getString("payload").isEmpty() ? new JsonObject() : decoded(jws.getString("payload"));
        var parts = path.substring(1).split("/");
        switch (parts[0]) {
            case "account" -> account(exchange, key, payload);
            case "order" -> {
                if (parts.length == 1) newOrder(exchange, header.getString("kid"), payload);
                else send(exchange, 200, "application/json", order(parts[1]).encode());
            }
            case "authz" ->
                send(exchange, 200, "application/json", authorization(parts[1]).encode());
            case "challenge" ->
                challenge(exchange, parts[1], jws.getString("payload").isEmpty());
            case "finalize" -> finish(exchange, parts[1], payload);
            case "certificate" ->
                send(exchange, 200, "application/pem-certificate-chain", orders.get(parts[1]).certificate);
            default -> send(exchange, 404, "text/plain", "");
        }
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(URL.decode(part), StandardCharsets.UTF_8));
    }

    private static void verify(JsonObject jwk, JsonObject jws) throws Exception {
        var point = new java.security.spec.ECPoint(
                new BigInteger(1, URL.decode(jwk.getString("x"))), new BigInteger(1, URL.decode(jwk.getString("y"))));
        var parameters = java.security.AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var curve = parameters.getParameterSpec(java.security.spec.ECParameterSpec.class);
        var key = java.security.KeyFactory.getInstance("EC")
                .generatePublic(new java.security.spec.ECPublicKeySpec(point, curve));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(key);
        signature.update(
                (jws.getString("protected") + "." + jws.getString("payload")).getBytes(StandardCharsets.US_ASCII));
        if (!signature.verify(URL.decode(jws.getString("signature")))) throw new Refusal("unauthorized", "signature");
    }

    private void account(HttpExchange exchange, JsonObject key, JsonObject payload) throws IOException {
        if (!payload.getBoolean("termsOfServiceAgreed", false)) throw new Refusal("userActionRequired", "terms");
        var kid = base() + "/account/" + thumbprint(key);
        boolean known = accounts.put(kid, key) != null;
        exchange.getResponseHeaders().add("Location", kid);
        send(
                exchange,
                known ? 200 : 201,
                "application/json",
                new JsonObject().put("status", "valid").encode());
    }

    private void newOrder(HttpExchange exchange, String account, JsonObject payload) throws IOException {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0)
            throw new Refusal(refusalType, "refused on purpose: " + refusalType);
        var host = payload.getJsonArray("identifiers").getJsonObject(0).getString("value");
        var id = UUID.randomUUID().toString();
        orders.put(id, new Order(host, account));
        exchange.getResponseHeaders().add("Location", base() + "/order/" + id);
        send(exchange, 201, "application/json", order(id).encode());
    }

    private JsonObject order(String id) {
        var order = orders.get(id);
        var json = new JsonObject()
                .put("status", order.state)
                .put("identifiers", new JsonArray().add(identifier(order.host)))
                .put("authorizations", new JsonArray().add(base() + "/authz/" + id))
                .put("finalize", base() + "/finalize/" + id);
        if (!order.certificate.isEmpty()) json.put("certificate", base() + "/certificate/" + id);
        return json;
    }

    private static JsonObject identifier(String host) {
        return new JsonObject().put("type", "dns").put("value", host);
    }

    private JsonObject authorization(String id) {
        var order = orders.get(id);
        return new JsonObject()
                .put("status", order.challenge)
                .put("identifier", identifier(order.host))
                .put("challenges", new JsonArray().add(challengeJson(id)));
    }

    private JsonObject challengeJson(String id) {
        var order = orders.get(id);
        var json = new JsonObject()
                .put("type", "http-01")
                .put("url", base() + "/challenge/" + id)
                .put("status", order.challenge)
                .put("token", order.token);
        if (!order.detail.isEmpty())
            json.put(
                    "error",
                    new JsonObject()
                            .put("type", "urn:ietf:params:acme:error:unauthorized")
                            .put("detail", order.detail));
        return json;
    }

    private void challenge(HttpExchange exchange, String id, boolean looking) throws Exception {
        var order = orders.get(id);
        if (!looking && order.challenge.equals("pending")) fetch(order);
        send(exchange, 200, "application/json", challengeJson(id).encode());
    }

    /** Asks port 80 of the name, which is the server under test, for the key authorization. */
    private void fetch(Order order) throws Exception {
        var path = "/.well-known/acme-challenge/" + order.token;
        fetched.add(order.host + path);
        var answer = new Visitor(webPort, order.host).get(path);
        var wanted = order.token + "." + thumbprint(accounts.get(order.account));
        boolean right = answer.status() == 200 && answer.body().equals(wanted);
        order.challenge = right ? "valid" : "invalid";
        order.state = right ? "ready" : "invalid";
        if (!right) order.detail = "the answer at " + order.host + " was " + answer.status();
    }

    private void finish(HttpExchange exchange, String id, JsonObject payload) throws Exception {
        var order = orders.get(id);
        if (!order.state.equals("ready")) throw new Refusal("orderNotReady", order.state);
        var csr = new JcaPKCS10CertificationRequest(URL.decode(payload.getString("csr")));
        order.certificate = certificate(csr, order.host);
        order.state = "valid";
        exchange.getResponseHeaders().add("Location", base() + "/order/" + id);
        send(exchange, 200, "application/json", order(id).encode());
    }

    private String certificate(JcaPKCS10CertificationRequest csr, String host) throws Exception {
        var asked = Extensions.getInstance(csr.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                .getAttrValues()
                .getObjectAt(0));
        var names = GeneralNames.fromExtensions(asked, Extension.subjectAlternativeName);
        if (!names.getNames()[0].getName().toString().equals(host)) throw new Refusal("badCSR", "another name");
        var from = Instant.now().minusSeconds(60);
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=Stub Root"),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(from.plus(Duration.ofDays(days.get()))),
                new X500Name("CN=" + host),
                csr.getPublicKey());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return pem(new JcaX509CertificateConverter()
                        .getCertificate(builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate()))))
                + pem(root);
    }

    private X509Certificate rootCertificate() throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=Stub Root"),
                BigInteger.ONE,
                Date.from(Instant.now().minus(Duration.ofDays(1))),
                Date.from(Instant.now().plus(Duration.ofDays(3650))),
                new X500Name("CN=Stub Root"),
                rootKey.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate())));
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** RFC 7638. */
    private static String thumbprint(JsonObject jwk) {
        try {
            var canonical = "{\"crv\":\"" + jwk.getString("crv") + "\",\"kty\":\"" + jwk.getString("kty")
                    + "\",\"x\":\"" + jwk.getString("x") + "\",\"y\":\"" + jwk.getString("y") + "\"}";
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
