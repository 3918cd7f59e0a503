package dev.atrium.media;

import dev.atrium.media.MediaObject.Purpose;
import java.util.Arrays;
import java.util.Optional;

/** A picture of the branding, by the word that it has in addresses, forms and messages. */
enum BrandKind {
    LOGO("logo", Purpose.LOGO),
    LOGIN_IMAGE("login-image", Purpose.LOGIN_IMAGE);

    private final String word;
    private final Purpose purpose;

    BrandKind(String word, Purpose purpose) {
        this.word = word;
        this.purpose = purpose;
    }

    String word() {
        return word;
    }

    Purpose purpose() {
        return purpose;
    }

    static Optional<BrandKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
