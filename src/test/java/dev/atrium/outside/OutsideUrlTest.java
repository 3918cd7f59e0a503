package dev.atrium.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutsideUrlTest {
    private static final OutsideRules STRICT = new OutsideRules(false, false, Set.of(443, 8443));
    private static final OutsideRules DEMO = new OutsideRules(true, true, Set.of(80, 443, 8443));

    @Test
    void an_honest_address_is_read_in_its_one_plain_form() {
        var url = OutsideUrl.parse("url", "HTTPS://CRM.Example.com.:443/hooks?a=1&b=%2F", STRICT);
        assertEquals(new OutsideUrl(true, "crm.example.com", 443, "/hooks?a=1&b=%2F"), url);
        assertEquals("https://crm.example.com/hooks?a=1&b=%2F", url.text());
        assertEquals(
                "https://a.example:8443/",
                OutsideUrl.parse("url", "https://a.example:8443", STRICT).text());
        assertEquals(
                "https://93.184.215.14/",
                OutsideUrl.parse("url", "https://93.184.215.14/", STRICT).text());
        assertEquals(
                "[2606:2800:21f:cb07::1]",
                OutsideUrl.parse("url", "https://[2606:2800:21f:cb07::1]/", STRICT)
                        .authority());
        assertEquals(
                "xn--bcher-kva.example",
                OutsideUrl.parse("url", "https://xn--bcher-kva.example/", STRICT)
                        .host());
        assertEquals(
                8080, OutsideUrl.parse("url", "http://127.0.0.1:8080/", DEMO).port());
    }

    @Test
    void every_refusal_says_what_to_change() {
        assertEquals("url-https", code("http://crm.example.com/", STRICT));
        assertEquals("url-scheme", code("ftp://crm.example.com/", DEMO));
        assertEquals("url-port", code("https://crm.example.com:22/", STRICT));
        assertEquals("url-port", code("http://crm.example.com:9200/", DEMO));
        assertEquals("url-port", code("http://127.0.0.1:22/", DEMO));
        assertEquals("url-user", code("https://me:secret@crm.example.com/", STRICT));
        assertEquals("url-fragment", code("https://crm.example.com/#a", STRICT));
        assertEquals("url-number", code("https://0x7f000001/", STRICT));
        assertEquals("url-inside", code("https://printer/", STRICT));
        assertEquals("url-not-plain", code("https://b\u00fccher.example/", STRICT));
        assertEquals("required-missing", code("", STRICT));
        assertEquals("text-long", code("https://a.example/" + "x".repeat(1000), STRICT));
    }

    private static String code(String text, OutsideRules rules) {
        return assertThrows(Problem.class, () -> OutsideUrl.parse("url", text, rules))
                .fields()
                .get("url")
                .code();
    }

    @Test
    void what_carries_an_inner_address_within_another_is_inside() throws Exception {
        for (var inner : Set.of(
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.8.8.8",
                "169.254.169.254",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.0.1",
                "198.19.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "2002:0a00:0001::",
                "2001:0:a00:1::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "3fff::1",
                "100::1",
                "5f00::1",
                "4000::1",
                "2606:2800::5efe:10.0.0.1",
                "2606:2800::200:5efe:a00:1")) assertTrue(Inside.is(InetAddress.getByName(inner)), inner);
        for (var outer : Set.of(
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.32.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "2003::1")) assertFalse(Inside.is(InetAddress.getByName(outer)), outer);
    }
}
