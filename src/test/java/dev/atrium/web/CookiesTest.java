package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class CookiesTest {
    private final Cookies plain = new Cookies(false);
    private final Cookies overTls = new Cookies(true);

    @Test
    void over_tls_a_cookie_is_of_this_host_alone() {
        assertEquals(
                "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60",
                overTls.header(new Cookies.Change("session", "abc", 60)));
    }

    @Test
    void without_tls_it_has_a_name_that_browsers_accept() {
        assertEquals(
                "atrium-session=abc; Path=/; HttpOnly; SameSite=Lax",
                plain.header(new Cookies.Change("session", "abc", 0)));
    }

    @Test
    void an_empty_value_removes_it() {
        assertEquals(
                "atrium-flow=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
                plain.header(new Cookies.Change("flow", "", 60)));
    }

    @Test
    void a_cookie_is_found_among_others_by_its_whole_name() {
        assertEquals("1", read(plain, "a=0; atrium-session=1; b=2"));
        assertEquals("1", read(plain, "atrium-session=1"));
        assertEquals("1", read(plain, "a=b;atrium-session=1"));
        assertEquals("1=2", read(plain, "atrium-session=1=2"));
        assertNull(read(plain, "xatrium-session=1"));
        assertNull(read(plain, "atrium-sessions=1"));
        assertNull(read(plain, "a=atrium-session=1"));
        assertNull(read(plain, "__Host-session=1"));
        assertNull(read(overTls, "atrium-session=1; session=2"));
        assertNull(read(plain, ""));
        assertNull(read(plain, null));
    }

    @Test
    void a_second_one_of_another_value_makes_both_worth_nothing() {
        assertNull(read(overTls, "__Host-session=mine; __Host-session=planted"));
        assertEquals("mine", read(overTls, "__Host-session=mine; __Host-session=mine"));
    }

    private static String read(Cookies cookies, String header) {
        return cookies.read(Asked.with("Cookie", header), "session");
    }
}
