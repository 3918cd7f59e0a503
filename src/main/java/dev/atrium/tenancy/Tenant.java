package dev.atrium.tenancy;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
     */
    public record Settings(
            SignupMode signupMode,
            boolean allowDuplicateContacts,
            boolean magicLinks,
            Mfa mfa,
            ProfileSchema profile,
            List<String> landing,
            boolean cancelling,
            ZoneId zone,
            Locale language) {}

    /**
     * How the portal looks. Images are served by their version, so no cache ever shows an old one.
     *
     * @param logoType media type, empty where there is no logo; the same for the login image
     */
    public record Branding(
            String portalName,
            String description,
            boolean showName,
            boolean showDescription,
            String colorPrimary,
            String colorSecondary,
            String logoType,
            String loginImageType,
            String supportEmail,
            String copyright,
            String termsUrl,
            String privacyUrl,
            int version) {
        /** Whether the logo can stand in a mail: what reads mail shows no SVG. */
        public boolean hasLetterhead() {
            return !logoType.isEmpty() && !logoType.equals("image/svg+xml");
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
