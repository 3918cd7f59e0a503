package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.branding.BrandingStore.State;
import dev.atrium.branding.Drafts.Hand;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Problem.Word;
import dev.atrium.media.BrandKind;
import dev.atrium.media.Media;
import dev.atrium.media.MediaProblem;
import dev.atrium.media.Paper;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings &gt; Branding: one form for all of it, saved as a draft, looked at, published. Works without JavaScript. */
final class BrandingRoutes {
    static final String ROOT = "/t/:slug/branding";
    /** Above what any picture may have, so that the form is shown again with what the file measures. */
    private static final long BODY = 12L * 1024 * 1024;

    private static final String ACT = "act";
    private static final List<Field> FIELDS = List.of(Field.values());

    private final Db db;
    private final Media media;
    private final Paper paper;
    private final Drafts drafts;
    private final Wardrobe wardrobe;

    /** What an autosave answers: the revision to go on from, and what of the style sheet is left out. */
    record Saved(int revision, boolean drafted, List<StyleSheet.Refusal> refused) {}

    BrandingRoutes(Db db, Media media, Paper paper, Drafts drafts, Wardrobe wardrobe) {
        this.db = db;
        this.media = media;
        this.paper = paper;
        this.drafts = drafts;
        this.wardrobe = wardrobe;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("branding", "image", "/branding", 806, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(ROOT, this::page).summary("Show how the portal looks and what is drafted");
        settings.post(ROOT, this::save)
                .summary("Save the draft of how the portal looks, with its pictures; publish it where that was pressed")
                .uploads(BODY)
                .shows(this::page);
        settings.post(ROOT + "/autosave", this::autosave)
                .summary("Save the draft as it is typed")
                .uploads(1);
        settings.post(ROOT + "/discard", this::discard)
                .summary("Throw the draft away")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return wardrobe.draft(request)
                .compose(dressing -> db.read(desk.scope(), tx -> new BrandingStore(tx).find())
                        .compose(state -> sheet(request, dressing).map(sheet -> {
                            var model = desk.model(request);
                            new BrandingView(request, state, dressing).fill(model, sheet);
                            model.put("portal", dressing.tenant().origin());
                            return Reply.page("branding/branding", Reply.Layout.CONSOLE, "branding.title", model);
                        })));
    }

    private Future<StyleSheet> sheet(Request request, Dressing dressing) {
        var field = Field.CUSTOM_CSS.word();
        boolean typed = request.failed() && request.form().has(field);
        var css = typed ? request.form().raw(field) : dressing.brand().get(Field.CUSTOM_CSS);
        var shown = css.length() > Brand.CSS_BYTES ? "" : css;
        return paper.submit(() -> StyleFilter.filter(shown, dressing.assets()));
    }

    static Hand hand(Request request) {
        return new Hand(request.staff().name(), request.ip());
    }

    private Map<Field, String> typed(Request request) {
        var form = request.form();
        // A lone button changes no field: without the first of them the form was not sent at all.
        if (!form.has(Field.PORTAL_NAME.word())) return Map.of();
        var typed = Brand.typed(
                FIELDS.stream()
                        .filter(field -> box(field) || form.has(field.word()))
                        .toList(),
                form::raw);
        use(form.text(ACT)).ifPresent(typed::putAll);
        return typed;
    }

    /** A tick box that is not ticked is not sent. */
    private static boolean box(Field field) {
        return field == Field.SHOW_NAME || field == Field.SHOW_DESCRIPTION;
    }

    /** The button that takes the nearest readable colour: {@code use:<field>:<colour>}. */
    private static Optional<Map<Field, String>> use(String act) {
        var parts = act.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("use")) return Optional.empty();
        return Field.of(parts[1]).map(field -> Map.of(field, parts[2]));
    }

    private Future<Reply> save(Request request) {
        var desk = Desk.of(request);
        var typed = typed(request);
        int revision = request.form().number("revision");
        var act = request.form().text(ACT);
        var hand = hand(request);
        return db.write(desk.scope(), tx -> drafts.save(tx, revision, typed, hand))
                .compose(state -> pictures(request, hand).map(changed -> changed ? -1 : state.revision()))
                .compose(after -> removed(request, act, hand).map(removed -> removed ? -1 : after))
                .compose(after -> act.equals("publish") ? publish(request, after, hand) : Future.succeededFuture(false))
                .map(published -> desk.done("/branding", published ? "branding-published" : "branding-saved"));
    }

    /**
     * @param revision that this form saved; negative where its own pictures came after it
     */
    private Future<Boolean> publish(Request request, int revision, Hand hand) {
        return db.write(
                        request.scope(),
                        tx -> revision >= 0
                                ? drafts.publish(tx, revision, hand)
                                : new BrandingStore(tx)
                                        .lock()
                                        .compose(state -> drafts.publish(tx, state.revision(), hand)))
                .map(State::version)
                .map(x -> true);
    }

    /** Each file that was chosen, one after the other; what is refused is told at its field, and the others are kept. */
    private Future<Boolean> pictures(Request request, Hand hand) {
        var chosen = Arrays.stream(BrandKind.values())
                .filter(kind ->
                        request.uploads().stream().anyMatch(file -> file.name().equals(kind.word()) && file.size() > 0))
                .toList();
        Map<String, Word> wrong = new LinkedHashMap<>();
        Future<?> done = Future.succeededFuture();
        for (var kind : chosen)
            done = done.compose(x -> media.keep(
                            request,
                            kind.word(),
                            kind.purpose(),
                            (tx, picture) -> drafts.picture(tx, kind, picture.id(), hand))
                    .map(kept -> (Object) kept)
                    .recover(e -> {
                        wrong.put(kind.word(), refusal(request, kind, e));
                        return Future.succeededFuture();
                    }));
        return done.map(x -> {
            if (!wrong.isEmpty()) throw Problem.invalid(wrong);
            return !chosen.isEmpty();
        });
    }

    /** What is wrong with the picture, with what was measured; any other failure stays what it is. */
    private static Word refusal(Request request, BrandKind kind, Throwable e) {
        if (e instanceof Problem problem && problem.fields().containsKey("size")) {
            long size = request.uploads().stream()
                    .filter(file -> file.name().equals(kind.word()))
                    .mapToLong(file -> file.size())
                    .sum();
            return Word.of(
                    "branding-large", kind.megabytes(), String.format(request.language(), "%.1f", size / 1048576.0));
        }
        if (e instanceof Problem problem) throw problem;
        if (!(e instanceof MediaProblem refused)) throw new IllegalStateException(e);
        return switch (refused.code()) {
            case "picture-measure" -> measured(kind, refused.args());
            case "picture-pixels" -> Word.of("avatar-pixels", "6,000");
            case "picture-broken" -> Word.of("avatar-broken");
            default -> Word.of("branding-type");
        };
    }

    private static Word measured(BrandKind kind, List<Object> size) {
        return switch (kind) {
            case LOGO, LOGO_DARK -> Word.of("branding-size-logo", size.get(0), size.get(1));
            case FAVICON -> Word.of("branding-size-favicon", size.get(0), size.get(1));
            case LOGIN_IMAGE -> Word.of("branding-size-login-image", size.get(0), size.get(1));
        };
    }

    /** The button {@code remove:<picture>}. */
    private Future<Boolean> removed(Request request, String act, Hand hand) {
        var kind = act.startsWith("remove:")
                ? BrandKind.of(act.substring("remove:".length()))
                : Optional.<BrandKind>empty();
        if (kind.isEmpty()) return Future.succeededFuture(false);
        return db.write(request.scope(), tx -> drafts.removePicture(tx, kind.get(), hand))
                .map(x -> true);
    }

    private Future<Reply> autosave(Request request) {
        var typed = typed(request);
        int revision = request.form().number("revision");
        return db.write(request.scope(), tx -> drafts.save(tx, revision, typed, hand(request)))
                .compose(state -> paper.submit(
                                () -> StyleFilter.filter(state.working().get(Field.CUSTOM_CSS), Map.of()))
                        .map(sheet ->
                                Reply.json(new Saved(state.revision(), state.draft() != null, sheet.refusals()))));
    }

    private Future<Reply> discard(Request request) {
        int revision = request.form().number("revision");
        return db.write(request.scope(), tx -> drafts.discard(tx, revision, hand(request)))
                .map(x -> Desk.of(request).done("/branding", "branding-discarded"));
    }
}
