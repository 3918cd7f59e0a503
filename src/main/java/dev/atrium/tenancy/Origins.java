package dev.atrium.tenancy;

import dev.atrium.config.Config;
import java.util.Locale;

/**
 * Builds the origin of a portal from configuration and database alone: no request ever reaches a link in a mail
 * (host-header poisoning).
 */
public final class Origins {
    private final String scheme;
    private final String base;
    private final String console;
    private final int configuredPort;
    private volatile int listeningPort;

    public Origins(Config config) {
        this.scheme = config.http().publicScheme().name().toLowerCase(Locale.ROOT);
        this.base = config.hosts().base();
        this.console = config.hosts().console();
        this.configuredPort = config.http().publicPort();
        this.listeningPort = config.http().port();
    }

    /** Tells the port that was bound where the configuration left it open. */
    public void listening(int port) {
        this.listeningPort = port;
    }

    public String ofSlug(String slug) {
        return ofHost(slug + "." + base);
    }

    public String ofConsole() {
        return ofHost(console);
    }

    public String ofHost(String host) {
        int port = configuredPort == 0 ? listeningPort : configuredPort;
        boolean standard = port == ("https".equals(scheme) ? 443 : 80);
        return scheme + "://" + host + (standard ? "" : ":" + port);
    }
}
