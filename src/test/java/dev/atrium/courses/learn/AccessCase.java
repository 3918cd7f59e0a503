package dev.atrium.courses.learn;

import dev.atrium.harness.Portal;
import java.util.Random;
import java.util.UUID;

/** A person, a course and one to three grants of it, at random; and whether it is open to them, as one would explain it. */
final class AccessCase {
    final UUID contact;
    final UUID course;
    final boolean expected;

    private final Portal portal;
    private final UUID tenant;
    private final Random random;

    AccessCase(Portal portal, UUID tenant, int seed) {
        this.portal = portal;
        this.tenant = tenant;
        this.random = new Random(seed);
        this.contact = portal.contact(Portal.ACME, "Case", "case-" + seed + "@example.com");
        this.course = UUID.randomUUID();
        int kind = random.nextInt(8);
        var state = kind == 0 ? "draft" : kind == 1 ? "archived" : "published";
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at, archived_at) VALUES (?, ?, ?, 'Case', ?, now(), CASE WHEN ? = 'archived' THEN now() END)",
                tenant,
                course,
                "case-" + seed,
                state,
                state);
        boolean begun = random.nextBoolean();
        if (begun)
            portal.execute(
                    "INSERT INTO enrolment (tenant_id, course_id, contact_id) VALUES (?, ?, ?)",
                    tenant,
                    course,
                    contact);
        boolean reached = false;
        for (int i = random.nextInt(4); i > 0; i--) reached |= grant(i);
        this.expected = reached && (state.equals("published") || (state.equals("archived") && begun));
    }

    /** Whether it reaches them now. */
    private boolean grant(int number) {
        var grant = UUID.randomUUID();
        boolean theirs = switch (number) {
            case 1 -> person(grant);
            case 2 -> random.nextBoolean() ? tag(grant) : company(grant);
            default -> group(grant);
        };
        int time = random.nextInt(6);
        if (time == 0)
            portal.execute("UPDATE course_grant SET starts_at = now() + interval '1 hour' WHERE id = ?", grant);
        if (time == 1)
            portal.execute("UPDATE course_grant SET ends_at = now() - interval '1 hour' WHERE id = ?", grant);
        if (time == 2)
            portal.execute(
                    "UPDATE course_grant SET starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour' WHERE id = ?",
                    grant);
        return theirs && time > 1;
    }

    private void insert(UUID grant, String column, UUID to) {
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, " + column + ") VALUES (?, ?, ?, ?)",
                tenant,
                grant,
                course,
                to);
    }

    private boolean person(UUID grant) {
        boolean theirs = random.nextInt(3) > 0;
        insert(
                grant,
                "contact_id",
                theirs ? contact : portal.contact(Portal.ACME, "Other", UUID.randomUUID() + "@example.com"));
        return theirs;
    }

    private boolean tag(UUID grant) {
        var tag = UUID.randomUUID();
        boolean theirs = random.nextBoolean();
        portal.execute("INSERT INTO tag (tenant_id, id, name) VALUES (?, ?, ?)", tenant, tag, tag.toString());
        if (theirs)
            portal.execute(
                    "INSERT INTO contact_tag (tenant_id, contact_id, tag_id) VALUES (?, ?, ?)", tenant, contact, tag);
        insert(grant, "tag_id", tag);
        return theirs;
    }

    private boolean company(UUID grant) {
        var company = UUID.randomUUID();
        int how = random.nextInt(3);
        portal.execute("INSERT INTO company (tenant_id, id, name) VALUES (?, ?, 'Case Ltd')", tenant, company);
        if (how > 0)
            portal.execute(
                    "INSERT INTO company_member (tenant_id, company_id, contact_id, role, until) VALUES (?, ?, ?, 'viewer', CASE WHEN ? THEN current_date - 3 END)",
                    tenant,
                    company,
                    contact,
                    how == 1);
        insert(grant, "company_id", company);
        return how == 2;
    }

    private boolean group(UUID grant) {
        var group = UUID.randomUUID();
        int how = random.nextInt(4);
        int has = 1 + random.nextInt(3);
        int asked = 1 + random.nextInt(3);
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, 'Case')",
                tenant,
                group,
                "g-" + group.toString().substring(0, 8));
        if (how > 0)
            portal.execute(
                    "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at, level) VALUES (?, ?, ?, ?, CASE WHEN ? THEN now() END, ?)",
                    tenant,
                    group,
                    contact,
                    how == 1 ? "requested" : "active",
                    how > 1,
                    has);
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, group_id, level) VALUES (?, ?, ?, ?, ?)",
                tenant,
                grant,
                course,
                group,
                asked);
        return how > 1 && has >= asked;
    }
}
