package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.media.BrandKind;
import dev.atrium.tenancy.Look;
import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.Tenant.Picture;
import dev.atrium.tenancy.Theme;
import dev.atrium.web.BrandAddresses;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant as it would look in a branding that is not published, and where the console finds what that is made of.
 *
 * @param known the branding's pictures that there are
 * @param root of the tenant's console
 * @param query names the branding in addresses: the draft's revision, or the number of a version
 */
record Dressing(Tenant tenant, Brand brand, Map<UUID, Picture> known, String root, String query) {

    Tenant dressed(ZonedDateTime now) {
        var live = tenant.branding();
        var branding = new Tenant.Branding(
                brand.get(Field.PORTAL_NAME),
                brand.get(Field.DESCRIPTION),
                brand.is(Field.SHOW_NAME),
                brand.is(Field.SHOW_DESCRIPTION),
                brand.look(),
                brand.get(Field.THEME_MODE),
                picture(BrandKind.LOGO, live.logo()),
                picture(BrandKind.LOGO_DARK, Picture.NONE),
                picture(BrandKind.FAVICON, Picture.NONE),
                picture(BrandKind.LOGIN_IMAGE, live.loginImage()),
                brand.get(Field.SUPPORT_EMAIL),
                brand.get(Field.COPYRIGHT).replace("{{year}}", Integer.toString(now.getYear())),
                brand.get(Field.TERMS_URL),
                brand.get(Field.PRIVACY_URL),
                brand.get(Field.IMPRINT_URL),
                brand.get(Field.CUSTOM_CSS).isEmpty() ? "" : "draft",
                live.version());
        return tenant.wearing(branding);
    }

    private Picture picture(BrandKind kind, Picture otherwise) {
        var id = brand.pictures().get(kind);
        if (id != null) return known.getOrDefault(id, Picture.NONE);
        return brand.stored().contains(kind) ? otherwise : Picture.NONE;
    }

    /** @param styled whether the business's own style sheet stands on the page */
    BrandAddresses at(boolean styled) {
        return new BrandAddresses(
                root + "/branding/theme?" + query,
                styled && !brand.get(Field.CUSTOM_CSS).isEmpty() ? root + "/branding/style?" + query : "",
                address(BrandKind.LOGO),
                address(BrandKind.LOGO_DARK),
                address(BrandKind.LOGIN_IMAGE),
                "",
                "",
                "");
    }

    /** Empty where there is no such picture. */
    String address(BrandKind kind) {
        return brand.has(kind) ? root + "/branding/shown/" + kind.word() + "?" + query : "";
    }

    /** What {@code url(asset:…)} stands for in its style sheet. */
    Map<String, String> assets() {
        var assets = new HashMap<String, String>();
        for (var kind : new BrandKind[] {BrandKind.LOGO, BrandKind.LOGO_DARK, BrandKind.LOGIN_IMAGE}) {
            var address = address(kind);
            if (!address.isEmpty()) assets.put(kind.word(), address);
        }
        return assets;
    }

    Theme theme() {
        Look look = brand.look();
        return Theme.of(look);
    }
}
