package dev.atrium.contacts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a column of an imported file can mean, and what its heading suggests. */
final class ImportTarget {
    /** Every meaning but those of custom fields, which are {@code field:<key>}. */
    static final List<String> ALL = List.of(
            "full_name",
            "first_name",
            "last_name",
            "email",
            "phone",
            "company",
            "company_role",
            "tags",
            "stage",
            "source",
            "external_id");

    static final String FIELD = "field:";

    /** Headings by their letters and digits alone, in the two languages that most exports speak. */
    private static final Map<String, List<String>> KNOWN = Map.ofEntries(
            Map.entry("full_name", List.of("name", "fullname", "contact", "contactname", "kontakt", "displayname")),
            Map.entry("first_name", List.of("firstname", "givenname", "vorname", "forename")),
            Map.entry("last_name", List.of("lastname", "surname", "familyname", "nachname")),
            Map.entry("email", List.of("email", "mail", "emailaddress", "emailadresse", "email1value", "primaryemail")),
            Map.entry(
                    "phone",
                    List.of("phone", "phonenumber", "telephone", "telefon", "mobile", "mobil", "phone1value", "tel")),
            Map.entry(
                    "company",
                    List.of("company", "companyname", "organization", "organisation", "firma", "business", "account")),
            Map.entry("company_role", List.of("companyrole", "rolle", "role")),
            Map.entry("tags", List.of("tags", "tag", "labels", "label", "groups", "gruppen", "schlagworte")),
            Map.entry("stage", List.of("stage", "type", "contacttype", "status", "phase")),
            Map.entry("source", List.of("source", "quelle", "leadsource", "origin", "herkunft")),
            Map.entry(
                    "external_id",
                    List.of(
                            "id",
                            "externalid",
                            "idintheotherprogram",
                            "kennungimanderenprogramm",
                            "contactid",
                            "kundennummer",
                            "customerid",
                            "recordid")));

    private static final Pattern SECRET =
            Pattern.compile("password|passwort|kennwort|passwd|pwd|passhash|hash|salt|pin|secret|token");
    private static final Pattern HASHED = Pattern.compile(
            "\\$(2[abxy]|argon2(id|i|d)|pbkdf2[a-z0-9-]*|scrypt|5|6|1|P|H)\\$.+|\\{SSHA\\}.+|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}");

    private ImportTarget() {}

    /** A heading that speaks of passwords: nothing below it is kept. */
    static boolean isSecret(String heading) {
        return SECRET.matcher(letters(heading)).find();
    }

    /** A cell that is a password's hash, under whatever heading. */
    static boolean isHash(String cell) {
        return HASHED.matcher(cell).matches();
    }

    /** What the headings suggest, each meaning once. */
    static List<String> guess(List<String> headings, List<CustomField> fields) {
        var taken = new HashSet<String>();
        var targets = new ArrayList<String>();
        for (var heading : headings) {
            var target = guess(letters(heading), fields);
            targets.add(!isSecret(heading) && taken.add(target) ? target : "");
        }
        return targets;
    }

    private static String guess(String letters, List<CustomField> fields) {
        for (var entry : KNOWN.entrySet()) if (entry.getValue().contains(letters)) return entry.getKey();
        return fields.stream()
                .filter(field -> letters(field.label()).equals(letters)
                        || letters(field.key()).equals(letters))
                .map(field -> FIELD + field.key())
                .findFirst()
                .orElse("");
    }

    private static String letters(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
