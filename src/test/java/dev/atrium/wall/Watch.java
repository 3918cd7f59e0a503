package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which tables no longer have the rows that they had. Triggers note what each row was and became, since reading every
 * row before and after each of thousands of calls takes longer than the calls; what becomes as it was counts as unchanged.
 */
final class Watch {
    private static final String DOORS = """
            CREATE SCHEMA watch;
            CREATE TABLE watch.note (
              number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, relation text NOT NULL, tenant_id uuid, change numeric NOT NULL);
            CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = watch, pg_temp AS $$
            BEGIN
              IF TG_OP <> 'INSERT' THEN
                INSERT INTO note (relation, tenant_id, change)
                VALUES (TG_ARGV[0], (to_jsonb(OLD) ->> 'tenant_id')::uuid, -hashtextextended(OLD::text, 0)::numeric);
              END IF;
              IF TG_OP <> 'DELETE' THEN
                INSERT INTO note (relation, tenant_id, change)
                VALUES (TG_ARGV[0], (to_jsonb(NEW) ->> 'tenant_id')::uuid, hashtextextended(NEW::text, 0)::numeric);
              END IF;
              RETURN NULL;
            END $$;
            DO $$
            DECLARE relation text;
            BEGIN
              FOR relation IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                               WHERE n.nspname = 'portal' AND c.relkind IN ('r', 'p') AND NOT c.relispartition LOOP
                EXECUTE format('CREATE TRIGGER zz_watch AFTER INSERT OR UPDATE OR DELETE ON portal.%1$I FOR EACH ROW EXECUTE FUNCTION watch.note(%1$L)',
                               relation);
              END LOOP;
            END $$
            """;
    private static final String CHANGED = """
            SELECT relation FROM watch.note
             WHERE number > ? AND (?::uuid IS NULL OR tenant_id = ?::uuid)
             GROUP BY relation, tenant_id HAVING sum(change) <> 0
            """;

    private final Portal portal;

    Watch(Portal portal) {
        this.portal = portal;
        portal.execute(DOORS);
    }

    /** What has happened until now: the beginning of a look. */
    long now() {
        return portal.count("SELECT coalesce(max(number), 0) FROM watch.note");
    }

    /** The tables of which the tenant has other rows than it had at {@code since}. */
    Set<String> changed(long since, UUID tenant) {
        return tables(since, tenant);
    }

    /** The tables that have other rows than at {@code since}, whosever. */
    Set<String> changed(long since) {
        return tables(since, null);
    }

    private Set<String> tables(long since, @Nullable UUID tenant) {
        return portal.query(CHANGED, since, tenant, tenant).stream()
                .map(row -> (String) row.getFirst())
                .collect(Collectors.toSet());
    }
}
