package dev.atrium.notifications;

import dev.atrium.web.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One kind of thing that people are told. A feature declares it and calls {@link Notifications#tell}; channels, preferences,
 * digest, mail, log, unsubscribing and the console's pages come with it. Its words are messages: {@code type.<key>} and
 * {@code type.<key>.lead} name it, {@code bell.<key>} is the line of the bell, {@code mail.<name>.subject}, {@code
 * .preheader}, {@code .lead} and, without a template of its own, {@code .button} are the mail. Their placeholders are the
 * variables in order of declaration.
 *
 * @param key such as {@code account.welcome}; the part before the dot is its group, named by {@code group.<group>}
 * @param name the key's last part with hyphens: of messages and templates
 * @param permission who of staff is told by {@link Notifications#tellTeam}; null where only one named person is
 * @param paces how each channel tells where nobody chose otherwise; a channel that is missing is none of this type's
 * @param template {@code mail/<template>.html} and {@code .txt}
 * @param thoughClosed whether its mails leave even while the portal is suspended
 */
public record NotificationType(
        String key,
        String name,
        Reader reader,
        Duty duty,
        @Nullable Permission permission,
        Map<Channel, Pace> paces,
        String template,
        List<Variable> variables,
        boolean thoughClosed) {
    private static final Pattern KEY = Pattern.compile("[a-z]+\\.[a-z]+(?:_[a-z]+)*");
    private static final Pattern NAME = Pattern.compile("[a-z]+(?:_[a-z]+)*");
    private static final String PLAIN = "notice";

    /** Whom it is for. */
    public enum Reader {
        CLIENT,
        STAFF
    }

    /** Who may do without it. */
    public enum Duty {
        /** The person may switch it off; so may the business. */
        OPTIONAL,
        /** It comes once, so that there is nothing to choose; the business may switch it off. */
        ONCE,
        /** It guards the account: nobody switches it off. */
        SECURITY,
        /** The law asks for it: nobody switches it off. */
        LEGAL;

        /** Whether a person may choose. */
        public boolean choice() {
            return this == OPTIONAL;
        }

        /** Whether the business may switch it off. */
        public boolean dispensable() {
            return this == OPTIONAL || this == ONCE;
        }
    }

    public NotificationType {
        if (!KEY.matcher(key).matches()) throw new IllegalArgumentException("not a type's key: " + key);
        var names = new HashSet<String>();
        for (var variable : variables) {
            if (!NAME.matcher(variable.name()).matches() || !names.add(variable.name()))
                throw new IllegalArgumentException(key + ": " + variable.name());
        }
        paces.forEach((channel, pace) -> {
            if (!pace.fits(channel)) throw new IllegalArgumentException(key + ": no " + pace + " in " + channel);
        });
        paces = Collections.unmodifiableMap(new EnumMap<>(paces));
        variables = List.copyOf(variables);
    }

    /** An optional type for clients that is mailed at once, in the plain template. */
    public static NotificationType of(String key) {
        var name = key.substring(key.indexOf('.') + 1).replace('_', '-');
        return new NotificationType(
                key,
                name,
                Reader.CLIENT,
                Duty.OPTIONAL,
                null,
                Map.of(Channel.MAIL, Pace.INSTANT),
                PLAIN,
                List.of(),
                false);
    }

    /** Written in a template of its own, {@code mail/<name>}. */
    public NotificationType ownTemplate() {
        return new NotificationType(key, name, reader, duty, permission, paces, name, variables, thoughClosed);
    }

    /** Its messages and template bear another name than the key's last part, which several kinds of thing may share. */
    public NotificationType named(String words) {
        return new NotificationType(key, words, reader, duty, permission, paces, template, variables, thoughClosed);
    }

    public NotificationType duty(Duty other) {
        return new NotificationType(key, name, reader, other, permission, paces, template, variables, thoughClosed);
    }

    public NotificationType toStaff() {
        return new NotificationType(key, name, Reader.STAFF, duty, null, paces, template, variables, thoughClosed);
    }

    /** For everybody of staff whose role has {@code permission}, in the console's bell at once, and by mail. */
    public NotificationType toTeam(Permission permission) {
        return new NotificationType(key, name, Reader.STAFF, duty, permission, paces, template, variables, thoughClosed)
                .by(Channel.APP, Pace.INSTANT);
    }

    /** Its mails leave even while the portal is suspended, by the platform's own server: word of the closing itself. */
    public NotificationType thoughClosed(boolean leaves) {
        return new NotificationType(key, name, reader, duty, permission, paces, template, variables, leaves);
    }

    /** Whether a day's limit of mails never holds it back: what guards an account, what the law asks for, word to the team. */
    boolean urgent() {
        return !duty.dispensable() || permission != null;
    }

    /** How {@code channel} tells where nobody chose otherwise. */
    public NotificationType by(Channel channel, Pace pace) {
        var all = new HashMap<>(paces);
        all.put(channel, pace);
        return new NotificationType(key, name, reader, duty, permission, all, template, variables, thoughClosed);
    }

    /** One more variable; the order is that of the messages' placeholders. */
    public NotificationType with(String variable, Variable.Kind kind, Object sample) {
        var all = new ArrayList<>(variables);
        all.add(new Variable(variable, kind, sample));
        return new NotificationType(key, name, reader, duty, permission, paces, template, all, thoughClosed);
    }

    /** Whether mails of it go to {@code who}: the summary is written to both. */
    boolean reads(Reader who) {
        return reader == who || this.key.equals(Digests.SUMMARY.key());
    }

    /** What it is listed under. */
    public String group() {
        return key.substring(0, key.indexOf('.'));
    }

    public boolean has(Channel channel) {
        return paces.containsKey(channel) || (channel == Channel.PUSH && pushes());
    }

    /** What rings the bell can be pushed too, to whoever asks for it; nobody is pushed anything they did not choose. */
    private boolean pushes() {
        return reader == Reader.CLIENT && duty.choice() && paces.containsKey(Channel.APP) && !secret();
    }

    /** The channels that it has. */
    List<Channel> channels() {
        return Arrays.stream(Channel.values()).filter(this::has).toList();
    }

    Optional<Variable> variable(String wanted) {
        return variables.stream().filter(v -> v.name().equals(wanted)).findFirst();
    }

    /** Whether the words carry something that must not be kept: such a type has no bell and no digest. */
    boolean secret() {
        return variables.stream().anyMatch(v -> v.kind() == Variable.Kind.SECRET);
    }

    /** The samples, by name. */
    Map<String, Object> samples() {
        var values = new HashMap<String, Object>();
        variables.forEach(v -> values.put(v.name(), v.sample()));
        return values;
    }

    /** What fills the messages' placeholders; a variable that lacks is empty. */
    Object[] arguments(Filled filled) {
        return variables.stream().map(v -> filled.of(v.name())).toArray();
    }

    /**
     * Refuses values that are not the declared ones.
     *
     * @throws IllegalArgumentException naming the variable: a defect of the caller
     */
    void check(Map<String, Object> values) {
        values.forEach((given, value) -> {
            var declared = variable(given)
                    .orElseThrow(() -> new IllegalArgumentException(key + " declares no variable " + given));
            if (!declared.fits(value)) throw new IllegalArgumentException(key + "." + given + " is of another kind");
        });
        variables.forEach(v -> {
            if (!values.containsKey(v.name())) throw new IllegalArgumentException(key + " lacks " + v.name());
        });
    }
}
