package dev.atrium.web;

import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.Tenant.Picture;

/**
 * Where a page finds what the branding is made of; empty where there is none.
 *
 * @param theme the style sheet of its colours
 * @param style the business's own style sheet
 * @param icon for the browser's tab; {@code touchIcon} for a phone's home screen
 */
public record BrandAddresses(
        String theme,
        String style,
        String logo,
        String logoDark,
        String loginImage,
        String icon,
        String touchIcon,
        String manifest) {

    /** Of what is published; {@code styled} where the page may carry the business's own style sheet. */
    static BrandAddresses live(Tenant tenant, boolean styled) {
        var b = tenant.branding();
        return new BrandAddresses(
                "/theme/" + tenant.theme().fingerprint() + ".css",
                styled && !b.css().isEmpty() ? "/style/" + b.styleVersion() + ".css" : "",
                picture("logo", b.logo()),
                picture("logo-dark", b.logoDark()),
                picture("login-image", b.loginImage()),
                picture(b.favicon().isDrawing() ? "favicon" : "favicon-32", b.favicon()),
                b.favicon().isDrawing() ? "" : picture("favicon-180", b.favicon()),
                "/manifest/" + tenant.theme().fingerprint() + "-" + b.version() + ".webmanifest");
    }

    private static String picture(String word, Picture picture) {
        return picture.isThere() ? "/brand/" + word + "/" + picture.version() : "";
    }
}
