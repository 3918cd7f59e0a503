package dev.atrium.tenancy;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A business and how its portal behaves and looks: everything a page needs of it, read in one go and cached.
 *
 * @param reading a number that no other reading of any tenant has: what is made from this one may be kept under it
 * @param origin scheme, host and port of the primary domain: the only thing that links in mails are built from
 */
public record Tenant(
        UUID id,
        long reading,
        String slug,
        String name,
        String origin,
        Settings settings,
        Branding branding,
        Theme theme,
        Map<String, Switch> switches,
        List<NavItem> navItems) {

    /** Who may sign up: anybody, only whom staff invited, or anybody whom staff then approves. */
    public enum SignupMode {
        OPEN,
        INVITE_ONLY,
        APPROVAL
    }

    /** Whether a second factor is asked for at sign-in: never, of who set one up, before billing, or of everybody. */
    public enum Mfa {
        OFF,
        OPTIONAL,
        REQUIRED_FOR_BILLING,
        REQUIRED
    }

    /**
     * What the business decided about accounts.
     *
     * @param landing where a sign-in without a target ends, the first that is for the person: {@code /path}, {@code app:key} or
     *     {@code item:id} of a page of the business's own
     * @param cancelling whether clients end their subscriptions themselves
     * @param bubble whether a bubble on every page leads to the business
     * @param language that of whoever chose none, or one that is not offered
     * @param offered tags of the languages that clients may choose from; empty for every one that the portal has
     */
    public record Settings(
            SignupMode signupMode,
            boolean allowDuplicateContacts,
            boolean magicLinks,
            Mfa mfa,
            ProfileSchema profile,
            List<String> landing,
            boolean cancelling,
            boolean bubble,
            ZoneId zone,
            Locale language,
            Set<String> offered) {
        /** Whether clients may read and be written to in it; always so in the portal's own. */
        public boolean offers(Locale wanted) {
            return offered.isEmpty() || wanted.equals(language) || offered.contains(wanted.toLanguageTag());
        }

        /** The language to speak to somebody in who chose {@code tag}: the portal's own where that is empty or not offered. */
        public Locale speaks(String tag) {
            if (tag.isEmpty()) return language;
            var chosen = Locale.forLanguageTag(tag);
            return offers(chosen) ? chosen : language;
        }
    }

    /**
     * A picture of the branding as pages name it.
     *
     * @param type media type; empty where there is none
     * @param version differs whenever its bytes do, and stands in its address
     */
    public record Picture(String type, String version) {
        public static final Picture NONE = new Picture("", "");

        public boolean isThere() {
            return !type.isEmpty();
        }

        public boolean isDrawing() {
            return type.equals("image/svg+xml");
        }
    }

    /**
     * How the portal looks: what was published last. Pictures and style sheets are served under their version, so no cache
     * ever shows an old one.
     *
     * @param copyright with the present year in its place
     * @param css the version of the business's own style sheet; empty without one
     * @param version how often it was published
     */
    public record Branding(
            String portalName,
            String description,
            boolean showName,
            boolean showDescription,
            Look look,
            String themeMode,
            Picture logo,
            Picture logoDark,
            Picture favicon,
            Picture loginImage,
            String supportEmail,
            String copyright,
            String termsUrl,
            String privacyUrl,
            String imprintUrl,
            String css,
            int version) {
        /** Raised with the filter of own style sheets, so that no cache keeps what it refuses now. */
        private static final int STYLE_POLICY = 1;

        /** Whether the logo can stand in a mail: what reads mail shows no SVG. */
        public boolean hasLetterhead() {
            return logo.isThere() && !logo.isDrawing();
        }

        /** Differs whenever the own style sheet does, or a picture that it may name. */
        public String styleVersion() {
            return Theme.fingerprint(STYLE_POLICY + css + logo.version() + logoDark.version() + loginImage.version());
        }
    }

    /** What the tenant decided about one app; an empty label or icon means the app's own, no audience everybody. */
    public record Switch(
            boolean enabled,
            String label,
            String icon,
            int position,
            @Nullable Boolean hideWhenEmpty,
            @Nullable UUID audience) {}

    /** One of the tenant's own links or pages beside the apps; without an audience it is for everybody. */
    public record NavItem(
            UUID id,
            String label,
            String icon,
            String url,
            @Nullable UUID audience) {}

    /** The same tenant as it would look: for previews of what is not published. */
    public Tenant wearing(Branding other) {
        return new Tenant(id, reading, slug, name, origin, settings, other, Theme.of(other.look()), switches, navItems);
    }

    public boolean enabled(String app) {
        var decided = switches.get(app);
        return decided == null || decided.enabled();
    }

    /** Whether an app hides from those for whom it holds nothing. */
    public boolean hidesWhenEmpty(PortalApp app) {
        var decided = switches.get(app.key());
        var chosen = decided == null ? null : decided.hideWhenEmpty();
        return chosen == null ? app.hidesWhenEmpty() : chosen;
    }

    /** The audience of an app, null where it is for everybody. */
    public @Nullable UUID audience(String app) {
        var decided = switches.get(app);
        return decided == null ? null : decided.audience();
    }
}
