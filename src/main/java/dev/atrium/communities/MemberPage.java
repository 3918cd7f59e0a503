package dev.atrium.communities;

import dev.atrium.communities.MemberStore.Member;
import dev.atrium.contacts.Answers;
import dev.atrium.contacts.CustomField;
import dev.atrium.db.Tx;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One person of a group, with what they show of themselves and what may be done to them. */
final class MemberPage {
    /** What somebody says of themselves; {@code own} where the label is the business's own text. */
    record Said(String label, String value, boolean own) {}

    /** A choice of a form. */
    record Choice(String id, String label, boolean selected) {}

    private MemberPage() {}

    /** What the business lets members see of one another, and this one has said. */
    static Future<List<Said>> said(Tx tx, Request request, Tenant tenant, Member member) {
        if (!member.seen()) return Future.succeededFuture(List.of());
        return Answers.definitions(tx).map(fields -> {
            var known = fields.stream().collect(Collectors.toMap(CustomField::input, Function.identity()));
            var said = new ArrayList<Said>();
            for (var field : tenant.settings().profile().fields()) {
                if (!field.visible()) continue;
                var value = value(field, member, known);
                if (!value.isEmpty())
                    said.add(new Said(
                            field.custom() ? field.label() : request.say(Family.PROFILE_FIELD.key(field.key())),
                            value,
                            field.custom()));
            }
            return said;
        });
    }

    /** Name and picture stand at the head of the page anyway. */
    private static String value(ProfileSchema.Field field, Member member, Map<String, CustomField> known) {
        return switch (field.key()) {
            case "phone" -> member.phone();
            case "time_zone" -> member.timeZone();
            case "full_name", "avatar" -> "";
            default -> {
                var custom = known.get(field.key());
                yield custom == null ? "" : custom.shown(member.fields());
            }
        };
    }

    /** What the page's forms offer to {@code hand}. */
    static Map<String, Object> model(Request request, Hand hand, Member member, boolean staff, String people) {
        Map<String, Object> model = new HashMap<>();
        boolean over = member.status().equals("active") && hand.over().contains(member.role());
        model.put("person", Faced.of(request, member, staff, people));
        model.put("may", over);
        model.put(
                "mayOwn",
                hand.owns()
                        && member.status().equals("active")
                        && !member.role().equals("owner"));
        var roles = over ? hand.gives() : List.<String>of();
        model.put(
                "roles",
                roles.stream()
                        .map(role -> new Choice(
                                role, request.say(Family.COMMUNITY_ROLE.key(role)), role.equals(member.role())))
                        .toList());
        model.put(
                "mutes",
                List.of("hour", "day", "week", "long").stream()
                        .map(length -> new Choice(
                                length, request.say(Family.COMMUNITY_MUTE.key(length)), length.equals("day")))
                        .toList());
        model.put("typed", Map.of());
        return model;
    }
}
