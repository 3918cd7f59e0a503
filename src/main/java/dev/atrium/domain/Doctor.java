package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.domain.Dns.Answer;
import dev.atrium.domain.Dns.Outcome;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Looks at a name through every configured resolver. Some ten questions each, all at once; never fails. */
final class Doctor {
    /** What stands before a name whose holder is to be proven. */
    static final String PROOF = "_portal-verify.";

    private static final int MOST = 20;

    private final Dns dns;
    private final String target;

    Doctor(Dns dns, Config.Domains config) {
        this.dns = dns;
        this.target = config.target();
    }

    /** What each resolver says; empty where there is none. */
    Future<List<Seen>> look(HostName host) {
        return dns.resolvers()
                .compose(resolvers -> Future.all(resolvers.stream()
                        .map(resolver -> look(resolver, host.ascii()))
                        .toList()))
                .map(all -> all.<Seen>list())
                .otherwise(List.of());
    }

    private Future<Seen> look(SimpleResolver resolver, String name) {
        var cname = dns.ask(resolver, name, Type.CNAME);
        var a = dns.ask(resolver, name, Type.A);
        var aaaa = dns.ask(resolver, name, Type.AAAA);
        var txt = dns.ask(resolver, PROOF + name, Type.TXT);
        var targetA = dns.ask(resolver, target, Type.A);
        var targetAaaa = dns.ask(resolver, target, Type.AAAA);
        var zone = zone(resolver, name);
        var caa = climb(resolver, name, Type.CAA);
        return Future.all(List.of(cname, a, aaaa, txt, targetA, targetAaaa, zone, caa))
                .map(x -> new Seen(
                        resolver.getAddress().getAddress().getHostAddress(),
                        worst(cname.result(), a.result(), aaaa.result()),
                        zone.result(),
                        ownCname(cname.result(), name),
                        chain(a.result(), aaaa.result()),
                        addresses(name, a.result(), aaaa.result()),
                        addresses("", a.result(), aaaa.result()),
                        addresses("", targetA.result(), targetAaaa.result()),
                        txt.result().outcome(),
                        texts(txt.result()),
                        caa(caa.result()),
                        caaAt(caa.result()),
                        longest(cname.result(), a.result(), aaaa.result()),
                        txt.result().ttl()));
    }

    private static Outcome worst(Answer... answers) {
        var worst = Outcome.KNOWN;
        for (var answer : answers) if (answer.outcome().compareTo(worst) > 0) worst = answer.outcome();
        return worst;
    }

    private static long longest(Answer... answers) {
        return Stream.of(answers).mapToLong(Answer::ttl).max().orElse(0);
    }

    /** The zone: the closest name above, or the name itself, that has an SOA record. */
    private Future<String> zone(SimpleResolver resolver, String name) {
        return climb(resolver, name, Type.SOA)
                .map(answers -> answers.stream()
                        .flatMap(answer -> answer.of(SOARecord.class).stream())
                        .map(soa -> text(soa.getName()))
                        .filter(soa -> name.equals(soa) || name.endsWith("." + soa))
                        .findFirst()
                        .orElse(""));
    }

    private Future<List<Answer>> climb(SimpleResolver resolver, String name, int type) {
        var names = new HostName(name).climb().stream().limit(8).toList();
        return Future.all(
                        names.stream().map(one -> dns.ask(resolver, one, type)).toList())
                .map(all -> all.<Answer>list());
    }

    private static String ownCname(Answer answer, String name) {
        return answer.of(CNAMERecord.class).stream()
                .filter(record -> text(record.getName()).equals(name))
                .map(record -> text(record.getTarget()))
                .findFirst()
                .orElse("");
    }

    private static List<String> chain(Answer... answers) {
        return Stream.of(answers)
                .flatMap(answer -> answer.of(CNAMERecord.class).stream())
                .map(record -> text(record.getTarget()))
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** Of the name {@code at} alone, or, where that is empty, of whatever the answers lead to. */
    private static List<String> addresses(String at, Answer... answers) {
        var found = new ArrayList<String>();
        for (var answer : answers) {
            for (Record record : answer.records()) {
                if (!at.isEmpty() && !text(record.getName()).equals(at)) continue;
                if (record instanceof ARecord a) found.add(a.getAddress().getHostAddress());
                if (record instanceof AAAARecord aaaa) found.add(plain(aaaa.getAddress()));
            }
        }
        return found.stream().distinct().sorted().limit(MOST).toList();
    }

    static String plain(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static List<String> texts(Answer answer) {
        return answer.of(TXTRecord.class).stream()
                .map(record -> String.join("", record.getStrings()))
                .map(text -> text.length() > 300 ? text.substring(0, 300) : text)
                .limit(200)
                .toList();
    }

    private static List<Seen.Caa> caa(List<Answer> climbed) {
        return closest(climbed).stream()
                .map(record -> new Seen.Caa(
                        (record.getFlags() & 128) != 0, record.getTag().toLowerCase(Locale.ROOT), record.getValue()))
                .limit(MOST)
                .toList();
    }

    private static String caaAt(List<Answer> climbed) {
        return closest(climbed).stream()
                .map(record -> text(record.getName()))
                .findFirst()
                .orElse("");
    }

    private static List<CAARecord> closest(List<Answer> climbed) {
        return climbed.stream()
                .map(answer -> answer.of(CAARecord.class))
                .filter(records -> !records.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static String text(org.xbill.DNS.Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }
}
