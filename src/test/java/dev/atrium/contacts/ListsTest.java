package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Lists of contacts: what narrows them, what leaves as a file, and what is done to everybody on one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListsTest {
    private static final String HOME = "/t/acme";
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        portal.execute("DELETE FROM contact WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
        olivia.post(HOME + "/fields", Map.of("label", "Size", "key", "size", "type", "number"))
                .expect(303);
        for (int i = 0; i < 40; i++) {
            var id = portal.contact(Portal.ACME, "List %02d".formatted(i), "list%02d@example.com".formatted(i));
            portal.execute(
                    "UPDATE contact SET fields = jsonb_build_object('size', ?), created_at = now() - make_interval(days => ?) WHERE id = ?",
                    i,
                    i,
                    id);
        }
        portal.contact(Portal.ACME, "=HYPERLINK(\"x\")", "formula@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String segment(String name, String... fields) {
        var form = new HashMap<>(Map.of("name", name, "matching", "all"));
        for (int i = 0; i < fields.length; i += 2) form.put(fields[i], fields[i + 1]);
        var location = olivia.post(HOME + "/segments/new", form).expect(303).location();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static List<String> found(String segment) {
        return portal
                .query(
                        "SELECT email FROM contact WHERE tenant_id = ? AND portal.segment_has(tenant_id, ?, id) ORDER BY email",
                        portal.tenantId(Portal.ACME),
                        UUID.fromString(segment))
                .stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    /** Before anybody of the list is invited. */
    @Test
    @Order(1)
    void a_segment_knows_fields_days_invitations_and_tags_that_somebody_lacks() {
        assertEquals(
                List.of("list38@example.com", "list39@example.com"),
                found(segment("Large", "field_0", "size", "op_0", "more", "value_0", "37")));
        assertEquals(
                List.of("list07@example.com"),
                found(segment("Seven", "field_0", "size", "op_0", "is", "value_0", "7")));
        assertEquals(List.of("formula@example.com"), found(segment("Empty", "field_0", "size", "op_0", "empty")));
        assertEquals(8, found(segment("Fresh", "rule_0", "created:7")).size());
        assertEquals(33, found(segment("Old", "rule_0", "created:-7")).size());
        assertEquals(
                41,
                found(segment("Unseen", "rule_0", "seen:-30", "rule_1", "invited:never"))
                        .size());
        olivia.post(HOME + "/contacts/" + id("list03@example.com") + "/tags", Map.of("tag", "Lacked"))
                .expect(303);
        var tag = portal.query("SELECT id FROM tag WHERE name = 'Lacked'")
                .getFirst()
                .getFirst();
        assertEquals(40, found(segment("Lacking", "rule_0", "untag:" + tag)).size());
        assertEquals(
                List.of("list03@example.com"),
                found(segment("Both", "rule_0", "tag:" + tag, "field_0", "size", "op_0", "less", "value_0", "5")));
        olivia.post(HOME + "/segments/new", Map.of("name", "Bad", "field_0", "size", "op_0", "more"))
                .expect(422);
        olivia.post(HOME + "/segments/new", Map.of("name", "Bad", "field_0", "nothing", "op_0", "is", "value_0", "1"))
                .expect(404);
        olivia.post(HOME + "/segments/new", Map.of("name", "Bad", "rule_0", "seen:8"))
                .expect(404);
        var field = portal.query("SELECT id FROM custom_field WHERE key = 'size'")
                .getFirst()
                .getFirst();
        olivia.post(HOME + "/fields/delete", Map.of("field", field.toString())).expect(409);
    }

    private static UUID id(String email) {
        return (UUID) portal.query("SELECT id FROM contact WHERE email = ?", email)
                .getFirst()
                .getFirst();
    }

    @Test
    void a_narrowed_list_leaves_as_a_file_without_formulas_that_the_import_knows_again() {
        var all = olivia.get(HOME + "/contacts.csv").expect(200);
        assertEquals(42, all.body().lines().count());
        assertTrue(all.body().contains("\"'=HYPERLINK(\"\"x\"\")\""), "no cell begins a formula");
        assertTrue(all.header("Content-Disposition").startsWith("attachment"));
        var some = olivia.get(HOME + "/contacts.csv?q=list07").expect(200).body();
        assertEquals(2, some.lines().count());
        assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action = 'contact.exported'"));
        var location = olivia.post(
                        HOME + "/imports",
                        Map.of("rows", all.body().substring(0, all.body().indexOf("\r\n", 3000))))
                .expect(303)
                .location();
        assertEquals(
                List.of(List.of(
                        "{full_name,email,phone,company,company_role,tags,stage,source,external_id,field:size,\"\"}")),
                portal.query(
                        "SELECT mapping::text FROM contact_import WHERE id = ?",
                        UUID.fromString(location.substring(location.lastIndexOf('/') + 1))));
        portal.staff("Bo Books", "bo@staff.example", "billing", Portal.ACME);
        portal.asStaff("bo@staff.example").get(HOME + "/contacts.csv").expect(404);
    }

    @Test
    void what_is_done_to_a_list_is_done_to_everybody_on_it_once_and_to_nobody_else() {
        var bulk = new HashMap<>(Map.of("q", "list1", "bulk", "tag", "bulk_tag", "Tens"));
        olivia.post(HOME + "/contacts/bulk", bulk).expect(303);
        olivia.post(HOME + "/contacts/bulk", bulk).expect(303);
        assertEquals(10, tagged("Tens"));
        assertEquals(
                10,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'contact.tagged' AND data ->> 'tag' = (SELECT id::text FROM tag WHERE name = 'Tens')"));
        bulk.putAll(Map.of("q", "list15", "bulk", "untag"));
        olivia.post(HOME + "/contacts/bulk", bulk).expect(303);
        assertEquals(9, tagged("Tens"));
        var company = olivia.post(HOME + "/companies", Map.of("name", "Bulk GmbH"))
                .expect(303)
                .location();
        bulk.putAll(Map.of(
                "q", "list2", "bulk", "company", "bulk_company", company.substring(company.lastIndexOf('/') + 1)));
        olivia.post(HOME + "/contacts/bulk", bulk).expect(303);
        assertEquals(10, portal.count("SELECT count(*) FROM company_member"));
        bulk.putAll(Map.of("q", "list3", "bulk", "invite"));
        olivia.post(HOME + "/contacts/bulk", bulk).expect(303);
        olivia.post(HOME + "/contacts/bulk", bulk).expect(303);
        assertEquals(10, portal.count("SELECT count(*) FROM invitation"));
        bulk.putAll(Map.of("bulk", "untag", "bulk_tag", "Never heard of"));
        olivia.post(HOME + "/contacts/bulk", bulk).expect(422);
        bulk.put("bulk", "erase");
        olivia.post(HOME + "/contacts/bulk", bulk).expect(422);
    }

    private static long tagged(String tag) {
        return portal.count("SELECT count(*) FROM contact_tag x JOIN tag t ON t.id = x.tag_id WHERE t.name = ?", tag);
    }

    @Test
    void a_count_looks_at_the_newest_alone_where_there_are_very_many() {
        var fits = UUID.fromString(
                segment("Anybody", "matching", "any", "rule_0", "stage:lead", "rule_1", "stage:client"));
        var none = UUID.fromString(segment("Nobody", "field_0", "size", "op_0", "is", "value_0", "4711"));
        long all = portal.count("SELECT count(*) FROM contact WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
        assertEquals(new SegmentStore.Count(5, true), count(fits, 5));
        assertEquals(new SegmentStore.Count(0, true), count(none, 5));
        assertEquals(new SegmentStore.Count(all, false), count(fits, (int) all));
        assertEquals(new SegmentStore.Count(all - 1, true), count(fits, (int) all - 1));
        olivia.get(HOME + "/segments/" + none).expect(200).expectText("0 contacts fit now");
    }

    private static SegmentStore.Count count(UUID segment, int looked) {
        return portal.house()
                .db()
                .read(
                        Scope.job(portal.tenantId(Portal.ACME), "test"),
                        tx -> new SegmentStore(tx).count(segment, looked))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void the_list_is_narrowed_by_a_segment() {
        var segment = segment("Thirty-nine", "field_0", "size", "op_0", "is", "value_0", "39");
        var body = olivia.get(HOME + "/contacts?segment=" + segment).expect(200).body();
        assertTrue(body.contains("list39@example.com"));
        assertFalse(body.contains("list38@example.com"));
    }

    @Test
    void a_segment_is_asked_of_a_bounded_number_and_nobody_is_lost_between_two_looks() {
        var size = UUID.fromString(segment("Thirty-eight", "field_0", "size", "op_0", "is", "value_0", "38"));
        var everybody = UUID.fromString(
                segment("Whoever", "matching", "any", "rule_0", "stage:lead", "rule_1", "stage:client"));
        long all = portal.count("SELECT count(*) FROM contact WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
        for (int looked : List.of(1, 7, (int) all - 1, (int) all, (int) all + 1)) {
            assertEquals(1, walk(size, 25, looked).size(), looked + " looked at");
            assertEquals(all, walk(everybody, 3, looked).stream().distinct().count(), looked + " looked at");
            assertEquals(all, walk(everybody, 3, looked).size(), looked + " looked at");
        }
        var first = look(size, 25, 1, null);
        assertEquals(List.of(), first.rows());
        assertNotNull(first.lookedTo(), "there is more to look at");
    }

    @Test
    void of_tags_and_companies_alone_those_are_asked_who_have_them() {
        for (var tag : List.of("rare", "odd"))
            olivia.post(
                            HOME + "/contacts/bulk",
                            Map.of("q", tag.equals("rare") ? "list37" : "list05", "bulk", "tag", "bulk_tag", tag))
                    .expect(303);
        var rare = "tag:" + tag("rare");
        var odd = "tag:" + tag("odd");
        var any = UUID.fromString(segment("Either", "matching", "any", "rule_0", rare, "rule_1", odd));
        var all = UUID.fromString(
                segment("Rare and large", "rule_0", rare, "field_0", "size", "op_0", "more", "value_0", "1"));
        var both = UUID.fromString(segment("Rare and odd", "rule_0", rare, "rule_1", odd));
        var mixed = UUID.fromString(segment(
                "Rare or 3", "matching", "any", "rule_0", rare, "field_0", "size", "op_0", "is", "value_0", "3"));
        // One look of two candidates is enough where the tags say whom to ask.
        assertEquals(2, look(any, 25, 2, null).rows().size());
        assertEquals(1, look(all, 25, 2, null).rows().size());
        assertEquals(0, look(both, 25, 2, null).rows().size());
        assertEquals(2, walk(mixed, 25, 7).size());
        for (var segment : List.of(any, all, both, mixed))
            assertEquals(found(segment.toString()).size(), walk(segment, 1, 3).size());
    }

    private static UUID tag(String name) {
        return (UUID)
                portal.query("SELECT id FROM tag WHERE tenant_id = ? AND name = ?", portal.tenantId(Portal.ACME), name)
                        .getFirst()
                        .getFirst();
    }

    private static List<UUID> walk(UUID segment, int limit, int looked) {
        var seen = new ArrayList<UUID>();
        UUID after = null;
        do {
            var found = look(segment, limit, looked, after);
            seen.addAll(found.rows());
            after = found.lookedTo() != null
                    ? found.lookedTo()
                    : found.rows().size() == limit ? found.rows().getLast() : null;
        } while (after != null);
        return seen;
    }

    private static ContactSearchStore.Found<UUID> look(UUID segment, int limit, int looked, @Nullable UUID after) {
        return portal.house()
                .db()
                .read(
                        Scope.job(portal.tenantId(Portal.ACME), "test"),
                        tx -> new ContactSearchStore(tx, looked)
                                .ids(new Contact.Search("", null, null, "", segment, after), limit))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
