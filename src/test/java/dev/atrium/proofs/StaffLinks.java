package dev.atrium.proofs;

import dev.atrium.harness.Portal;
import dev.atrium.secrets.Token;
import java.util.UUID;

/** Links of staff as rows, so that a proof may have hundreds of them without waiting a minute for each. */
final class StaffLinks {
    private StaffLinks() {}

    /** A living link to a new account with this address; its token. */
    static String make(Portal portal, String tenant, String email, boolean handed) {
        var account = portal.account(tenant, "Li Nk", email, null);
        return make(portal, tenant, account, email, handed);
    }

    static String make(Portal portal, String tenant, UUID account, String email, boolean handed) {
        var token = Token.random();
        portal.execute("""
                INSERT INTO sign_in_link (tenant_id, id, token_hash, contact_id, account_id, email, handed, expires_at)
                SELECT tenant_id, gen_random_uuid(), ?, contact_id, id, ?, ?, now() + interval '1 day' FROM account WHERE id = ?""", token.hash(), email, handed, account);
        return token.text();
    }
}
