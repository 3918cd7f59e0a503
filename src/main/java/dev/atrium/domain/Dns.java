package dev.atrium.domain;

import dev.atrium.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the configured resolvers, UDP first and TCP for what is too long. Nothing blocks: the answers come from dnsjava's own
 * selector. What is under way is bounded; one more question counts as unanswered.
 */
final class Dns {
    private static final int DNS_PORT = 53;
    private static final int UNDER_WAY = 512;
    private static final int MOST_RECORDS = 100;

    /** What became of a question. */
    enum Outcome {
        /** There are records of that type, or of another one; or there is no such name. */
        KNOWN,
        /** The servers of the domain answer with an error. */
        BROKEN,
        /** Nobody answered in time. */
        SILENT
    }

    /**
     * An answer.
     *
     * @param records of the answer section, the chain of CNAMEs included, at most a hundred
     * @param ttl seconds for which whoever asked the same resolver may keep it
     */
    record Answer(Outcome outcome, List<Record> records, long ttl) {
        <T extends Record> List<T> of(Class<T> type) {
            return records.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private static final Answer SILENT = new Answer(Outcome.SILENT, List.of(), 0);

    private final Vertx vertx;
    private final Duration timeout;
    private final List<String> configured;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile @Nullable List<SimpleResolver> resolvers;

    Dns(Vertx vertx, Config.Domains config) {
        this.vertx = vertx;
        this.timeout = Duration.ofMillis(config.timeoutMillis());
        this.configured = config.resolvers();
    }

    /** Those to ask, one to three. Where the machine's own are, a file says, which is read off the event loop. */
    Future<List<SimpleResolver>> resolvers() {
        var known = resolvers;
        if (known != null) return Future.succeededFuture(known);
        return vertx.executeBlocking(this::find).onSuccess(found -> resolvers = found);
    }

    private List<SimpleResolver> find() throws UnknownHostException {
        var found = new ArrayList<SimpleResolver>();
        for (var text : configured) found.add(resolver(address(text)));
        if (found.isEmpty()) {
            for (var server : ResolverConfig.getCurrentConfig().servers()) {
                if (found.size() < 2) found.add(resolver(server));
            }
        }
        return List.copyOf(found);
    }

    private SimpleResolver resolver(InetSocketAddress address) {
        var resolver = new SimpleResolver(address);
        resolver.setTimeout(timeout);
        return resolver;
    }

    private static InetSocketAddress address(String text) throws UnknownHostException {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && (text.indexOf(':') == colon || text.startsWith("["));
        var host = port ? text.substring(0, colon) : text;
        return new InetSocketAddress(
                InetAddress.getByName(host), port ? Integer.parseInt(text.substring(colon + 1)) : DNS_PORT);
    }

    /** Never fails: what cannot be asked is silent. */
    Future<Answer> ask(SimpleResolver resolver, String name, int type) {
        if (underWay.incrementAndGet() > UNDER_WAY) {
            underWay.decrementAndGet();
            return Future.succeededFuture(SILENT);
        }
        try {
            var question = Record.newRecord(Name.fromString(name + "."), type, DClass.IN);
            return Future.fromCompletionStage(
                            resolver.sendAsync(Message.newQuery(question)), vertx.getOrCreateContext())
                    .map(Dns::answer)
                    .otherwise(SILENT)
                    .onComplete(x -> underWay.decrementAndGet());
        } catch (TextParseException | RuntimeException unaskable) {
            underWay.decrementAndGet();
            return Future.succeededFuture(SILENT);
        }
    }

    /** The addresses of a name, of either kind; empty where there are none, or nobody could be asked. */
    Future<List<InetAddress>> addresses(String name) {
        return resolvers().compose(all -> {
            if (all.isEmpty()) return Future.succeededFuture(List.of());
            var four = ask(all.getFirst(), name, Type.A);
            var six = ask(all.getFirst(), name, Type.AAAA);
            return Future.all(four, six)
                    .map(x -> Stream.concat(
                                    four.result().of(ARecord.class).stream().map(ARecord::getAddress),
                                    six.result().of(AAAARecord.class).stream().map(AAAARecord::getAddress))
                            .toList());
        });
    }

    private static Answer answer(Message message) {
        int code = message.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) return new Answer(Outcome.BROKEN, List.of(), 0);
        var records =
                message.getSection(Section.ANSWER).stream().limit(MOST_RECORDS).toList();
        return new Answer(Outcome.KNOWN, records, ttl(message, records));
    }

    /** That of the answer; of "there is none" that of the zone's SOA (RFC 2308, section 5). */
    private static long ttl(Message message, List<Record> records) {
        if (!records.isEmpty())
            return records.stream().mapToLong(Record::getTTL).min().orElse(0);
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                .min()
                .orElse(0);
    }
}
