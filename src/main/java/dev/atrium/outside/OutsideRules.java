package dev.atrium.outside;

import dev.atrium.config.Config;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the door leads.
 *
 * @param http whether plain HTTP may leave, beside HTTPS
 * @param loopback whether this very machine may be spoken to, at any port from 1024 on: for tests and the demo
 * @param ports the ports of other machines
 */
public record OutsideRules(boolean http, boolean loopback, Set<Integer> ports) {
    private static final int FIRST_FREE_PORT = 1024;

    public OutsideRules {
        ports = Set.copyOf(ports);
    }

    public static OutsideRules of(Config.Outside config) {
        var ports = new HashSet<>(List.of(443, 8443));
        if (config.http()) ports.add(80);
        return new OutsideRules(config.http(), config.loopback(), ports);
    }

    boolean port(int port, boolean toLoopback) {
        return ports.contains(port) || (toLoopback && loopback && port >= FIRST_FREE_PORT);
    }
}
