package dev.atrium.media;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to a store of the S3 protocol: AWS Signature Version 4 with the header {@code Authorization}, as Amazon's
 * "Authenticating Requests (AWS Signature Version 4)" describes it, examples of which the test recomputes.
 */
record SigV4(String region, String accessKey, String secretKey) {
    /** SHA-256 of nothing: the hash of a request without a body. */
    static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * All headers of the signed request: those given and {@code x-amz-date}, {@code x-amz-content-sha256}, {@code authorization}.
     *
     * @param path without a query, not yet encoded
     * @param headers by lower-case name; {@code host} must be among them
     * @param sha256 of the body, in lower-case hex
     */
    Map<String, String> sign(String method, String path, Map<String, String> headers, String sha256, Instant now) {
        var all = new TreeMap<>(headers);
        var time = TIME.format(now);
        all.put("x-amz-date", time);
        all.put("x-amz-content-sha256", sha256);
        var names = String.join(";", all.keySet());
        var lines = all.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        var canonical = String.join("\n", method, encode(path), "", lines, names, sha256);
        var day = time.substring(0, 8);
        var scope = day + "/" + region + "/s3/aws4_request";
        var text = String.join("\n", "AWS4-HMAC-SHA256", time, scope, hash(canonical));
        var signature = HexFormat.of().formatHex(mac(key(day), text));
        all.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                        + signature);
        return all;
    }

    /** RFC 3986 by segment; a slash stays a slash. */
    static String encode(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                .replace("%2F", "/");
    }

    private byte[] key(String day) {
        var key = mac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), day);
        return mac(mac(mac(key, region), "s3"), "aws4_request");
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
