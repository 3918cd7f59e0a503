package dev.atrium.domain;

import java.util.List;
import java.util.Locale;

/**
 * What is wrong with a name; its sentence is the message {@code domain.fault.<word>}.
 *
 * @param args what fills the sentence: what was seen, how long it lasts
 */
record Fault(Kind kind, List<String> args) {
    enum Kind {
        /** No record yet. */
        NOTHING(DomainState.PENDING_DNS),
        /** Records that lead elsewhere: {@code args} names where. */
        WRONG_TARGET(DomainState.MISDIRECTED),
        /** Some of several addresses are not ours: {@code args} names them. */
        FOREIGN_ADDRESS(DomainState.MISDIRECTED),
        /** An A record beside a CNAME, which DNS forbids (RFC 1034, section 3.6.2). */
        BOTH(DomainState.CONFLICT),
        /** Another portal of this installation has proven the name. */
        HELD(DomainState.CONFLICT),
        /** A proxy of {@code args} answers in between. */
        PROXIED(DomainState.PROXY_ON),
        /** CAA at {@code args[0]} allows {@code args[1]} alone. */
        CAA(DomainState.CAA_BLOCKED),
        /** No proof yet. */
        TXT_MISSING(DomainState.PENDING_DNS),
        /** A proof, but not this claim's. */
        TXT_WRONG(DomainState.PENDING_DNS),
        /** Right at one resolver; another still has the old answer, for {@code args[0]} minutes. */
        OLD_TTL(DomainState.PENDING_DNS),
        /** The name servers of the domain answer with an error. */
        BROKEN(DomainState.PENDING_DNS),
        /** Our resolvers did not answer: nothing is known. */
        SILENT(DomainState.PENDING_DNS);

        private final DomainState state;

        Kind(DomainState state) {
            this.state = state;
        }

        DomainState state() {
            return state;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Fault of(Kind kind, String... args) {
        return new Fault(kind, List.of(args));
    }
}
