package dev.atrium.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.atrium.harness.Portal;
import dev.atrium.kernel.Scope;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every fact that the house can record is declared: found by reading the classes, so that later ones are covered too. */
class FactKindsTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static List<Class<?>> facts() {
        var found = new ArrayList<Class<?>>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.atrium").stream()
                        .filter(c -> c.isAssignableTo(Fact.class) && !c.isInterface())
                        .forEach(c -> found.add(c.reflect()));
        return found;
    }

    private static Fact sample(Class<?> type) throws ReflectiveOperationException {
        return (Fact) made(type);
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        var components = type.getRecordComponents();
        var constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++) values[i] = value(components[i]);
        return constructor.newInstance(values);
    }

    private static Object value(RecordComponent component) throws ReflectiveOperationException {
        return component.getGenericType().getTypeName().equals("java.util.Optional<java.util.UUID>")
                ? Optional.of(UUID.randomUUID())
                : value(component.getType());
    }

    private static Object value(Class<?> type) throws ReflectiveOperationException {
        if (type.isEnum()) return type.getEnumConstants()[0];
        if (type.isRecord()) return made(type);
        return switch (type.getName()) {
            case "java.util.UUID" -> UUID.randomUUID();
            case "java.lang.String" -> "word";
            case "int" -> 1;
            case "long" -> 1L;
            case "boolean" -> true;
            case "java.time.Instant" -> Instant.parse("2030-01-02T03:04:05Z");
            case "java.util.Optional" -> Optional.empty();
            case "java.util.List" -> List.of();
            default -> throw new AssertionError("say here what a sample " + type + " is");
        };
    }

    @Test
    void every_fact_is_a_record_of_a_sealed_interface() {
        var wrong = new TreeSet<String>();
        for (var type : facts()) {
            boolean sealed =
                    Arrays.stream(type.getInterfaces()).anyMatch(i -> i.isSealed() && Fact.class.isAssignableFrom(i));
            if (!type.isRecord() || !sealed) wrong.add(type.getName());
        }
        assertEquals(new TreeSet<>(), wrong);
        assertTrue(facts().size() >= 10, "the scan finds them: " + facts());
    }

    @Test
    void every_fact_has_a_declared_kind_with_a_sentence_in_every_language_and_can_be_recorded() throws Exception {
        var messages = portal.house().web().messages();
        var seen = new TreeSet<String>();
        for (var type : facts()) {
            var fact = sample(type);
            var kind = fact.what();
            assertEquals(Optional.of(kind), portal.house().facts().find(kind.name()), type + " is of no declared kind");
            for (var language : List.of(Locale.ENGLISH, Locale.GERMAN))
                assertNotNull(messages.get(language, kind.message()), kind.message());
            assertTrue(seen.add(kind.name()), "two facts of one kind: " + kind.name());
            for (var member : kind.details())
                assertTrue(fact.data().containsKey(member), kind.name() + " lacks " + member);
            if (kind.shown()) assertTrue(fact.about().isPresent(), kind.name() + " is in nobody's history");
            portal.house()
                    .db()
                    .write(Scope.job(portal.tenantId(Portal.ACME), "test"), tx -> Events.record(tx, fact))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }
        var declared = new TreeSet<String>();
        portal.house().facts().all().forEach(kind -> declared.add(kind.name()));
        assertEquals(declared, seen, "a declared kind that nothing records");
        assertEquals(seen.size(), portal.count("SELECT count(DISTINCT kind) FROM fact"));
    }
}
