package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Scope;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The logo and the sign-in picture: files like others, of which guests and mails see what was drawn anew. */
class BrandPicturesTest {
    private static final String HOSTILE =
            "<svg xmlns='http://www.w3.org/2000/svg' onload='EVIL()'><script>EVIL()</script><rect width='2' height='2'/></svg>";

    private static final String SQUARE =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox=\"0 0 8 8\"><rect width='2' height='2'/></svg>";

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
        var head = "--b\r\nContent-Disposition: form-data; name=\"" + kind + "\"; filename=\"" + name + "\"\r\n\r\n";
        return visitor.send(
                "POST",
                "/t/acme/branding",
                head.getBytes(StandardCharsets.UTF_8),
                file,
                "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=b");
    }

    private void publish() {
        olivia.post("/t/acme/branding", Map.of("act", "publish")).expect(303);
    }

    /** Where a page of a guest finds a picture; empty where it names none. */
    private String address(String kind) {
        var page = portal.at(Portal.ACME).get("/login").expect(200).body();
        var matcher = Pattern.compile("\"(/brand/" + kind + "/[^\"]*)\"").matcher(page);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static byte[] drawn(int width, int height, String format) {
        try {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < width; x++)
                for (int y = 0; y < height; y++) image.setRGB(x, y, x * 31 + y * 17 << 8 | 0x40);
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An icon file with one entry: a PNG as it is, or a bitmap of 24 bits with its mask. */
    private static byte[] ico(int side, byte[] entry) {
        var bytes = ByteBuffer.allocate(22 + entry.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0).putShort((short) 1).putShort((short) 1);
        bytes.put((byte) side)
                .put((byte) side)
                .put((byte) 0)
                .put((byte) 0)
                .putShort((short) 1)
                .putShort((short) 24);
        return bytes.putInt(entry.length).putInt(22).put(entry).array();
    }

    private static byte[] bitmap(int side) {
        var row = (side * 24 + 31) / 32 * 4;
        var mask = (side + 31) / 32 * 4;
        var bytes = ByteBuffer.allocate(40 + side * (row + mask)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(40).putInt(side).putInt(side * 2).putShort((short) 1).putShort((short) 24);
        for (int i = 40; i < 40 + side * row; i++) bytes.put(i, (byte) 0x7F);
        return bytes.array();
    }

    private long used() {
        return portal.count("SELECT coalesce(sum(used), 0) FROM storage_quota");
    }

    @Test
    void what_staff_upload_is_drawn_anew_and_seen_by_guests_once_published() {
        upload(olivia, "logo", "logo.png", png()).expectRedirect("/t/acme/branding");
        upload(olivia, "login-image", "large.png", drawn(800, 600, "png")).expect(303);
        assertEquals("", address("logo"), "a draft is nobody's but the staff's");
        for (var kind : List.of("logo", "login-image"))
            assertEquals(
                    "image/webp",
                    olivia.get("/t/acme/branding/shown/" + kind).expect(200).header("Content-Type"));
        publish();
        for (var kind : List.of("logo", "login-image")) {
            var shown = portal.at(Portal.ACME).get(address(kind)).expect(200);
            assertEquals("image/webp", shown.header("Content-Type"));
            assertEquals("public, max-age=31536000, immutable", shown.header("Cache-Control"));
        }
        assertEquals(
                2, portal.count("SELECT count(*) FROM media_object WHERE account_id IS NULL AND staff_id IS NULL"));
        assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action = 'branding.picture-changed'"));
    }

    @Test
    void an_icon_is_made_in_every_size_from_png_and_ico() {
        for (var file : List.of(drawn(64, 64, "png"), ico(48, drawn(48, 48, "png")), ico(32, bitmap(32)))) {
            upload(olivia, "favicon", "favicon.ico", file).expect(303);
            publish();
            var address = address("favicon-32");
            for (var side : List.of(16, 32, 180, 192, 512)) {
                var icon = portal.at(Portal.ACME)
                        .get(address.replace("favicon-32", "favicon-" + side))
                        .expect(200);
                assertEquals("image/png", icon.header("Content-Type"));
            }
            portal.at(Portal.ACME)
                    .get(address.replace("favicon-32", "favicon-33"))
                    .expect(404);
        }
        upload(olivia, "favicon", "icon.svg", SQUARE.getBytes(StandardCharsets.UTF_8))
                .expect(303);
        publish();
        assertEquals(
                "image/svg+xml",
                portal.at(Portal.ACME).get(address("favicon")).expect(200).header("Content-Type"));
    }

    @Test
    void a_refusal_says_what_the_picture_measures_and_keeps_everything_else() {
        var refused = upload(olivia, "favicon", "wide.png", drawn(64, 32, "png"))
                .expect(422)
                .body();
        assertTrue(refused.contains("64 × 32") && refused.contains("e-favicon"), refused);
        assertTrue(upload(olivia, "favicon", "big.png", drawn(513, 513, "png"))
                .expect(422)
                .body()
                .contains("513 × 513"));
        assertTrue(upload(olivia, "logo", "line.png", drawn(900, 40, "png"))
                .expect(422)
                .body()
                .contains("900 × 40"));
        assertTrue(upload(olivia, "login-image", "s.png", drawn(319, 700, "png"))
                .expect(422)
                .body()
                .contains("319 × 700"));
        assertTrue(upload(
                        olivia,
                        "favicon",
                        "w.svg",
                        SQUARE.replace("0 0 8 8", "0 0 8 4").getBytes(StandardCharsets.UTF_8))
                .expect(422)
                .body()
                .contains("8 × 4"));
        var large = new byte[3 * 1024 * 1024];
        assertTrue(upload(olivia, "logo", "large.png", large).expect(422).body().contains("3.0 MB"));
        assertEquals(0, used());
        assertEquals(0, portal.count("SELECT count(*) FROM branding WHERE revision > 0"));
    }

    @Test
    void a_mail_carries_the_logo_as_a_png_and_goes_without_an_svg() {
        upload(olivia, "logo", "logo.png", png()).expect(303);
        publish();
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
        publish();
        var shown = portal.at(Portal.ACME).get(address("logo")).expect(200);
        assertEquals("image/svg+xml", shown.header("Content-Type"));
        assertTrue(shown.body().contains("<rect") && !shown.body().contains("EVIL"), shown.body());
        portal.at(Portal.ACME).post("/login/code", Map.of("email", "svg@example.com"));
        portal.mail("svg@example.com");
        assertEquals(1, portal.count("SELECT count(*) FROM mail_outbox WHERE with_logo"));
    }

    @Test
    void what_is_no_picture_changes_nothing_and_says_so_at_its_field() {
        upload(olivia, "logo", "logo.png", png()).expect(303);
        var before = used();
        for (var file :
                List.of("%PDF-1.7 x", "<!doctype html><script>alert(1)</script>", "\u0089PNG\r\n\u001A\n broken")) {
            var refused = upload(olivia, "logo", "logo.png", file.getBytes(StandardCharsets.ISO_8859_1))
                    .expect(422);
            assertTrue(refused.body().contains("e-logo") && !refused.body().contains("e-login-image"), refused.body());
        }
        upload(portal.asStaff("cora@example.com"), "logo", "logo.png", png()).expect(404);
        assertEquals(before, used());
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
        publish();
        portal.at(Portal.ACME).get(address("logo")).expect(200);
        olivia.post("/t/acme/branding", Map.of("act", "remove:logo")).expect(303);
        portal.at(Portal.ACME).get(address("logo")).expect(200);
        publish();
        assertEquals("", address("logo"));
        assertEquals(png().length, used(), "the version of before still names it");
        portal.execute("DELETE FROM branding_version WHERE number = 1");
        upload(olivia, "logo", "logo.png", drawn(50, 50, "png")).expect(303);
        assertEquals(drawn(50, 50, "png").length, used(), "what no draft and no version names is given back");
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
