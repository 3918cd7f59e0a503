package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.branding.BrandingStore.State;
import dev.atrium.media.BrandKind;
import dev.atrium.tenancy.Contrast;
import dev.atrium.tenancy.Look;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The model of the branding's page: what is drafted or was typed, what a picture must measure, what cannot be read. */
final class BrandingView {
    /** A picture with what it must measure. */
    record Shown(
            String kind,
            String title,
            String size,
            String hint,
            String url,
            boolean wide,
            boolean dark,
            boolean crops,
            String ratios,
            String accept,
            String error) {}

    /** A colour, what is typed for it, and what becomes of it. */
    record Shade(
            String name,
            String label,
            String hint,
            String value,
            String shown,
            String on,
            String error,
            boolean optional,
            List<Warning> warnings) {}

    /** A pair that cannot be read; {@code use} is what the button sends that takes the better colour. */
    record Warning(String text, String nearest, String use) {}

    record Option(String id, String label, boolean selected) {}

    /** A rule that is left out. */
    record Refused(int line, String what, String reason) {}

    /** What somebody else saved meanwhile. */
    record Theirs(String label, String value) {}

    private final Request request;
    private final State state;
    private final Dressing dressing;
    private final Brand brand;

    BrandingView(Request request, State state, Dressing dressing) {
        this.request = request;
        this.state = state;
        this.dressing = dressing;
        this.brand = dressing.brand();
    }

    /** What was typed where a form was refused, else what is drafted. */
    private String value(Field field) {
        if (!request.failed() || !request.form().has(field.word())) {
            boolean box = field == Field.SHOW_NAME || field == Field.SHOW_DESCRIPTION;
            return request.failed() && box && request.form().has("revision") ? "false" : brand.get(field);
        }
        return request.form().raw(field.word());
    }

    private String label(String word) {
        return request.say(Family.BRANDING_FIELD.key(word.replace('_', '-')));
    }

    void fill(Map<String, Object> model, StyleSheet sheet) {
        var typed = new HashMap<String, String>();
        for (var field : Field.values()) typed.put(field.word(), value(field));
        model.put("typed", typed);
        model.put("showName", value(Field.SHOW_NAME).matches("true|yes"));
        model.put("showDescription", value(Field.SHOW_DESCRIPTION).matches("true|yes"));
        model.put("css", value(Field.CUSTOM_CSS));
        model.put("revision", revision());
        model.put("pictures", pictures());
        model.put("focused", brand.has(BrandKind.LOGIN_IMAGE));
        model.put("stage", dressing.address(BrandKind.LOGIN_IMAGE));
        model.put("colours", colours());
        model.put("modes", options(Look.MODES, value(Field.THEME_MODE)));
        model.put("radii", options(Look.RADII, value(Field.RADIUS)));
        model.put("fonts", options(Look.FONTS, value(Field.FONT)));
        model.put("refused", refused(sheet));
        model.put("refusedCount", sheet.refusals().size());
        model.put("cssKept", sheet.kept());
        model.put("yearMark", "{{year}}");
        model.put("view", PreviewChoice.of(request, dressing.root(), revision()));
        model.put("drafted", state.draft() != null);
        model.put(
                "changes",
                state.published().changes(state.working()).stream()
                        .map(this::label)
                        .toList());
        model.put("draftBy", state.draftBy());
        if (state.draftAt() != null) model.put("draftAt", state.draftAt());
        model.put("version", state.version());
        if (request.failed(Drafts.CHANGED)) model.put("theirs", theirs());
    }

    /** Whoever sends again what a conflict kept has seen what it conflicts with. */
    private String revision() {
        boolean sameAsTyped = request.failed()
                && !request.failed(Drafts.CHANGED)
                && request.form().has("revision");
        return sameAsTyped ? request.form().text("revision") : Integer.toString(state.revision());
    }

    private List<Theirs> theirs() {
        var found = new ArrayList<Theirs>();
        for (var field : Field.values()) {
            var saved = brand.get(field);
            if (field != Field.CUSTOM_CSS && !value(field).equals(saved))
                found.add(new Theirs(label(field.word()), saved));
        }
        return found;
    }

    private List<Shown> pictures() {
        return List.of(
                picture(BrandKind.LOGO, "branding.size.logo", true, false, "1:1,4:1"),
                picture(BrandKind.LOGO_DARK, "branding.size.logo", true, true, "1:1,4:1"),
                picture(BrandKind.FAVICON, "branding.size.favicon", false, false, "1:1"),
                picture(BrandKind.LOGIN_IMAGE, "branding.size.login-image", false, false, "1:1"));
    }

    private Shown picture(BrandKind kind, String size, boolean wide, boolean dark, String ratios) {
        var word = kind.word();
        return new Shown(
                word,
                label(word),
                request.say(size),
                request.say(Family.BRANDING_HINT.key(word), kind.megabytes()),
                dressing.address(kind),
                wide,
                dark,
                true,
                ratios,
                kind == BrandKind.FAVICON
                        ? "image/png,image/jpeg,image/webp,image/svg+xml,image/x-icon,.ico"
                        : "image/png,image/jpeg,image/webp,image/svg+xml",
                request.error(word));
    }

    private List<Shade> colours() {
        var look = brand.look();
        var warnings = Contrast.of(look);
        var palette = look.palette();
        return List.of(
                shade(
                        Field.COLOR_PRIMARY,
                        palette.light().brand().brand().hex(),
                        palette.light().brand().on().hex(),
                        false,
                        warnings),
                shade(
                        Field.COLOR_SECONDARY,
                        palette.light().brand2().brand().hex(),
                        palette.light().brand2().on().hex(),
                        false,
                        warnings),
                shade(
                        Field.COLOR_BACKGROUND,
                        palette.day().page().hex(),
                        palette.day().text().hex(),
                        true,
                        warnings),
                shade(
                        Field.COLOR_TEXT,
                        palette.day().text().hex(),
                        palette.day().page().hex(),
                        true,
                        warnings));
    }

    private Shade shade(Field field, String shown, String on, boolean optional, List<Contrast> all) {
        var own = all.stream()
                .filter(pair -> pair.field().equals(field.word()))
                .map(pair -> new Warning(
                        request.say(
                                Family.CONTRAST.key(pair.pair()),
                                pair.wish(),
                                pair.against(),
                                String.format(Locale.ROOT, "%.1f", pair.ratio()),
                                pair.nearest()),
                        pair.nearest(),
                        "use:" + field.word() + ":" + pair.nearest()))
                .toList();
        var hint = request.say(Family.BRANDING_HINT.key(field.word().replace('_', '-')));
        return new Shade(
                field.word(),
                label(field.word()),
                hint,
                value(field),
                shown,
                on,
                request.error(field.word()),
                optional,
                own);
    }

    private List<Option> options(List<String> ids, String chosen) {
        return ids.stream()
                .map(id -> new Option(id, request.say(Family.BRANDING_CHOICE.key(id)), id.equals(chosen)))
                .toList();
    }

    private List<Refused> refused(StyleSheet sheet) {
        return sheet.refusals().stream()
                .map(one -> new Refused(one.line(), one.what(), request.say(Family.CSS_REASON.key(one.reason()))))
                .toList();
    }
}
