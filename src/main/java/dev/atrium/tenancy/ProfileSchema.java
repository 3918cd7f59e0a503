package dev.atrium.tenancy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a business asks its people about themselves.
 *
 * @param version counted up by every change; a change names the one it was made from
 * @param fields in the order of the form
 * @param blocks the apps that wait until whatever is required is filled in; every other app merely reminds
 */
public record ProfileSchema(int version, List<Field> fields, Set<String> blocks) {
    /** Fields of the house, beside which a business may ask its own. */
    public static final List<String> OWN = List.of("full_name", "phone", "time_zone", "avatar");

    /** What the key of a custom field begins with in a schema and in forms. */
    public static final String CUSTOM = "field_";

    /** Apps that never wait, whatever is stored: who owes or is owed money comes to it, and to the profile itself. */
    private static final Set<String> NEVER_WAIT =
            Set.of(PortalApp.ACCOUNT, "invoices", "estimates", "contracts", "subscriptions", "transactions");

    /** Apps for which a business may decide that they wait. */
    public static final List<String> MAY_WAIT = List.of("communities", "courses", "affiliates", "files", "messages");

    /**
     * One field.
     *
     * @param key of {@link #OWN}, or {@code field_} and the key of a custom field
     * @param label the custom field's; empty for a field of the house, whose name is a message
     * @param visible whether other members may see the answer
     */
    public record Field(String key, String label, boolean required, boolean visible) {
        public boolean custom() {
            return key.startsWith(CUSTOM);
        }
    }

    public Optional<Field> field(String key) {
        return fields.stream().filter(field -> field.key().equals(key)).findFirst();
    }

    public boolean asks(String key) {
        return field(key).isPresent();
    }

    /** How many fields are required. */
    public int required() {
        return (int) fields.stream().filter(Field::required).count();
    }

    /** Whether {@code app} waits for a complete profile. */
    public boolean waits(String app) {
        return blocks.contains(app) && !NEVER_WAIT.contains(app);
    }
}
