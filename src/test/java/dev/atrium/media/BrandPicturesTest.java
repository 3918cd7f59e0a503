package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Scope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The logo and the sign-in picture: files like others, of which guests and mails see what was drawn anew. */
class BrandPicturesTest {
    private static final String HOSTILE =
            "<svg xmlns='http://www.w3.org/2000/svg' onload='EVIL()'><script>EVIL()</script><rect width='2' height='2'/></svg>";

    private Portal portal;
    private Visitor olivia;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        portal.staff("Cora Content", "cora@example.com", "content", Portal.ACME);
        olivia = portal.asStaff("olivia@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static byte[] png() {
        try {
            return Files.readAllBytes(Path.of("src/main/resources/demo/logo-acme.png"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer upload(Visitor visitor, String kind, String name, byte[] file) {
        var head = "--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"" + name + "\"\r\n\r\n";
        return visitor.send(
                "POST",
                "/t/acme/branding/" + kind,
                head.getBytes(StandardCharsets.UTF_8),
                file,
                "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=b");
    }

    private String address(String kind) {
        return "/brand/" + kind + "/"
                + portal.query("SELECT version FROM branding WHERE tenant_id = ?", portal.tenantId(Portal.ACME))
                        .getFirst()
                        .getFirst();
    }

    private long used() {
        return portal.count("SELECT coalesce(sum(used), 0) FROM storage_quota");
    }

    @Test
    void what_staff_upload_is_drawn_anew_and_seen_by_guests_at_once() {
        upload(olivia, "logo", "logo.png", png()).expectRedirect("/t/acme/branding");
        upload(olivia, "login-image", "large.png", png()).expectRedirect("/t/acme/branding");
        var page = portal.at(Portal.ACME).get("/login").expect(200).body();
        assertTrue(page.contains(address("logo")) && page.contains(address("login-image")), page);
        for (var kind : List.of("logo", "login-image")) {
            var shown = portal.at(Portal.ACME).get(address(kind)).expect(200);
            assertEquals("image/webp", shown.header("Content-Type"));
            assertEquals("public, max-age=31536000, immutable", shown.header("Cache-Control"));
            olivia.get("/t/acme/branding/" + kind).expect(200);
        }
        assertTrue(olivia.get("/t/acme/branding").expect(200).body().contains("/t/acme/branding/logo?v"));
        assertEquals(
                2, portal.count("SELECT count(*) FROM media_object WHERE account_id IS NULL AND staff_id IS NULL"));
        assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action = 'branding.picture_changed'"));
        assertEquals(2L * png().length, used());
    }

    @Test
    void a_mail_carries_the_logo_as_a_png_and_goes_without_an_svg() {
        upload(olivia, "logo", "logo.png", png()).expect(303);
        portal.at(Portal.ACME).post("/login/code", Map.of("email", "png@example.com"));
        portal.mail("png@example.com");
        assertEquals(1, portal.count("SELECT count(*) FROM mail_outbox WHERE with_logo"));
        var letterhead = portal.house()
                .pictures()
                .letterhead(Scope.job(portal.tenantId(Portal.ACME), "test"))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .orElseThrow();
        assertEquals("image/png", letterhead.type());
        assertEquals((byte) 0x89, letterhead.bytes().getByte(0));
        upload(olivia, "logo", "logo.svg", HOSTILE.getBytes(StandardCharsets.UTF_8))
                .expect(303);
        var shown = portal.at(Portal.ACME).get(address("logo")).expect(200);
        assertEquals("image/svg+xml", shown.header("Content-Type"));
        assertTrue(shown.body().contains("<rect") && !shown.body().contains("EVIL"), shown.body());
        portal.at(Portal.ACME).post("/login/code", Map.of("email", "svg@example.com"));
        portal.mail("svg@example.com");
        assertEquals(1, portal.count("SELECT count(*) FROM mail_outbox WHERE with_logo"));
    }

    @Test
    void what_is_no_picture_changes_nothing_and_says_so_in_the_form() {
        upload(olivia, "logo", "logo.png", png()).expect(303);
        var before = used();
        for (var file :
                List.of("%PDF-1.7 x", "<!doctype html><script>alert(1)</script>", "\u0089PNG\r\n\u001A\n broken")) {
            var refused = upload(olivia, "logo", "logo.png", file.getBytes(StandardCharsets.ISO_8859_1))
                    .expect(422);
            assertTrue(refused.body().contains("e-logo") && !refused.body().contains("e-login-image"), refused.body());
        }
        upload(olivia, "logo", "empty.png", new byte[0]).expect(422);
        upload(olivia, "letterhead", "logo.png", png()).expect(404);
        upload(portal.asStaff("cora@example.com"), "logo", "logo.png", png()).expect(404);
        assertEquals(before, used());
        portal.at(Portal.ACME).get(address("logo")).expect(200);
    }

    @Test
    void of_many_at_once_one_stays_and_every_other_gives_its_bytes_back() {
        var cookie = olivia.cookie("staff");
        var answers = Race.of(
                12,
                i -> upload(portal.atConsole().cookie("staff", cookie), "logo", "logo.png", png())
                        .status());
        assertTrue(answers.stream().allMatch(status -> status == 303 || status == 429), answers.toString());
        assertEquals(1, portal.count("SELECT count(*) FROM media_object WHERE state = 'ready'"));
        assertEquals(png().length, used());
        portal.at(Portal.ACME).get(address("logo")).expect(200);
        olivia.post("/t/acme/branding/logo/remove", Map.of()).expect(303);
        portal.at(Portal.ACME).get(address("logo")).expect(404);
        assertEquals(0, used());
        assertFalse(portal.at(Portal.ACME).get("/login").body().contains("/brand/logo"));
    }

    @Test
    void a_picture_of_before_is_shown_and_then_drawn_anew_by_its_job() {
        portal.execute(
                "UPDATE branding SET logo = ?, logo_type = 'image/png', login_image = ?, login_image_type = 'image/png' WHERE tenant_id = ?",
                png(),
                "no picture".getBytes(StandardCharsets.UTF_8),
                portal.tenantId(Portal.ACME));
        portal.changed(Portal.ACME);
        assertEquals(
                "image/png",
                portal.at(Portal.ACME).get(address("logo")).expect(200).header("Content-Type"));
        var house = portal.house();
        house.db()
                .write(Scope.job(portal.tenantId(Portal.ACME), "test"), tx -> {
                    Jobs.schedule(tx, "branding.move", "logo", house.clock().now(), new JsonObject());
                    return Jobs.schedule(
                            tx, "branding.move", "login-image", house.clock().now(), new JsonObject());
                })
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        for (int i = 0; i < 500 && portal.count("SELECT count(*) FROM job WHERE state = 'queued'") > 0; i++)
            Portal.pause(20);
        assertEquals(1, portal.count("SELECT count(*) FROM branding WHERE logo_id IS NOT NULL AND logo IS NULL"));
        assertEquals(
                "image/webp",
                portal.at(Portal.ACME).get(address("logo")).expect(200).header("Content-Type"));
        assertEquals(
                "no picture",
                portal.at(Portal.ACME).get(address("login-image")).expect(200).body(),
                "what cannot be drawn stays as it was");
    }
}
