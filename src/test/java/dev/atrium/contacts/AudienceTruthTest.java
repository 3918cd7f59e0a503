package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.db.Tx;
import dev.atrium.harness.Portal;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The one SQL function against a model of a few lines of Java, over random people and random rules. */
class AudienceTruthTest {
    private static final int PEOPLE = 60;
    private static final int THINGS = 6;
    private static final int AUDIENCES = 120;

    /** A person as the model knows them. */
    record Person(UUID id, String stage, boolean account, Set<UUID> tags, Map<UUID, LocalDate> companies) {}

    /** A segment as the model knows it. */
    record Question(UUID id, boolean all, List<Segment.Rule> rules) {}

    private static final Random RANDOM = new Random(20261122);
    private static final LocalDate FOREVER = LocalDate.of(2999, 1, 1);
    private static Portal portal;
    private static UUID tenant;
    private static LocalDate today;
    private static final List<UUID> TAGS = new ArrayList<>();
    private static final List<UUID> COMPANIES = new ArrayList<>();
    private static final List<Question> SEGMENTS = new ArrayList<>();
    private static final List<Person> ALL = new ArrayList<>();

    @BeforeAll
    static void people() {
        portal = Portal.start();
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "time_zone = 'Pacific/Kiritimati'");
        today = LocalDate.now(ZoneId.of("Pacific/Kiritimati"));
        for (int i = 0; i < THINGS; i++) {
            TAGS.add(thing("tag", "t" + i));
            COMPANIES.add(thing("company", "c" + i));
        }
        for (int i = 0; i < PEOPLE; i++) ALL.add(person(i));
        for (int i = 0; i < THINGS; i++) SEGMENTS.add(question(i));
    }

    @AfterAll
    static void close() {
        portal.close();
    }

    private static UUID thing(String table, String name) {
        var id = UUID.randomUUID();
        portal.execute("INSERT INTO " + table + " (tenant_id, id, name) VALUES (?, ?, ?)", tenant, id, name);
        return id;
    }

    private static Person person(int i) {
        var id = portal.contact(Portal.ACME, "Person " + i, "p" + i + "@example.com");
        var stage = RANDOM.nextBoolean() ? "lead" : "client";
        portal.execute("UPDATE contact SET stage = ? WHERE id = ?", stage, id);
        boolean account = RANDOM.nextInt(3) == 0;
        if (account)
            portal.execute(
                    "INSERT INTO account (tenant_id, id, contact_id, email, origin) VALUES (?, ?, ?, ?, 'granted')",
                    tenant,
                    UUID.randomUUID(),
                    id,
                    "p" + i + "@example.com");
        Set<UUID> tags = new HashSet<>();
        Map<UUID, LocalDate> companies = new TreeMap<>();
        for (var tag : TAGS) if (RANDOM.nextInt(3) == 0) tags.add(tag);
        for (var company : COMPANIES) {
            // Yesterday is over, today is not: the last day counts.
            if (RANDOM.nextInt(4) == 0)
                companies.put(
                        company, List.of(FOREVER, today, today.minusDays(1)).get(RANDOM.nextInt(3)));
        }
        for (var tag : tags)
            portal.execute("INSERT INTO contact_tag (tenant_id, contact_id, tag_id) VALUES (?, ?, ?)", tenant, id, tag);
        companies.forEach((company, until) -> portal.execute(
                "INSERT INTO company_member (tenant_id, company_id, contact_id, role, until) VALUES (?, ?, ?, 'viewer', ?)",
                tenant,
                company,
                id,
                until.equals(FOREVER) ? null : until));
        return new Person(id, stage, account, tags, companies);
    }

    private static Question question(int i) {
        var rules = new ArrayList<Segment.Rule>();
        for (int n = RANDOM.nextInt(4); n > 0; n--) {
            rules.add(
                    switch (RANDOM.nextInt(4)) {
                        case 0 -> new Segment.Rule("tag", pick(TAGS).toString());
                        case 1 -> new Segment.Rule("company", pick(COMPANIES).toString());
                        case 2 -> new Segment.Rule("stage", RANDOM.nextBoolean() ? "lead" : "client");
                        default -> new Segment.Rule("account", RANDOM.nextBoolean() ? "yes" : "no");
                    });
        }
        var question = new Question(UUID.randomUUID(), RANDOM.nextBoolean(), rules);
        var draft = new Segment.Draft(question.id(), "s" + i, question.all(), rules);
        assertEquals(
                true,
                write(tx -> new SegmentStore(tx)
                        .insert(draft)
                        .compose(made -> new SegmentStore(tx).rules(question.id(), rules))));
        return question;
    }

    private static <T> T pick(List<T> all) {
        return all.get(RANDOM.nextInt(all.size()));
    }

    private static <T> T write(Function<Tx, Future<T>> work) {
        return portal.house()
                .db()
                .write(Scope.job(tenant, "test"), work)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static AudienceRules.Rule rule() {
        boolean include = RANDOM.nextInt(3) > 0;
        return switch (RANDOM.nextInt(include ? 5 : 4)) {
            case 0 -> new AudienceRules.Rule(include, "tag", pick(TAGS));
            case 1 -> new AudienceRules.Rule(include, "company", pick(COMPANIES));
            case 2 -> new AudienceRules.Rule(include, "segment", pick(SEGMENTS).id());
            case 3 -> new AudienceRules.Rule(include, "contact", pick(ALL).id());
            default -> AudienceRules.Rule.EVERYONE;
        };
    }

    private static boolean in(Person person, UUID company) {
        var until = person.companies().get(company);
        return until != null && !until.isBefore(today);
    }

    private static boolean fits(Person person, Segment.Rule rule) {
        return switch (rule.kind()) {
            case "tag" -> person.tags().contains(UUID.fromString(rule.value()));
            case "company" -> in(person, UUID.fromString(rule.value()));
            case "stage" -> person.stage().equals(rule.value());
            default -> person.account() == rule.value().equals("yes");
        };
    }

    private static boolean fits(Person person, Question question) {
        if (question.rules().isEmpty()) return false;
        return question.all()
                ? question.rules().stream().allMatch(rule -> fits(person, rule))
                : question.rules().stream().anyMatch(rule -> fits(person, rule));
    }

    private static boolean matches(Person person, AudienceRules.Rule rule) {
        return switch (rule.kind()) {
            case "everyone" -> true;
            case "tag" -> person.tags().contains(rule.thing());
            case "company" -> in(person, rule.thing());
            case "contact" -> person.id().equals(rule.thing());
            default -> SEGMENTS.stream().anyMatch(s -> s.id().equals(rule.thing()) && fits(person, s));
        };
    }

    /** The model: somebody lets them in and nobody keeps them out. */
    private static boolean sees(Person person, List<AudienceRules.Rule> rules) {
        return rules.stream().anyMatch(rule -> rule.include() && matches(person, rule))
                && rules.stream().noneMatch(rule -> !rule.include() && matches(person, rule));
    }

    @Test
    void the_database_and_the_model_agree_on_everybody_and_every_audience() {
        int tried = 0;
        int in = 0;
        var wrong = new ArrayList<String>();
        for (int i = 0; i < AUDIENCES; i++) {
            var rules = new ArrayList<AudienceRules.Rule>();
            for (int n = RANDOM.nextInt(7); n > 0; n--) rules.add(rule());
            var audience = UUID.randomUUID();
            assertEquals(
                    true,
                    write(tx -> new AudienceStore(tx)
                            .insert(audience)
                            .compose(x -> new AudienceStore(tx).rules(audience, rules))));
            var verdicts = write(tx -> Future.all(ALL.stream()
                            .map(person -> Audiences.has(tx, audience, person.id()))
                            .toList())
                    .map(all -> all.<Boolean>list()));
            var reasons = write(tx -> Future.all(ALL.stream()
                            .map(person -> Audiences.why(tx, audience, person.id()))
                            .toList())
                    .map(all -> all.<List<Audiences.Reason>>list()));
            for (int p = 0; p < PEOPLE; p++) {
                var person = ALL.get(p);
                boolean expected = sees(person, rules);
                tried++;
                if (expected) in++;
                if (verdicts.get(p) != expected) wrong.add(person + " " + rules);
                // The explanation says the same: what decides is of the verdict's own kind, and there is some or no
                // match.
                var deciding = reasons.get(p).stream()
                        .filter(Audiences.Reason::decides)
                        .map(Audiences.Reason::include)
                        .collect(Collectors.toSet());
                boolean matched = rules.stream().anyMatch(rule -> matches(person, rule));
                var told = expected ? Set.of(true) : matched ? Set.of(false) : Set.<Boolean>of();
                if (!deciding.equals(told)) wrong.add("why: " + person + " " + rules + " " + reasons.get(p));
            }
        }
        System.out.println(
                "audiences: " + wrong.size() + " of " + tried + " verdicts differ from the model; " + in + " are in");
        assertEquals(List.of(), wrong);
        assertTrue(in > tried / 10 && in < tried * 9 / 10, "both happen: " + in + " of " + tried);
    }

    @Test
    void nobody_of_another_tenant_and_nobody_unknown_is_in_any_audience() {
        var stranger = portal.contact(Portal.GLOBEX, "Eve", "eve@example.com");
        var audience = UUID.randomUUID();
        write(tx -> new AudienceStore(tx)
                .insert(audience)
                .compose(x -> new AudienceStore(tx).rules(audience, List.of(AudienceRules.Rule.EVERYONE))));
        for (var who : List.of(stranger, UUID.randomUUID())) {
            assertEquals(false, write(tx -> Audiences.has(tx, audience, who)));
        }
        assertEquals(
                true, write(tx -> Audiences.has(tx, audience, ALL.getFirst().id())));
        assertEquals(true, write(tx -> Audiences.has(tx, null, ALL.getFirst().id())), "no audience is for all");
        var foreign = UUID.randomUUID();
        portal.execute(
                "INSERT INTO tag (tenant_id, id, name) VALUES (?, ?, 'theirs')",
                portal.tenantId(Portal.GLOBEX),
                foreign);
        var rules = List.of(new AudienceRules.Rule(true, "tag", foreign));
        assertEquals(false, write(tx -> new AudienceStore(tx).rules(audience, rules)), "a foreign tag is no tag");
    }
}
