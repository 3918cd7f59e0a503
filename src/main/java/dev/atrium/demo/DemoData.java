package dev.atrium.demo;

import dev.atrium.House;
import dev.atrium.db.Tx;
import dev.atrium.demo.DemoStore.Person;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.operator.Operators;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What the demo shows: two businesses, a few of their clients, one owner. Seeded once, when there is no tenant yet; later
 * starts keep whatever people did.
 */
final class DemoData {
    static final String PASSWORD = "sunlit-harbour-42";

    /** A portal with its clients, as the closing block and demo.json list them. */
    record Portal(String tenant, List<Person> clients) {}

    static final Person OWNER = new Person("Olivia Owner", "owner@atrium.example", "");
    /** Who else works for the first portal, and as what. */
    private static final List<Map.Entry<Person, String>> TEAM = List.of(
            Map.entry(new Person("Adam Admin", "adam@atrium.example", ""), "admin"),
            Map.entry(new Person("Bea Billing", "bea@atrium.example", ""), "billing"),
            Map.entry(new Person("Carlo Content", "carlo@atrium.example", ""), "content"),
            Map.entry(new Person("Sam Support", "sam@atrium.example", ""), "support"));

    static final List<Portal> PORTALS = List.of(
            new Portal(
                    "acme",
                    List.of(
                            new Person("Ana Almeida", "ana@example.com", "+351 21 123 4567"),
                            new Person("Ben Okafor", "ben@example.com", ""),
                            new Person("Chiara Conti", "chiara@example.com", "+39 06 555 0199"),
                            new Person("Lucía Herrera", "lucia@example.com", "+34 912 345 678", "es"),
                            new Person("سمير حداد", "samir@example.com", "+966 11 234 5678", "ar"))),
            new Portal(
                    "globex",
                    List.of(
                            new Person("Dana Duarte", "dana@example.com", "+49 30 1234567"),
                            new Person("Dana Duarte (Studio)", "dana@example.com", ""),
                            new Person("Ana Almeida", "ana@example.com", ""))));

    private final House house;

    DemoData(House house) {
        this.house = house;
    }

    /** Seeds where there is nothing yet. */
    Future<Void> seed() {
        return new DemoStore(house.db())
                .tenant("acme")
                .compose(found -> found.isPresent() ? Future.succeededFuture() : all());
    }

    private Future<Void> all() {
        return tenant("acme", "Acme Studio", true)
                .compose(acme -> tenant("globex", "Globex Advisory", false)
                        .compose(globex -> staff(List.of(acme, globex))
                                .compose(x -> house.db()
                                        .write(
                                                Scope.job(acme, "demo"),
                                                tx -> new DemoPeopleStore(tx)
                                                        .fill()
                                                        .compose(y -> new DemoDomainStore(tx).fill())))
                                .compose(x -> DemoAuthenticator.enrol(house, acme))
                                .compose(x -> documents(acme))
                                .compose(x ->
                                        house.db().write(Scope.job(acme, "demo"), tx -> new DemoMailStore(tx).fill()))
                                .compose(x -> house.db()
                                        .write(Scope.job(acme, "demo"), tx -> new DemoMessageStore(tx).fill()))
                                .compose(x -> house.db()
                                        .write(Scope.job(globex, "demo"), tx -> new DemoPeopleStore(tx).applicants()))
                                .compose(x -> house.db()
                                        .write(
                                                Scope.job(acme, "demo"),
                                                tx -> new DemoGroupStore(tx)
                                                        .studio()
                                                        .compose(y -> new DemoPostStore(tx).say())
                                                        .compose(y -> new DemoTalkStore(tx).talk())
                                                        .compose(y -> new DemoEventStore(tx).studio())
                                                        .compose(y -> new DemoOrderStore(tx).studio())
                                                        .compose(y -> new DemoCourseStore(tx).studio())
                                                        .compose(y -> new DemoLearnStore(tx).learn())
                                                        .compose(y -> new DemoPlayStore(tx).play())
                                                        .compose(y -> new DemoQuizStore(tx).ask())
                                                        .compose(y -> new DemoAssignmentStore(tx).hand())
                                                        .compose(y -> new DemoCommentStore(tx).talk())
                                                        .compose(y -> new DemoCertificateStore(tx).award())))
                                .compose(x -> house.db()
                                        .write(
                                                Scope.job(globex, "demo"),
                                                tx -> new DemoGroupStore(tx)
                                                        .advisory()
                                                        .compose(y -> new DemoPostStore(tx).say())
                                                        .compose(y -> new DemoTalkStore(tx).talk())
                                                        .compose(y -> new DemoEventStore(tx).advisory())))
                                .compose(x -> hook(acme))));
    }

    /** A program that hears of people: the mailbox's host takes whatever comes. */
    private Future<Void> hook(UUID tenant) {
        var base = house.config().hosts().base();
        if (!base.equals("localhost")) return Future.succeededFuture();
        var url = house.origins().ofHost("mail." + base) + "/hooks";
        var events = List.of("contact.created", "contact.tagged", "invitation.accepted", "session.opened");
        return house.db()
                .write(
                        Scope.job(tenant, "demo"),
                        tx -> house.webhooks().add(tx, url, "Address book of the studio", events))
                .mapEmpty();
    }

    /** Two documents of Ana's: one that she sees, and one that is not hers to see yet. */
    private Future<Void> documents(UUID tenant) {
        return document(tenant, "Welcome to Acme Studio.txt", "Welcome, Ana!\n\nThis is what happens next.\n", true)
                .compose(x -> document(tenant, "Draft of the offer.txt", "Twelve pictures, two formats.\n", false));
    }

    private Future<Void> document(UUID tenant, String name, String text, boolean shared) {
        var bytes = Buffer.buffer(text);
        var files = house.vertx().fileSystem();
        return files.createTempFile("demo", ".txt")
                .compose(path -> files.writeFile(path, bytes)
                        .compose(x -> house.media()
                                .keep(
                                        new Scope(
                                                tenant,
                                                new Principal.Staff(Ids.next(), "owner", Ids.next()),
                                                Locale.ENGLISH),
                                        name,
                                        Path.of(path),
                                        bytes.length(),
                                        (tx, file) -> new DemoPeopleStore(tx)
                                                .document(file.id(), name, bytes.length(), shared))))
                .mapEmpty();
    }

    private Future<UUID> tenant(String slug, String name, boolean magicLinks) {
        var id = Ids.next();
        var store = new DemoStore(house.db());
        return store.create(id, slug, name, magicLinks)
                .compose(x -> hashes(id, portal(slug).clients()))
                .compose(hashes -> house.db()
                        .write(
                                Scope.job(id, "demo"),
                                tx -> store.furnish(tx, slug, portal(slug).clients(), hashes)
                                        .compose(x -> drawn(tx))))
                .map(id);
    }

    /** The logo is drawn anew once the house is up, like a picture of before pictures were files. */
    private Future<Void> drawn(Tx tx) {
        return Jobs.schedule(tx, "branding.move", "logo", house.clock().now(), new JsonObject());
    }

    private static Portal portal(String slug) {
        return PORTALS.stream()
                .filter(portal -> portal.tenant().equals(slug))
                .findFirst()
                .orElseThrow();
    }

    private Future<List<String>> hashes(UUID tenant, List<Person> people) {
        return Future.all(people.stream().map(person -> hash(tenant, person)).toList())
                .map(all -> all.<String>list());
    }

    private Future<String> hash(UUID tenant, Person person) {
        return house.passwords().hash(PASSWORD, house.keys().salt(tenant, new Email(person.email())));
    }

    private Future<Void> team(DemoStore store, UUID tenant) {
        return Future.all(TEAM.stream()
                        .map(member -> hash(Scope.NO_TENANT, member.getKey())
                                .compose(hash -> store.staff(member.getKey(), hash, tenant, member.getValue())))
                        .toList())
                .compose(x -> house.db()
                        .write(Scope.job(tenant, "demo"), tx -> store.invited(tx, "nora@atrium.example", "content")));
    }

    private Future<Void> staff(List<UUID> tenants) {
        return hash(Scope.NO_TENANT, OWNER).compose(hash -> {
            var store = new DemoStore(house.db());
            return Future.all(tenants.stream()
                            .map(tenant -> store.staff(OWNER, hash, tenant, "owner"))
                            .toList())
                    .compose(x -> team(store, tenants.getFirst()))
                    .compose(x -> new Operators(house.db(), house.clock()).make(new Email(OWNER.email())))
                    .mapEmpty();
        });
    }
}
