/**
 * Accounts: sign-up, sign-in by password or one-time code, the account picker and switcher, profile and sessions. sign-in links of staff. Tables: account, sign_in_flow, one_time_code, selection_ticket, sign_in_link, avatar.
 */
@NullMarked
package dev.atrium.identity;

import org.jspecify.annotations.NullMarked;
