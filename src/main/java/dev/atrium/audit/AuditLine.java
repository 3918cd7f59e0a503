package dev.atrium.audit;

import dev.atrium.identity.UserAgents;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line in words.
 *
 * @param text the whole sentence, such as "Ana Brandt signed in with a code"
 * @param thing what it was done to, by name; empty where it has none, or where the sentence has said it
 * @param url where the thing is shown; empty where nowhere
 * @param facts device, address, role, reason: what else the line tells
 */
public record AuditLine(UUID id, Instant at, String actor, String text, String thing, String url, String facts) {

    static AuditLine of(Request request, AuditStore.Line line, Map<UUID, String> names, String root) {
        var actor = actor(request, line, names);
        var proof = line.detail().getString("proof", "").toLowerCase(Locale.ROOT);
        var text = AuditWords.known(line.action())
                ? request.say(AuditWords.key(line.action(), proof), actor)
                : request.say("audit.act", actor, line.action());
        return new AuditLine(
                line.id(), line.at(), actor, text, thing(line, names), url(line, root), facts(request, line));
    }

    private static String actor(Request request, AuditStore.Line line, Map<UUID, String> names) {
        // Whoever signs in is nobody yet when the line is written: it is about themselves.
        var who = line.kind().equals("guest") ? line.contact() : line.actor();
        var named = who == null ? Optional.<String>empty() : Optional.ofNullable(names.get(who));
        return named.orElseGet(() -> request.say(Family.AUDIT_ACTOR.key(kind(line.kind()))));
    }

    /** Somebody of whom nothing is left but that it was a client or staff. */
    private static String kind(String kind) {
        if (AuditFilter.NAMELESS.contains(kind) || AuditFilter.KINDS.containsKey(kind)) return kind;
        return "system";
    }

    private static String thing(AuditStore.Line line, Map<UUID, String> names) {
        var detail = line.detail();
        for (var member : new String[] {"name", "email", "label", "title"}) {
            var said = detail.getValue(member);
            if (said instanceof String text && !text.isEmpty()) return text;
        }
        if (line.kind().equals("guest") && line.contact() != null) return "";
        var id = line.objectId();
        var name = id == null || id.equals(line.actor()) ? null : names.get(id);
        if (name != null) return name;
        boolean another = line.contact() != null && !line.kind().equals("client");
        return another ? names.getOrDefault(line.contact(), "") : "";
    }

    private static String url(AuditStore.Line line, String root) {
        var id = line.objectId();
        var there = switch (line.object()) {
            case "contact", "account" -> at("/contacts/", line.contact());
            case "company" -> at("/companies/", id);
            case "segment" -> at("/segments/", id);
            case "link" -> at("/links/", id);
            case "staff" -> line.action().equals("team.removed") ? "" : at("/team/", id);
            case "invitation" -> line.action().startsWith("team.") ? "/team" : at("/contacts/", line.contact());
            case "mail" -> at("/mail/", id);
            case "certificate" -> at("/courses/certificates/", id);
            case "webhook" -> line.action().equals("webhook.deleted") ? "" : at("/webhooks/", id);
            case "course" -> line.action().equals("course.deleted") ? "" : at("/courses/", id);
            case "assignment" -> work(text(line.detail().getValue("course")), id);
            case "app" -> "/apps";
            case "tag" -> "/tags";
            case "field" -> "/fields";
            default -> at("/contacts/", line.contact());
        };
        return there.isEmpty() || root.isEmpty() ? "" : root + there;
    }

    /** Work that was handed in stands below its course. */
    private static String work(String course, @Nullable UUID id) {
        return course.isEmpty() ? "" : at("/courses/" + course + "/hand-ins/", id);
    }

    private static String at(String place, @Nullable UUID id) {
        return id == null ? "" : place + id;
    }

    private static String facts(Request request, AuditStore.Line line) {
        var facts = new ArrayList<String>();
        var detail = line.detail();
        var agent = UserAgents.of(text(detail.getValue("agent")));
        if (agent.known()) facts.add(agent.label());
        else if (!text(detail.getValue("device")).isEmpty()) facts.add(text(detail.getValue("device")));
        if (!line.ip().isEmpty()) facts.add(line.ip());
        var role = text(detail.getValue("role"));
        if (!role.isEmpty() && line.action().startsWith("team."))
            facts.add(request.say("audit.fact.role", request.say(Family.ROLE.key(role))));
        var reason = text(detail.getValue("reason"));
        if (!reason.isEmpty()) facts.add(request.say("audit.fact.reason", reason));
        return String.join(" · ", facts);
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
