package dev.atrium;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The plan of the house, kept by the build. A new package must be given its place in {@link #PACKAGES}. */
class ArchitectureTest {
    private static final Path MAIN = Path.of("src/main/java/dev/atrium");
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.atrium");

    /** Each package, and what it may use beside itself and its own sub-packages. From the top of the house to its ground. */
    private static final Map<String, Set<String>> PACKAGES = rooms("""
            verticle: live webhooks notifications jobs facts media web db config kernel
            communities: live identity invitation contacts notifications media facts jobs web session tenancy db secrets config kernel
            courses: communities live identity contacts files notifications media facts jobs web session tenancy db secrets config kernel
            messaging: communities live identity contacts notifications media facts jobs web session tenancy db config kernel
            live: web session tenancy db secrets config kernel
            api: webhooks console contacts facts web session tenancy db secrets kernel
            webhooks: outside notifications facts web db secrets kernel
            branding: notifications media facts web session tenancy db kernel
            privacy: console identity notifications jobs facts web session tenancy db kernel
            home: console objectlink identity contacts jobs facts web session tenancy db kernel
            domain: outside notifications jobs facts media web session tenancy db secrets config kernel
            viewas: console facts web session tenancy db secrets kernel
            audit: identity facts web session tenancy db kernel
            operator: team identity notifications jobs facts web session tenancy db secrets config kernel
            team: identity notifications facts web session tenancy db secrets config kernel
            objectlink: notifications facts web tenancy db secrets config kernel
            console: setup audit identity invitation contacts notifications jobs facts web session tenancy db secrets config kernel
            setup: notifications facts web session tenancy db kernel
            identity: invitation contacts notifications media facts jobs web session tenancy db secrets config kernel
            invitation: contacts notifications jobs facts web session tenancy db secrets kernel
            contacts: files notifications facts jobs web session tenancy db kernel
            files: media notifications facts web session tenancy db kernel
            notifications: live outside facts jobs web session tenancy db secrets config kernel
            jobs: db kernel
            facts: db kernel
            outside: config kernel
            media: facts jobs web session tenancy db secrets config kernel
            web: session tenancy db secrets config kernel
            session: tenancy db secrets kernel
            tenancy: db config kernel
            db: config kernel
            secrets: kernel
            config: kernel
            kernel:
            """);

    /** Who may send SQL beside the {@code *Store}s: each is one statement or three, and nothing else. */
    private static final Set<String> SQL_OUTSIDE_STORES = Set.of(
            "dev.atrium.web.RateLimit", // takes an attempt in the caller's transaction
            "dev.atrium.facts.Audit"); // writes a line in the caller's transaction

    /** Who may draw randomness or read the machine's clock beside kernel, secrets and demo. None of it is an id or a secret at rest. */
    private static final Set<String> OWN_RANDOMNESS = Set.of(
            "dev.atrium.web.Renderer", // the nonce of a page's scripts
            "dev.atrium.web.RequestIds", // a name for log lines, which need not be secret
            "dev.atrium.notifications.MailPost", // jitter of the back-off
            "dev.atrium.jobs.JobWorker", // likewise
            "dev.atrium.webhooks.Backoff"); // likewise

    /** Who may wait. They run before an event loop serves, on virtual threads, or in the demo. */
    private static final Set<String> MAY_WAIT = Set.of(
            "dev.atrium.App",
            "dev.atrium.OperatorCommand",
            "dev.atrium.TenantCommand",
            "dev.atrium.verticle",
            "dev.atrium.demo",
            "dev.atrium.db.Migrations");

    private static Map<String, Set<String>> rooms(String plan) {
        return plan.lines()
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(
                        line -> line[0],
                        line -> line[1].isBlank()
                                ? Set.of()
                                : Set.of(line[1].strip().split(" "))));
    }

    @Test
    void every_package_has_its_place_and_uses_only_what_lies_below_it() {
        var layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("dev.atrium..");
        layers = layers.layer("root").definedBy("dev.atrium").layer("demo").definedBy("dev.atrium.demo..");
        for (var name : PACKAGES.keySet()) layers = layers.layer(name).definedBy("dev.atrium." + name + "..");
        for (var entry : PACKAGES.entrySet()) {
            layers = entry.getValue().isEmpty()
                    ? layers.whereLayer(entry.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(entry.getKey())
                            .mayOnlyAccessLayers(entry.getValue().toArray(String[]::new));
        }
        layers.whereLayer("demo").mayNotBeAccessedByAnyLayer().check(HOUSE);
        var known = new TreeSet<>(PACKAGES.keySet());
        known.add("demo");
        var found = new TreeSet<String>();
        for (JavaClass c : HOUSE) {
            var rest = c.getPackageName().substring("dev.atrium".length());
            if (!rest.isEmpty()) found.add(rest.substring(1).split("\\.", 2)[0]);
        }
        assertEquals(known, found, "give each package its place in PACKAGES");
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.atrium.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void only_db_holds_connections() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.atrium.db")
                .should()
                .dependOnClassesThat(assignableTo(Pool.class).or(assignableTo(SqlConnection.class)))
                .check(HOUSE);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.atrium.db.Migrations")
                .and()
                .resideOutsideOfPackage("dev.atrium.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
                .check(HOUSE);
    }

    @Test
    void only_notifications_send_mail() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.atrium.notifications", "dev.atrium.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.ext.mail..", "jakarta.mail..")
                .check(HOUSE);
        // Whoever has something to tell declares a type: the outbox takes letters from this package alone.
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.atrium.notifications")
                .should()
                .callMethodWhere(targetIs(methods("dev.atrium.notifications.MailOutbox", "enqueue")))
                .check(HOUSE);
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods()
                .that()
                .areDeclaredIn("dev.atrium.notifications.MailOutbox")
                .and()
                .haveName("enqueue")
                .should()
                .bePackagePrivate()
                .check(HOUSE);
    }

    @Test
    void only_stores_send_sql() {
        var statement = methods("dev.atrium.db.Tx", "list|first|run").or(methods("dev.atrium.db.Db", "system"));
        noClasses()
                .that(outside(SQL_OUTSIDE_STORES))
                .and()
                .resideOutsideOfPackage("dev.atrium.db")
                .and()
                .haveNameNotMatching(".*Store(\\$.*)?")
                .should()
                .callMethodWhere(targetIs(statement))
                .check(HOUSE);
    }

    @Test
    void only_web_writes_responses_and_mounts_routes() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.atrium.web", "dev.atrium.demo")
                .and()
                .doNotHaveFullyQualifiedName("dev.atrium.verticle.Management")
                .should()
                .dependOnClassesThat(assignableTo(HttpServerResponse.class))
                .orShould()
                .callMethodWhere(targetIs(owned(RoutingContext.class, "response|end|redirect|json")))
                .orShould()
                .callMethodWhere(targetIs(owned(Router.class, "route.*|get.*|post.*|put.*|patch.*|delete.*|head.*")))
                .check(HOUSE);
    }

    @Test
    void time_and_randomness_come_from_the_kernel() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.atrium.kernel", "dev.atrium.secrets", "dev.atrium.demo")
                .and(outside(OWN_RANDOMNESS))
                .should()
                .callMethodWhere(targetIs(owned(Instant.class, "now")))
                .orShould()
                .callMethodWhere(
                        targetIs(methods("java.time.(OffsetDateTime|ZonedDateTime|LocalDate|LocalDateTime)", "now")))
                .orShould()
                .callMethodWhere(targetIs(methods("java.lang.System", "currentTimeMillis")))
                .orShould()
                .callMethodWhere(targetIs(owned(UUID.class, "randomUUID")))
                .orShould()
                .dependOnClassesThat(assignableTo(SecureRandom.class).or(assignableTo(ThreadLocalRandom.class)))
                .orShould()
                .callMethodWhere(targetIs(methods("java.lang.Math", "random")))
                .check(HOUSE);
    }

    @Test
    void nobody_reads_the_environment_but_who_starts_the_house() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.atrium.App")
                .and()
                .resideOutsideOfPackages("dev.atrium.config", "dev.atrium.demo")
                .should()
                .callMethodWhere(targetIs(methods("java.lang.System", "getenv|getProperty")))
                .check(HOUSE);
    }

    @Test
    void the_house_stands_without_the_demo() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.atrium.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.atrium.demo..", "io.zonky..", "com.icegreen..", "org.apache.commons.compress..")
                .check(HOUSE);
    }

    @Test
    void names_say_what_a_thing_is() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Helpers")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Service")
                .check(HOUSE);
    }

    @Test
    void nothing_blocks_an_event_loop() {
        noClasses()
                .that(outside(MAY_WAIT))
                .should()
                .callMethodWhere(targetIs(owned(Future.class, "await|toCompletionStage")))
                .orShould()
                .callMethodWhere(targetIs(owned(java.util.concurrent.Future.class, "get|join|resultNow")))
                .orShould()
                .callMethodWhere(targetIs(owned(CompletableFuture.class, "get|join")))
                .orShould()
                .callMethodWhere(targetIs(owned(Thread.class, "sleep|join")))
                .orShould()
                .callMethodWhere(targetIs(methods("java.util.concurrent.CountDownLatch", "await")))
                .check(HOUSE);
    }

    @Test
    void files_are_short_and_packages_say_what_they_are() throws IOException {
        var long_ = new ArrayList<String>();
        var silent = new ArrayList<String>();
        for (var path : files()) {
            var name = MAIN.relativize(path).toString();
            if (Files.readAllLines(path).size() > 400) long_.add(name);
            var info = path.resolveSibling("package-info.java");
            if (!Files.exists(info) || !says(Files.readString(info))) silent.add(name);
        }
        assertEquals(List.of(), long_, "files over 400 lines");
        assertEquals(List.of(), silent, "files whose package-info lacks a doc or @NullMarked");
    }

    @Test
    void the_rules_see_what_they_forbid() {
        assertTrue(HOUSE.stream().anyMatch(c -> c.getName().equals("dev.atrium.db.Db")), "classes were imported");
        assertFalse(outside(MAY_WAIT).test(HOUSE.get("dev.atrium.verticle.MailVerticle")));
        assertTrue(outside(SQL_OUTSIDE_STORES).test(HOUSE.get("dev.atrium.web.Web")));
        var allowed = new TreeSet<>(SQL_OUTSIDE_STORES);
        allowed.addAll(OWN_RANDOMNESS);
        for (var name : allowed) assertTrue(HOUSE.contain(name), name + " is allowed something but does not exist");
    }

    private static boolean says(String packageInfo) {
        return packageInfo.contains("/**") && packageInfo.contains("@NullMarked");
    }

    private static List<Path> files() throws IOException {
        try (var all = Files.walk(MAIN)) {
            return all.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }

    /** Classes that are neither named nor nested in a named one, nor in a named package. */
    private static DescribedPredicate<JavaClass> outside(Set<String> names) {
        return describe(
                "none of " + names,
                c -> names.stream()
                        .noneMatch(name -> c.getName().equals(name)
                                || c.getName().startsWith(name + "$")
                                || c.getPackageName().equals(name)));
    }

    private static DescribedPredicate<AccessTarget.MethodCallTarget> methods(String type, String names) {
        return describe(
                type + "." + names,
                target -> target.getOwner().getName().matches(type)
                        && target.getName().matches(names));
    }

    private static DescribedPredicate<AccessTarget.MethodCallTarget> owned(Class<?> type, String names) {
        return describe(
                type.getSimpleName() + "." + names,
                target -> target.getOwner().isAssignableTo(type)
                        && target.getName().matches(names));
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> targetIs(
            DescribedPredicate<AccessTarget.MethodCallTarget> wanted) {
        return describe(wanted.getDescription(), call -> wanted.test(call.getTarget()));
    }
}
