package dev.atrium.domain;

import dev.atrium.config.Config;
import java.util.List;

/**
 * What the DNS of a name must say.
 *
 * @param target the platform's name, {@code addresses} its addresses as far as the configuration names them
 * @param token what the proof says
 * @param certifier whom CAA must allow; empty where that is of no interest
 */
record Expected(HostName host, String target, List<String> addresses, String token, String certifier) {
    static Expected of(HostName host, String token, Config.Domains config) {
        return new Expected(host, config.target(), config.addresses(), token, config.certifier());
    }

    String proof() {
        return Doctor.PROOF + host.ascii();
    }

    /** Ours, as configured or as the platform's name resolves. */
    List<String> platform(Seen seen) {
        return addresses.isEmpty() ? seen.target() : addresses;
    }
}
