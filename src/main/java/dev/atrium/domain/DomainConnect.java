package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.outside.OutsideClient;
import dev.atrium.outside.OutsideRules;
import dev.atrium.outside.OutsideUrl;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Domain Connect (draft-kowalik-domainconnect): whether whoever keeps a zone sets our records at one click of its owner. The
 * provider is named by the zone's own TXT record, so everything it says is a stranger's: fetched through the way outside, taken
 * apart field by field, and led to by a link that the owner follows themselves.
 */
final class DomainConnect {
    private static final Logger LOG = LoggerFactory.getLogger(DomainConnect.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 64 * 1024;
    private static final String RECORD = "_domainconnect.";
    /** A host, and perhaps a path, without scheme. */
    private static final Pattern API =
            Pattern.compile("[A-Za-z0-9.-]{3,253}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._/-]{0,200})?");

    private static final Pattern PROVIDER_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /**
     * @param provider as people call it
     * @param apply where our template is applied, without query
     */
    record Offer(String provider, String apply) {
        static final Offer NONE = new Offer("", "");
    }

    private final Dns dns;
    private final OutsideClient outside;
    private final Config.Connect config;

    DomainConnect(Dns dns, OutsideClient outside, Config.Connect config) {
        this.dns = dns;
        this.outside = outside;
        this.config = config;
    }

    /** HTTPS at its own port alone; names are asked of the servers that the doctor asks. */
    static OutsideClient outside(Vertx vertx, Dns dns, boolean insecure) {
        var rules = new OutsideRules(insecure, insecure, insecure ? Set.of(80, 443) : Set.of(443));
        return new OutsideClient(vertx, rules, dns::addresses, null);
    }

    /** Whether the zone's provider takes our template; never fails, since the records can always be entered by hand. */
    Future<Offer> discover(String zone) {
        if (config.provider().isEmpty()) return Future.succeededFuture(Offer.NONE);
        return api(zone)
                .compose(api -> api.isEmpty() ? Future.succeededFuture(Offer.NONE) : settings(api, zone))
                .recover(e -> {
                    LOG.info("no Domain Connect for {}: {}", zone, e.toString());
                    return Future.succeededFuture(Offer.NONE);
                });
    }

    private Future<String> api(String zone) {
        return dns.resolvers()
                .compose(resolvers -> resolvers.isEmpty()
                        ? Future.succeededFuture("")
                        : dns.ask(resolvers.getFirst(), RECORD + zone, Type.TXT)
                                .map(answer -> answer.of(TXTRecord.class).stream()
                                        .map(record -> String.join("", record.getStrings()))
                                        .filter(text -> API.matcher(text).matches())
                                        .findFirst()
                                        .orElse("")));
    }

    private Future<Offer> settings(String api, String zone) {
        var scheme = config.insecure() ? "http://" : "https://";
        return get(scheme + api + "/v2/" + zone + "/settings").compose(body -> {
            var json = new JsonObject(body);
            var id = json.getString("providerId", "");
            var ux = json.getString("urlSyncUX", "");
            var rest = json.getString("urlAPI", "");
            if (!PROVIDER_ID.matcher(id).matches() || !origin(ux) || !origin(rest))
                return Future.succeededFuture(Offer.NONE);
            var template = "/v2/domainTemplates/providers/" + config.provider() + "/services/" + config.service();
            var name = clean(json.getString("providerDisplayName", json.getString("providerName", id)));
            return get(strip(rest) + template).map(x -> new Offer(name, strip(ux) + template + "/apply"));
        });
    }

    /** The body of a 200 that is no longer than a small document; fails for everything else. */
    private Future<String> get(String address) {
        var url = OutsideUrl.stored(address, outside.rules());
        if (url.isEmpty()) return Future.failedFuture("no address outside");
        var accept = Map.of("Accept", "application/json");
        return outside.send(new OutsideClient.Call(
                        HttpMethod.GET, url.get(), accept, Buffer.buffer(), PATIENCE, MOST_BYTES))
                .compose(answer -> answer.status() == 200 && !answer.cut()
                        ? Future.succeededFuture(answer.body().toString())
                        : Future.failedFuture("answered " + answer.status()));
    }

    private boolean origin(String url) {
        if (url.length() > 300) return false;
        try {
            var uri = URI.create(url);
            var scheme = uri.getScheme();
            return uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(scheme) || (config.insecure() && "http".equals(scheme)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String strip(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String clean(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", "").strip();
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }

    /**
     * The link behind "Continue": what the template's variables are, where to come back to and, where we have a key, our
     * signature over the query.
     */
    String link(Domain domain, String target, String back) {
        var report = domain.report();
        var label = domain.host().within(report.zone());
        var query = new TreeMap<String, String>();
        query.put("domain", report.zone());
        if (!label.equals("@")) query.put("host", label);
        query.put("target", target);
        query.put("token", domain.token());
        query.put("redirect_uri", back);
        var unsigned = encode(query);
        if (config.key().isEmpty()) return report.apply() + "?" + unsigned;
        return report.apply() + "?" + unsigned + "&" + encode(Map.of("sig", sign(unsigned))) + "&"
                + encode(Map.of("key", config.keyName()));
    }

    private static String encode(Map<String, String> query) {
        var encoder = new QueryStringEncoder("");
        query.forEach(encoder::addParam);
        return encoder.toString().substring(1);
    }

    private String sign(String query) {
        try {
            var pem = config.key().value().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s|\\\\n", "");
            var key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(query.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("domains.connect-key is no RSA key in PKCS 8", e);
        }
    }
}
