package dev.atrium.media;

import dev.atrium.media.MediaObject.Purpose;
import java.util.Arrays;
import java.util.Optional;

/** A picture of the branding, by the word that it has in addresses, forms and messages. */
public enum BrandKind {
    /** On light pages and, unless it is a drawing, in mails. */
    LOGO("logo", Purpose.LOGO),
    /** On dark pages; without one the other stands there too. */
    LOGO_DARK("logo-dark", Purpose.LOGO),
    /** The browser's tab and a phone's home screen. */
    FAVICON("favicon", Purpose.FAVICON),
    /** The large picture beside the sign-in. */
    LOGIN_IMAGE("login-image", Purpose.LOGIN_IMAGE);

    private final String word;
    private final Purpose purpose;

    BrandKind(String word, Purpose purpose) {
        this.word = word;
        this.purpose = purpose;
    }

    public String word() {
        return word;
    }

    public Purpose purpose() {
        return purpose;
    }

    /** The largest file that is taken, in megabytes. */
    public int megabytes() {
        return purpose.brandMegabytes();
    }

    public static Optional<BrandKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
