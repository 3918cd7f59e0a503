package dev.atrium.wall;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.Token;
import java.util.Map;

/** Who calls: what they carry is made anew for each call series, since some routes end what they were called with. */
enum Caller {
    GUEST("ana"),
    CLIENT("ana"),
    NEIGHBOUR("ben"),
    /** Bears a link to one thing and is nobody else. */
    BEARER("ana"),
    /** Staff who look at the portal as Ana. */
    VIEWER("ana"),
    STAFF("ana"),
    /** Staff with a role that may do little. */
    BOOKKEEPER("ana"),
    FOREIGN_STAFF("ana"),
    PROGRAM("ana"),
    OPERATOR("ana");

    /** Whose tickets and links this caller bears. */
    final String person;

    Caller(String person) {
        this.person = person;
    }

    boolean isClient() {
        return this == CLIENT || this == NEIGHBOUR;
    }

    boolean isStaff() {
        return this == STAFF || this == FOREIGN_STAFF || this == BOOKKEEPER;
    }

    /** The role in the caller's tenant; empty where they have none. */
    String role() {
        return switch (this) {
            case STAFF, FOREIGN_STAFF -> "owner";
            case BOOKKEEPER -> "billing";
            default -> "";
        };
    }

    /** The tenant that this caller is of; a guest's is that of the tests. */
    String tenant() {
        return this == FOREIGN_STAFF ? Portal.GLOBEX : Portal.ACME;
    }

    /** A browser or program of this caller at {@code host}, with everything they ever got. */
    Visitor at(String host, Portal portal, WallFixture fixture) {
        var visitor = portal.atHost(host);
        if (isClient()) visitor.cookie("session", cookie(fixture));
        if (this == BOOKKEEPER) visitor.cookie("staff", fixture.staffCookie("bookkeeper@example.com"));
        else if (isStaff()) visitor.cookie("staff", fixture.staffCookie(WallFixture.owner(tenant())));
        if (this == OPERATOR) visitor.cookie("staff", fixture.staffCookie("operator@example.com"));
        if (this == VIEWER) visitor.cookie("view", fixture.view(fixture.client(Portal.ACME, person)));
        if (this == PROGRAM) visitor.header("Authorization", "Bearer " + token(portal, fixture));
        return visitor;
    }

    private String cookie(WallFixture fixture) {
        var cookie = Token.random();
        fixture.session(fixture.client(Portal.ACME, person), cookie);
        return cookie.text();
    }

    private String token(Portal portal, WallFixture fixture) {
        return portal.at(Portal.ACME)
                .cookie("session", cookie(fixture))
                .post("/api/v1/tokens", Map.of())
                .expect(200)
                .json()
                .getString("access_token");
    }
}
