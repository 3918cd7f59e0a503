package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.branding.BrandingStore.State;
import dev.atrium.branding.Drafts.Hand;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.media.BrandKind;
import dev.atrium.media.Paper;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The same for the business's own programs: the draft is read and replaced, and published. Pictures are sent at the console. */
final class BrandingApi {
    private static final String PATH = "/api/v1/business/branding";
    private static final String BY = "API";

    /** Colours are {@code #rrggbb}; background and text may be empty for the product's own. */
    public record Colours(String primary, String secondary, String background, String text) {}

    /** Web pages of the business, each https or empty. */
    public record Links(String terms, String privacy, String imprint) {}

    /** In percent from the left and the top of the sign-in picture. */
    public record Focus(int x, int y) {}

    /**
     * How the portal looks. {@code theme} is {@code auto}, {@code light} or {@code dark}; {@code radius} is {@code none},
     * {@code small}, {@code medium} or {@code large}; {@code font} is {@code figtree}, {@code outfit} or {@code source-serif}.
     */
    public record Look(
            String portal_name,
            String description,
            boolean show_name_on_sign_in,
            boolean show_description_on_sign_in,
            Colours colors,
            Focus portal_image_focus,
            String support_email,
            String copyright,
            Links links,
            String theme,
            String radius,
            String font,
            String custom_css) {}

    /** A rule of the style sheet that is left out, and the word for why. */
    public record LeftOut(int line, String rule, String reason) {}

    /**
     * What is drafted: where {@code drafted} is false, that is what is published.
     *
     * @param pictures which of {@code logo}, {@code logo-dark}, {@code favicon} and {@code login-image} there are
     */
    public record BrandingDraft(
            boolean drafted, int published_version, Look look, List<String> pictures, List<LeftOut> left_out) {}

    private static final Look ACME = new Look(
            "Acme Studio",
            "Photography and film for people who make things.",
            true,
            true,
            new Colours("#2f5d50", "#c98a3a", "", ""),
            new Focus(50, 50),
            "hello@acme.example",
            "© {{year}} Acme Studio",
            new Links("https://acme.example/terms", "https://acme.example/privacy", ""),
            "auto",
            "medium",
            "figtree",
            "");
    private static final BrandingDraft EXAMPLE = new BrandingDraft(true, 3, ACME, List.of("logo"), List.of());

    private final Db db;
    private final Paper paper;
    private final Drafts drafts;

    BrandingApi(Db db, Paper paper, Drafts drafts) {
        this.db = db;
        this.paper = paper;
        this.drafts = drafts;
    }

    void mount(Routes routes) {
        routes.business("branding:read")
                .get(PATH, this::published)
                .summary("Get how the portal looks")
                .versioned()
                .gives(Look.class, ACME);
        routes.business("branding:read")
                .get(PATH + "/draft", this::draft)
                .summary("Get the draft of how the portal looks")
                .versioned()
                .gives(BrandingDraft.class, EXAMPLE);
        routes.business("branding:write")
                .put(PATH + "/draft", this::replace)
                .summary("Replace the draft of how the portal looks")
                .versioned()
                .idempotent()
                .takes(Look.class, ACME)
                .gives(BrandingDraft.class, EXAMPLE)
                .refuses(422);
        routes.business("branding:write")
                .post(PATH + "/publish", this::publish)
                .summary("Publish the draft of how the portal looks")
                .versioned()
                .idempotent()
                .gives(BrandingDraft.class, new BrandingDraft(false, 4, ACME, List.of("logo"), List.of()));
    }

    private Future<Reply> published(Request request) {
        return db.read(request.scope(), tx -> new BrandingStore(tx).find())
                .map(state -> Reply.json(look(state.published())).tagged(Integer.toString(state.revision())));
    }

    private Future<Reply> draft(Request request) {
        return db.read(request.scope(), tx -> new BrandingStore(tx).find()).compose(this::answer);
    }

    private Future<Reply> answer(State state) {
        return paper.submit(() -> StyleFilter.filter(state.working().get(Field.CUSTOM_CSS), named(state.working())))
                .map(sheet -> Reply.json(new BrandingDraft(
                                state.draft() != null,
                                state.version(),
                                look(state.working()),
                                Arrays.stream(BrandKind.values())
                                        .filter(state.working()::has)
                                        .map(BrandKind::word)
                                        .toList(),
                                sheet.refusals().stream()
                                        .map(one -> new LeftOut(one.line(), one.what(), one.reason()))
                                        .toList()))
                        .tagged(Integer.toString(state.revision())));
    }

    /** Which pictures a style sheet may name; where they lie does not matter to what is left out. */
    private static Map<String, String> named(Brand brand) {
        var named = new java.util.HashMap<String, String>();
        for (var kind : BrandKind.values()) if (brand.has(kind)) named.put(kind.word(), "/");
        return named;
    }

    private Future<Reply> replace(Request request, Tx tx) {
        var wanted = typed(request.json(Look.class));
        return seen(request, tx)
                .compose(state -> drafts.save(tx, state.revision(), wanted, new Hand(BY, request.ip())))
                .compose(this::answer);
    }

    private Future<Reply> publish(Request request, Tx tx) {
        return seen(request, tx)
                .compose(state -> drafts.publish(tx, state.revision(), new Hand(BY, request.ip())))
                .compose(this::answer);
    }

    private static Future<State> seen(Request request, Tx tx) {
        return new BrandingStore(tx).lock().map(state -> {
            request.ifMatch().require(Integer.toString(state.revision()));
            return state;
        });
    }

    private static Look look(Brand b) {
        return new Look(
                b.get(Field.PORTAL_NAME),
                b.get(Field.DESCRIPTION),
                b.is(Field.SHOW_NAME),
                b.is(Field.SHOW_DESCRIPTION),
                new Colours(
                        b.get(Field.COLOR_PRIMARY),
                        b.get(Field.COLOR_SECONDARY),
                        b.get(Field.COLOR_BACKGROUND),
                        b.get(Field.COLOR_TEXT)),
                new Focus(b.number(Field.FOCAL_X), b.number(Field.FOCAL_Y)),
                b.get(Field.SUPPORT_EMAIL),
                b.get(Field.COPYRIGHT),
                new Links(b.get(Field.TERMS_URL), b.get(Field.PRIVACY_URL), b.get(Field.IMPRINT_URL)),
                b.get(Field.THEME_MODE),
                b.get(Field.RADIUS),
                b.get(Field.FONT),
                b.get(Field.CUSTOM_CSS));
    }

    private static Map<Field, String> typed(Look look) {
        var typed = new EnumMap<Field, String>(Field.class);
        typed.put(Field.PORTAL_NAME, look.portal_name());
        typed.put(Field.DESCRIPTION, look.description());
        typed.put(Field.SHOW_NAME, Boolean.toString(look.show_name_on_sign_in()));
        typed.put(Field.SHOW_DESCRIPTION, Boolean.toString(look.show_description_on_sign_in()));
        typed.put(Field.COLOR_PRIMARY, look.colors().primary());
        typed.put(Field.COLOR_SECONDARY, look.colors().secondary());
        typed.put(Field.COLOR_BACKGROUND, look.colors().background());
        typed.put(Field.COLOR_TEXT, look.colors().text());
        typed.put(Field.FOCAL_X, Integer.toString(look.portal_image_focus().x()));
        typed.put(Field.FOCAL_Y, Integer.toString(look.portal_image_focus().y()));
        typed.put(Field.SUPPORT_EMAIL, look.support_email());
        typed.put(Field.COPYRIGHT, look.copyright());
        typed.put(Field.TERMS_URL, look.links().terms());
        typed.put(Field.PRIVACY_URL, look.links().privacy());
        typed.put(Field.IMPRINT_URL, look.links().imprint());
        typed.put(Field.THEME_MODE, look.theme());
        typed.put(Field.RADIUS, look.radius());
        typed.put(Field.FONT, look.font());
        typed.put(Field.CUSTOM_CSS, look.custom_css());
        return typed;
    }
}
