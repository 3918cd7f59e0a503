package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
    private final Assets assets = View.assets();

    @Test
    void an_asset_lies_at_its_fingerprint_and_nowhere_else() {
        var url = assets.url("css/portal.css");
        assertTrue(url.matches("/assets/css/portal\\.[0-9a-f]{10}\\.css"), url);
        var asset = assets.find(url);
        assertNotNull(asset);
        assertEquals("text/css; charset=utf-8", asset.contentType());
        assertTrue(asset.etag().matches("\"[0-9a-f]{10}\""), asset.etag());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/css/portal.css",
                "/assets/css/portal.0000000000.css",
                "/assets/../css/portal.css",
                "/assets/css/x%2F..%2Fportal.css",
                "/assets/index.html",
                "/assets/",
                ""
            })
    void any_other_path_is_unknown(String path) {
        assertNull(assets.find(path));
    }

    @Test
    void a_style_sheet_refers_to_fingerprints() {
        var css = assets.find(assets.url("css/portal.css")).body().toString();
        assertTrue(css.contains("@import \"" + assets.url("css/base.css") + "\""), css);
        assertTrue(css.contains("url(\"" + assets.url("fonts/house.woff2") + "?v=1#iefix\")"), css);
        assertTrue(css.contains("url('" + assets.url("icons/sprite.svg") + "#bell')"), css);
        assertTrue(css.contains("url(data:image/png;base64,AAAA)"), css);
    }

    @Test
    void a_module_imports_fingerprints() {
        var js = assets.find(assets.url("js/app.js")).body().toString();
        assertTrue(js.contains("from '" + assets.url("js/tell.js") + "'"), js);
        assertTrue(js.contains("import '" + assets.url("js/late.js") + "'"), js);
        assertTrue(js.contains("import(\"" + assets.url("js/late.js") + "\")"), js);
    }

    @Test
    void a_change_in_what_it_refers_to_changes_the_fingerprint(@TempDir Path webroot) throws Exception {
        Files.writeString(webroot.resolve("a.css"), "@import 'b.css';");
        Files.writeString(webroot.resolve("b.css"), "p{}");
        var before = Assets.load(webroot).url("a.css");
        Files.writeString(webroot.resolve("b.css"), "q{}");
        assertNotEquals(before, Assets.load(webroot).url("a.css"));
    }

    @Test
    void references_in_a_circle_or_into_the_void_stop_the_start(@TempDir Path webroot) throws Exception {
        Files.writeString(webroot.resolve("a.js"), "import './b.js'");
        assertTrue(failure(webroot).contains("a.js refers to ./b.js, which does not exist"));
        Files.writeString(webroot.resolve("b.js"), "import './a.js'");
        assertTrue(failure(webroot).contains("in a circle"));
    }

    @Test
    void too_large_files_stop_the_start(@TempDir Path webroot) throws Exception {
        Files.write(webroot.resolve("a.png"), new byte[(2 << 20) + 1]);
        assertTrue(failure(webroot).contains("a.png has more than 2 MB"));
        Files.delete(webroot.resolve("a.png"));
        for (var i = 0; i < 9; i++) {
            Files.write(webroot.resolve(i + ".png"), new byte[2 << 20]);
        }
        assertTrue(failure(webroot).contains("more than 16 MB together"));
    }

    @Test
    void what_compresses_well_is_kept_compressed(@TempDir Path webroot) throws Exception {
        var text = "p { color: red }\n".repeat(100);
        Files.writeString(webroot.resolve("a.css"), text);
        Files.writeString(webroot.resolve("b.css"), "p{}");
        var loaded = Assets.load(webroot);
        var gzip = loaded.find(loaded.url("a.css")).gzip();
        assertNotNull(gzip);
        assertEquals(text, new String(new GZIPInputStream(new ByteArrayInputStream(gzip.getBytes())).readAllBytes()));
        assertNull(loaded.find(loaded.url("b.css")).gzip());
    }

    @Test
    void an_unknown_name_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> assets.url("css/none.css"));
        assertThrows(IllegalArgumentException.class, () -> assets.url("index.html"));
    }

    private static String failure(Path webroot) {
        return assertThrows(StartFailure.class, () -> Assets.load(webroot)).getMessage();
    }
}
