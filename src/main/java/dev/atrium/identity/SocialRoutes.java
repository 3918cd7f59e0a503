package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.web.Completeness;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Communities and chat: who sees the person, who may write to them, and what is mailed of it. */
final class SocialRoutes {
    private static final String API = "/api/v1/social-settings";

    /** One of several answers, with what it means. */
    record Choice(String id, String label, String lead, boolean selected) {}

    /**
     * Who may see and reach the person.
     *
     * @param profile_for {@code members}, {@code groups} (members of a shared group) or {@code nobody}
     * @param messages_from {@code groups} (members of a shared group, and staff), {@code staff} or {@code nobody}
     */
    public record SocialSettings(
            String profile_for, String messages_from, boolean show_online, boolean mail_mentions) {}

    /** What to change; a member that is left out stays. */
    public record SocialChange(
            @Nullable String profile_for,
            @Nullable String messages_from,
            @Nullable Boolean show_online,
            @Nullable Boolean mail_mentions) {}

    private static final SocialSettings EXAMPLE = new SocialSettings("groups", "staff", true, false);

    private final Identity identity;

    SocialRoutes(Identity identity) {
        this.identity = identity;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/communities", this::page)
                .summary("Show who may see and reach the person")
                .landing();
        routes.client(app)
                .post("/account/communities", this::save)
                .summary("Choose who may see and reach the person")
                .shows(this::page);
        routes.program("profile:read", app)
                .get(API, this::show)
                .summary("Get who may see and reach the person")
                .versioned()
                .gives(SocialSettings.class, EXAMPLE);
        routes.program("profile:write", app)
                .patch(API, this::change)
                .summary("Choose who may see and reach the person")
                .versioned()
                .idempotent()
                .takes(SocialChange.class, new SocialChange(null, "staff", null, false))
                .gives(SocialSettings.class, EXAMPLE)
                .refuses(422);
    }

    private Future<Reply> page(Request request) {
        return identity.db()
                .read(request.scope(), tx -> Social.of(tx, request.session().contact()))
                .map(social -> {
                    Map<String, Object> model = new HashMap<>();
                    var seen = Arrays.stream(Social.Seen.values())
                            .map(one -> choice(request, "seen-" + one.word(), one.word(), one == social.profileFor()))
                            .toList();
                    var reach = Arrays.stream(Social.Reach.values())
                            .map(one ->
                                    choice(request, "reach-" + one.word(), one.word(), one == social.messagesFrom()))
                            .toList();
                    model.put("seen", seen);
                    model.put("reach", reach);
                    model.put("online", social.showOnline());
                    model.put("mentions", social.mailMentions());
                    model.put("visible", visible(request));
                    return Reply.page("account/communities", Reply.Layout.PORTAL, "account.communities.title", model);
                });
    }

    /** What of the profile others would see, in words. */
    private String visible(Request request) {
        var fields = request.tenant().settings().profile().fields().stream()
                .filter(ProfileSchema.Field::visible)
                .map(field -> Completeness.label(request, field))
                .toList();
        return fields.isEmpty() ? "" : identity.messages().list(request.language(), fields);
    }

    private static Choice choice(Request request, String key, String word, boolean selected) {
        return new Choice(
                word, request.say(Family.SOCIAL.key(key)), request.say(Family.SOCIAL_LEAD.key(key)), selected);
    }

    private Future<Reply> save(Request request) {
        var form = request.form();
        var wanted = new Social(
                Social.Seen.of(form.text("profile_for"))
                        .orElseThrow(() -> Problem.invalid("profile_for", "choice-invalid")),
                Social.Reach.of(form.text("messages_from"))
                        .orElseThrow(() -> Problem.invalid("messages_from", "choice-invalid")),
                !form.text("show_online").isEmpty(),
                !form.text("mail_mentions").isEmpty(),
                0);
        return identity.db()
                .write(request.scope(), tx -> store(tx, request, wanted))
                .map(Reply.redirect("/account/communities")
                        .with(new Cookies.Change(Cookies.FLASH, "choices-saved", 60)));
    }

    private static Future<Social> store(Tx tx, Request request, Social wanted) {
        var session = request.session();
        return new SocialStore(tx).save(session.contact(), wanted).compose(saved -> {
            Events.record(tx, new ProfileFact.SocialChanged(session.contact(), session.account()));
            var detail = new JsonObject()
                    .put("profile_for", saved.profileFor().word())
                    .put("messages_from", saved.messagesFrom().word())
                    .put("show_online", saved.showOnline())
                    .put("mail_mentions", saved.mailMentions());
            return Audit.record(tx, "social.changed", "account", session.account(), detail, request.ip())
                    .map(saved);
        });
    }

    private Future<Reply> show(Request request) {
        return identity.db()
                .read(request.scope(), tx -> Social.of(tx, request.session().contact()))
                .map(SocialRoutes::reply);
    }

    private static Reply reply(Social social) {
        return Reply.json(new SocialSettings(
                        social.profileFor().word(),
                        social.messagesFrom().word(),
                        social.showOnline(),
                        social.mailMentions()))
                .tagged(Integer.toString(social.version()));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var change = request.json(SocialChange.class);
        return Social.of(tx, request.session().contact())
                .compose(now -> {
                    request.ifMatch().require(Integer.toString(now.version()));
                    return store(tx, request, changed(change, now));
                })
                .map(SocialRoutes::reply);
    }

    private static Social changed(SocialChange change, Social now) {
        return new Social(
                Social.Seen.of(Objects.requireNonNullElse(
                                change.profile_for(), now.profileFor().word()))
                        .orElseThrow(() -> Problem.invalid("profile_for", "json-invalid", "profile_for")),
                Social.Reach.of(Objects.requireNonNullElse(
                                change.messages_from(), now.messagesFrom().word()))
                        .orElseThrow(() -> Problem.invalid("messages_from", "json-invalid", "messages_from")),
                Objects.requireNonNullElse(change.show_online(), now.showOnline()),
                Objects.requireNonNullElse(change.mail_mentions(), now.mailMentions()),
                now.version());
    }
}
