package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "members.example.com, members.example.com",
        "  HTTPS://Members.Example.COM/ , members.example.com",
        "members.example.com., members.example.com",
        "köln.example, xn--kln-sna.example",
        "example.co.uk, example.co.uk"
    })
    void what_people_paste_becomes_one_name(String typed, String name) {
        assertEquals(Optional.of(new HostName(name)), HostName.parse(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0.1",
                "[::1]",
                "*.example.com",
                "_dmarc.example.com",
                "a..example.com",
                "-a.example.com",
                "example.com:8080",
                "example.com/path",
                "user@example.com",
                "example.com?x",
                "ex ample.com",
                "Kelvin\u212A.example",
                "stra\u00DFe.example",
                "ｅxample.com"
            })
    void what_is_no_name_or_another_one_in_disguise_is_refused(String typed) {
        assertEquals(Optional.empty(), HostName.parse(typed));
    }

    @Test
    void a_name_climbs_to_two_labels_and_is_told_within_its_zone() {
        var host = new HostName("a.b.example.com");
        assertEquals(List.of("a.b.example.com", "b.example.com", "example.com"), host.climb());
        assertEquals("a.b", host.within("example.com"));
        assertEquals("@", new HostName("example.com").within("example.com"));
        assertEquals("xample.com", HostName.relative("xample.com", "ample.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "ab, sub-domain-length",
        "a-, sub-domain-length",
        "-abc, sub-domain-form",
        "abc-, sub-domain-form",
        "a_c, sub-domain-form",
        "a.c, sub-domain-form",
        "xn--abc, sub-domain-form",
        "äbc, sub-domain-form",
        "www, sub-domain-reserved",
        "Console, sub-domain-reserved"
    })
    void a_sub_domain_says_what_is_wrong_with_it(String typed, String code) {
        var problem = assertThrows(Problem.class, () -> SubDomain.of(typed));
        assertEquals(code, problem.fields().get("sub_domain").code());
    }

    @Test
    void a_sub_domain_is_small_letters_of_3_to_63() {
        assertEquals("acme-2", SubDomain.of(" Acme-2 ").label());
        assertEquals(63, SubDomain.of("a".repeat(63)).label().length());
        assertThrows(Problem.class, () -> SubDomain.of("a".repeat(64)));
    }
}
