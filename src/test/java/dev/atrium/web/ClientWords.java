package dev.atrium.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which keys a client, a guest or a mail to them can say, read from the sources: templates but those of the console, with
 * the parts they include, and what Java names outside of what serves staff alone. A doubtful key counts as a client's:
 * one translation too many is better than a sentence in a language that its reader does not know.
 */
final class ClientWords {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path SOURCES = Path.of("src/main/java/dev/atrium");

    /** Folders of templates and packages of Java for people who work for the business, or at the platform. */
    private static final Set<String> STAFF = Set.of(
            "audit",
            "branding",
            "business",
            "console",
            "contacts",
            "domain",
            "hooks",
            "inbox",
            "invitations",
            "learners",
            "operator",
            "setup",
            "starter",
            "styleguide",
            "team",
            "webhooks");

    private static final Set<String> STAFF_PACKAGES = Set.of(
            "audit",
            "branding",
            "business",
            "console",
            "contacts",
            "demo",
            "domain",
            "hooks",
            "invitation",
            "operator",
            "outside",
            "setup",
            "team",
            "webhooks");

    /** In folders of both, and no {@code Reply} says their layout in one call. */
    private static final Set<String> STAFF_TEMPLATES = Set.of(
            "courses/_desk",
            "courses/_desk-comment",
            "courses/_desk-player",
            "courses/_opening",
            "courses/_preview-outline",
            "courses/quiz/_desk",
            "courses/quiz/_option-row",
            "courses/assignment/_desk",
            "courses/assignment/desk-list",
            "courses/assignment/desk-terms",
            "courses/assignment/desk-work",
            "home/links",
            "identity/_link-form",
            "identity/_links-off",
            "identity/_sent-links",
            "identity/client-factor",
            "identity/login-mail",
            "identity/sign-in-links",
            "layouts/console",
            "viewas/choose");

    /** Classes without a route of their own that only routes of staff call. */
    private static final Set<String> STAFF_CLASSES = Set.of(
            "AnnouncementDraft",
            "AssignmentTerms",
            "BusinessCertificatesApi",
            "BusinessHandInApi",
            "CertificateDesign",
            "Issuing",
            "AnnouncementForm",
            "AnnouncementSent",
            "AnnouncementsApi",
            "Approvals",
            "InboxStore",
            "InboxViews",
            "ContactsApi",
            "CourseDesk",
            "Criterion",
            "DocumentUploads",
            "DocumentsApi",
            "Drafting",
            "Faults",
            "GrantDraft",
            "Granting",
            "Jobs",
            "Joining",
            "LearnerViews",
            "LearnersApi",
            "MailFilter",
            "MailOutbox",
            "MailSettings",
            "Marking",
            "OwnMail",
            "OwnTemplate",
            "OwnText",
            "PeopleFile",
            "PortalArchive",
            "Quiz",
            "QuizFile",
            "QuizWriting",
            "ResultsFile",
            "Sharing",
            "SignInLinkApi",
            "SignInLinkForm",
            "SignInLinks",
            "TypePage",
            "TypesApi");

    /** What a contact is made of is checked wherever somebody types it, a client's own profile included. */
    private static final Set<String> SHARED = Set.of(
            "contacts/Answers", "contacts/Contact", "contacts/CustomField", "contacts/Accounts", "contacts/Typed");

    /** Read by clients whoever names the rest of the key. */
    private static final List<String> FAMILIES = List.of(
            "account.",
            "app.",
            "bell.",
            "channel.",
            "data.",
            "date.",
            "entry.",
            "fact.",
            "factor.",
            "group.",
            "mail.",
            "pace.",
            "profile.field.",
            "scope.",
            "status.",
            "type.");

    /** Of these what staff are told. */
    private static final List<String> OF_STAFF = List.of(
            "bell.choices.",
            "bell.domain.",
            "bell.staff",
            "bell.team.",
            "client-factor.",
            "console.",
            "contacts.",
            "fact.branding.",
            "fact.course.archived",
            "fact.course.changed",
            "fact.course.created",
            "fact.course.deleted",
            "fact.course.published",
            "fact.domain.",
            "fact.lesson.added",
            "fact.lesson.changed",
            "fact.lesson.removed",
            "group.domain",
            "group.staff",
            "group.team",
            "mail.factors-removed",
            "mail.left-team",
            "mail.role-changed",
            "mail.server-test",
            "mail.staff-",
            "styleguide.",
            "type.domain.",
            "type.staff",
            "type.team.",
            "variable.");

    private static final Pattern CONSOLE_PAGE =
            Pattern.compile("\"([a-z-]+(?:/[a-z_.-]+)+)\"\\s*,\\s*(?:Reply\\.)?Layout\\.CONSOLE");
    private static final Pattern INCLUDE = Pattern.compile("\\{\\{~?#?>\\s*([\\w/.-]+)");
    private static final Pattern KEY = Pattern.compile("\\bt\\s+\"([^\"]+)\"");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9][a-z0-9._-]*)\"");
    private static final Pattern STAFF_ROUTE =
            Pattern.compile("routes\\s*\\.(staff|anyStaff|consoleGuest|operator)\\(");
    private static final Pattern CLIENT_ROUTE = Pattern.compile("routes\\s*\\.(client|guest)\\w*\\(");

    private final Set<String> keys;
    private final Map<String, String> templates = new HashMap<>();
    private final Set<String> consolePages = new TreeSet<>();
    private final Set<String> ofClients = new TreeSet<>();
    private final Set<String> ofStaff = new TreeSet<>();

    ClientWords(Set<String> keys) throws IOException {
        this.keys = keys;
        try (var all = Files.walk(TEMPLATES)) {
            for (var path : all.filter(p -> p.toString().endsWith(".hbs")).toList())
                templates.put(name(TEMPLATES, path, ".hbs"), Files.readString(path));
        }
        try (var all = Files.walk(SOURCES)) {
            for (var path : all.filter(p -> p.toString().endsWith(".java")).toList())
                java(name(SOURCES, path, ".java"), Files.readString(path));
        }
    }

    private static String name(Path root, Path path, String ending) {
        var name = root.relativize(path).toString().replace('\\', '/');
        return name.substring(0, name.length() - ending.length());
    }

    private void java(String name, String text) {
        CONSOLE_PAGE.matcher(text).results().forEach(page -> consolePages.add(page.group(1)));
        var into = servesStaff(name, text) ? ofStaff : ofClients;
        LITERAL.matcher(text).results().forEach(literal -> into.add(literal.group(1)));
    }

    private static boolean servesStaff(String name, String text) {
        if (SHARED.contains(name)) return false;
        var simple = name.substring(name.lastIndexOf('/') + 1);
        return STAFF_PACKAGES.contains(name.split("/", -1)[0])
                || name.startsWith("courses/author/")
                || STAFF_CLASSES.contains(simple)
                || STAFF_ROUTE.matcher(text).find()
                        && !CLIENT_ROUTE.matcher(text).find();
    }

    /** The keys, counted ones in English's forms. */
    TreeSet<String> needed() {
        var said = new TreeSet<String>();
        for (var template : reached()) {
            KEY.matcher(templates.get(template)).results().forEach(key -> said.add(key.group(1)));
        }
        var needed = new TreeSet<>(keys);
        needed.removeIf(key -> !isClients(key, Bundles.base(key), said) || isMailToStaff(key));
        return needed;
    }

    /** A mail belongs to whom its type tells; the records of a domain go to whoever keeps its DNS, who is no staff. */
    private boolean isMailToStaff(String key) {
        var kind = key.startsWith("mail.") ? key.split("\\.", -1)[1].replace('-', '_') : "";
        return !kind.equals("domain_records")
                && Stream.of("domain", "staff", "team").anyMatch(group -> keys.contains("type." + group + "." + kind));
    }

    private boolean isClients(String key, String base, Set<String> said) {
        if (said.contains(key) || said.contains(base)) return true;
        if (OF_STAFF.stream().anyMatch(base::startsWith)) return false;
        for (var before : List.of("error.", "flash.")) {
            if (base.startsWith(before)) return code(base, base.substring(before.length()));
        }
        return FAMILIES.stream().anyMatch(base::startsWith) || ofClients.contains(base);
    }

    /** A problem or a flash that no source names as a whole may be anybody's. */
    private boolean code(String base, String word) {
        var code = word.endsWith(".title") ? word.substring(0, word.length() - ".title".length()) : word;
        return ofClients.contains(code) || ofClients.contains(base) || !ofStaff.contains(code);
    }

    private Set<String> reached() {
        var reached = new TreeSet<String>();
        var open = new ArrayDeque<String>();
        templates.keySet().stream()
                .filter(name -> !name.startsWith("_partials/") && !isConsole(name))
                .forEach(open::add);
        while (!open.isEmpty()) {
            var name = open.remove();
            if (!reached.add(name)) continue;
            INCLUDE.matcher(templates.get(name))
                    .results()
                    .map(part -> part.group(1))
                    .filter(templates::containsKey)
                    .forEach(open::add);
        }
        return reached;
    }

    private boolean isConsole(String name) {
        return STAFF.contains(name.split("/", -1)[0])
                || STAFF_TEMPLATES.contains(name)
                || name.startsWith("courses/desk-")
                || consolePages.contains(name)
                || OF_STAFF.stream().anyMatch(name.replace("mail/_", "mail.").replace("mail/", "mail.")::startsWith);
    }
}
