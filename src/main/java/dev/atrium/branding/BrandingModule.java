package dev.atrium.branding;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.media.MediaModule;
import dev.atrium.media.Paper;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Look;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The door to how a portal looks. */
public final class BrandingModule {
    /** The pairs of {@link dev.atrium.tenancy.Contrast}. */
    private static final List<String> PAIRS = List.of("button", "button-seen", "link", "page", "text");

    private static final List<String> REASONS = List.of(
            "at-rule",
            "bounds",
            "broken",
            "content",
            "control",
            "escape",
            "function",
            "many",
            "nesting",
            "picture",
            "position",
            "property",
            "selector",
            "url",
            "value");

    private final BrandFiles files;
    private final BrandingRoutes routes;
    private final VersionRoutes versions;
    private final PreviewRoutes previews;
    private final BrandingApi api;

    /** @param mail the one that previews show */
    public BrandingModule(
            Db db,
            Clock clock,
            Hosts hosts,
            Paper paper,
            MediaModule media,
            Notifications notifications,
            NotificationType mail) {
        var drafts = new Drafts(hosts);
        var wardrobe = new Wardrobe(db, hosts);
        this.files = new BrandFiles(db, paper, media.pictures());
        this.routes = new BrandingRoutes(db, media.media(), paper, drafts, wardrobe);
        this.versions = new VersionRoutes(db, drafts);
        this.previews = new PreviewRoutes(clock, paper, wardrobe, media.pictures(), notifications, mail);
        this.api = new BrandingApi(db, paper, drafts);
    }

    public void mount(Routes all) {
        files.mount(all);
        routes.mount(all);
        versions.mount(all);
        previews.mount(all);
        api.mount(all);
    }

    /** The keys of words that are put together while a page is made. */
    public static List<String> words() {
        var fields = Stream.concat(
                        Arrays.stream(Brand.Field.values())
                                .map(field ->
                                        field.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                        Stream.of("logo", "logo-dark", "favicon", "login-image"))
                .toList();
        var choices = Stream.of(Look.MODES, Look.RADII, Look.FONTS)
                .flatMap(List::stream)
                .toList();
        var hints = List.of(
                "logo",
                "logo-dark",
                "favicon",
                "login-image",
                "color-primary",
                "color-secondary",
                "color-background",
                "color-text");
        return Stream.of(
                        Family.BRANDING_FIELD.keys(fields),
                        Family.BRANDING_HINT.keys(hints),
                        Family.BRANDING_CHOICE.keys(choices),
                        Family.CONTRAST.keys(PAIRS),
                        Family.CSS_REASON.keys(REASONS))
                .flatMap(List::stream)
                .toList();
    }
}
