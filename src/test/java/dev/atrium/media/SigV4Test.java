package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of Amazon's own documentation ("Signature Calculations for the Authorization Header", single chunk). */
class SigV4Test {
    private static final SigV4 EXAMPLE =
            new SigV4("us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final String HOST = "examplebucket.s3.amazonaws.com";

    @Test
    void a_get_of_a_range_is_signed_as_documented() {
        var signed = EXAMPLE.sign("GET", "/test.txt", Map.of("host", HOST, "range", "bytes=0-9"), SigV4.EMPTY, TIME);
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                signed.get("authorization"));
        assertEquals("20130524T000000Z", signed.get("x-amz-date"));
    }

    @Test
    void a_put_is_signed_as_documented() {
        var headers = Map.of(
                "host", HOST, "date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY");
        var signed = EXAMPLE.sign("PUT", "/test$file.text", headers, SigV4.hash("Welcome to Amazon S3."), TIME);
        var authorization = signed.get("authorization");
        assertTrue(
                authorization.endsWith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
                authorization);
    }
}
