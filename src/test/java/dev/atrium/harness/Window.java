package dev.atrium.harness;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/**
 * One person's browser window on one host. What must not happen in it (see {@link Faults}) fails the test at the next
 * look, at the latest when the window is closed.
 */
public final class Window implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 10_000;
    /** {@code -Dportal.test.pictures=true}: pictures take a quarter of a run, and no test reads them. */
    private static final boolean PICTURED = Boolean.getBoolean("portal.test.pictures");

    private static final Path PICTURES = Path.of("target", "screenshots");

    private final String origin;
    private Screen screen;
    private final BrowserContext context;
    private final Faults faults;
    private Page page;

    Window(com.microsoft.playwright.Browser browser, String origin, Screen screen) {
        this.origin = origin;
        this.screen = screen;
        this.context = browser.newContext(screen.options(origin));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        this.faults = new Faults(context);
        this.page = context.newPage();
    }

    /** The cookies of a visitor, so that a window need not repeat how they got in. */
    public Window as(Visitor visitor) {
        asNobody();
        var host = "http://" + visitor.host() + ":" + URI.create(origin).getPort();
        visitor.cookies().forEach((name, value) -> context.addCookies(List.of(new Cookie(name, value).setUrl(host))));
        return this;
    }

    /** Forgets every cookie. */
    public Window asNobody() {
        context.clearCookies();
        return this;
    }

    public Window go(String path) {
        return go(path, 200);
    }

    /** Opens a page that answers with {@code status}; redirects count as where they end. */
    public Window go(String path, int status) {
        if (status != 200) faults.allow(status);
        var response = page.navigate(absolute(path));
        Assertions.assertEquals(status, response.status(), path);
        return calm();
    }

    private String absolute(String path) {
        return path.startsWith("http") ? path : origin + path;
    }

    /** How many pages axe has looked at in this run. */
    public static int ruled() {
        return Axe.pages();
    }

    /** Fails if anything happened that must not. */
    public Window calm() {
        // Events arrive while the page is asked something.
        page.title();
        faults.none(screen.name() + " " + page.url());
        return this;
    }

    /** Pages of this window may answer with {@code status}: the journey means it to be refused. */
    public Window allow(int status) {
        faults.allow(status);
        return this;
    }

    /** What comes in live may move what stands there, and the network may go. */
    public Window live() {
        faults.live();
        return this;
    }

    public Page page() {
        return page;
    }

    public Screen screen() {
        return screen;
    }

    public Window fill(String label, String text) {
        field(label).fill(text);
        return this;
    }

    /** The field whose label begins with these words. */
    public Locator field(String label) {
        return page.getByLabel(Pattern.compile("^" + label)).first();
    }

    /** Presses the button of this name, and no other. */
    public Window press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        return this;
    }

    public Window follow(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        return this;
    }

    public Window key(String... keys) {
        for (var key : keys) page.keyboard().press(key);
        return this;
    }

    /** Waits until the path, query included, is this. */
    public Window at(String path) {
        try {
            page.waitForURL(absolute(path));
        } catch (TimeoutError e) {
            throw new AssertionError("stands at " + page.url() + " and not at " + absolute(path), e);
        }
        return calm();
    }

    /** Waits until this text is there to be read. */
    public Window reads(String text) {
        PlaywrightAssertions.assertThat(page.getByText(text).first()).isVisible();
        return this;
    }

    /** Waits until the page's first heading says this. */
    public Window headed(String text) {
        PlaywrightAssertions.assertThat(page.locator("h1")).hasText(text);
        return this;
    }

    /** The accessible name of what has the focus, for journeys by keyboard. */
    public String focused() {
        return (String) page.evaluate("""
                () => {
                  const e = document.activeElement;
                  const hidden = e.querySelector(".visually-hidden");
                  return e.ariaLabel || (hidden ?? e).innerText.trim() || e.name || "";
                }""");
    }

    public boolean hasCookie(String name) {
        return context.cookies().stream().anyMatch(cookie -> cookie.name.equals("atrium-" + name));
    }

    /** A picture of the whole page in target/screenshots, for people to judge, where the run was asked for pictures. */
    public Window look(String name) {
        return picture(name, screen);
    }

    private Window picture(String name, Screen screen) {
        if (!PICTURED) return this;
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + "-" + screen.name() + ".png"))
                .setFullPage(true)
                .setAnimations(ScreenshotAnimations.DISABLED));
        return this;
    }

    public Window axe() {
        Axe.check(page, screen.name() + " " + page.url(), true);
        return this;
    }

    /** The rules but those of contrast, where another window has seen the same colours. */
    public Window axeButContrast() {
        Axe.check(page, screen.name() + " " + page.url(), false);
        return this;
    }

    /**
     * Puts the other colour scheme on the page as it stands, after {@link #focusShows()}: what has the focus shows it there
     * too, nothing goes wrong, and a picture is taken.
     */
    public Window inOtherColours(String name) {
        var other = screen.inOtherColours();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(other.scheme()));
        try {
            focusIsSeen(other);
            return calm().picture(name, other);
        } finally {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(screen.scheme()));
        }
    }

    /** Draws the page as it stands at the size of {@code other}, looks at it, and draws it as before. */
    public Window drawnAs(Screen other, Consumer<Window> looking) {
        var own = screen;
        screen = other;
        page.setViewportSize(other.width(), other.height());
        try {
            looking.accept(this);
            return calm();
        } finally {
            screen = own;
            page.setViewportSize(own.width(), own.height());
        }
    }

    /**
     * In a pseudo-locale: no ASCII letter stands on the page but in what is marked as data (isolated by element, direction
     * or control character, a time, a code, another language), so whatever else has one is in no bundle.
     */
    public Window speaksOnly(String language, String direction) {
        Assertions.assertEquals(
                language + " " + direction,
                page.evaluate("() => document.documentElement.lang + ' ' + document.documentElement.dir"),
                page.url());
        Assertions.assertEquals("", page.evaluate(Words.UNTRANSLATED), screen.name() + " " + page.url());
        return this;
    }

    /** The words of every button lie inside it. */
    public Window nothingClipped() {
        Assertions.assertEquals("", page.evaluate(Words.CLIPPED), screen.name() + " " + page.url());
        return this;
    }

    public Window noSideScroll() {
        var wider = page.evaluate("""
                () => {
                  const width = document.documentElement.clientWidth;
                  if (document.scrollingElement.scrollWidth <= width) return "";
                  return [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && (e.getBoundingClientRect().right > width + 0.1 || e.getBoundingClientRect().left < -0.1))
                    .map((e) => `${e.nodeName}.${e.getAttribute("class") ?? ""} ${Math.round(e.getBoundingClientRect().left)}-${Math.round(e.getBoundingClientRect().right)}`)
                    .slice(0, 30).join(", ") || "something " + document.scrollingElement.scrollWidth + " of " + width + " at " + innerWidth;
                }""");
        Assertions.assertEquals("", wider, screen.name() + " " + page.url() + " scrolls sideways");
        return this;
    }

    /** Presses Tab once: something takes the focus, inside the screen, and shows it. */
    public Window focusShows() {
        page.keyboard().press("Tab");
        return focusIsSeen(screen);
    }

    private Window focusIsSeen(Screen screen) {
        var wrong = page.evaluate("""
                () => {
                  const e = document.activeElement;
                  if (!e || e === document.body) return "nothing has the focus";
                  const style = getComputedStyle(e), box = e.getBoundingClientRect();
                  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return e.outerHTML.slice(0, 200) + " shows no outline";
                  const inside = box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
                  return inside ? "" : e.outerHTML.slice(0, 200) + " is outside the screen";
                }""");
        Assertions.assertEquals("", wrong, screen.name() + " " + page.url());
        return this;
    }

    /** Another tab of the same browser; this window goes on in it. */
    public Window newTab() {
        page = context.newPage();
        return this;
    }

    @Override
    public void close() {
        try {
            calm();
        } finally {
            context.close();
        }
    }
}
