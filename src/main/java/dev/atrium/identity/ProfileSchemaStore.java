package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.tenancy.ProfileSchema;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** What a business asks its people, in PostgreSQL. */
final class ProfileSchemaStore {
    private static final String CHANGE = """
            UPDATE tenant_settings
               SET profile_fields = $3, profile_required = $4, profile_visible = $5, profile_blocks = $6,
                   profile_version = profile_version + 1
             WHERE tenant_id = $1 AND profile_version = $2
            """;

    private final Tx tx;

    ProfileSchemaStore(Tx tx) {
        this.tx = tx;
    }

    /** False where somebody else has changed it since {@code version}. */
    Future<Boolean> change(int version, List<ProfileSchema.Field> fields, Collection<String> blocks) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        version,
                        keys(fields, field -> true),
                        keys(fields, ProfileSchema.Field::required),
                        keys(fields, ProfileSchema.Field::visible),
                        blocks.toArray(String[]::new))
                .map(rows -> rows == 1);
    }

    private static String[] keys(List<ProfileSchema.Field> fields, Predicate<ProfileSchema.Field> wanted) {
        return fields.stream().filter(wanted).map(ProfileSchema.Field::key).toArray(String[]::new);
    }
}
