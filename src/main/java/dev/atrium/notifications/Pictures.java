package dev.atrium.notifications;

import dev.atrium.tenancy.TenantImage;
import java.util.Base64;
import java.util.Optional;

/** The logo of a mail that is shown in a frame, where no attachment answers for it and no network is asked. */
final class Pictures {
    private static final String ATTACHED = "cid:logo@portal";

    private Pictures() {}

    static String inline(String html, Optional<TenantImage> logo) {
        return logo.map(image -> html.replace(
                        ATTACHED,
                        "data:" + image.type() + ";base64,"
                                + Base64.getEncoder()
                                        .encodeToString(image.bytes().getBytes())))
                .orElse(html);
    }
}
