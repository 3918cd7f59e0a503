/**
 * Accounts: sign-up, sign-in by password or one-time code, the account picker and switcher, profile and sessions. Tables: account, sign_in_flow, one_time_code, selection_ticket, avatar.
 */
@NullMarked
package dev.atrium.identity;

import org.jspecify.annotations.NullMarked;
