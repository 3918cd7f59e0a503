/**
 * Asking people to join the portal: one by one, by list, tag or file; what became of each, and the reminders. Accepting is a
 * way in and so belongs to {@code identity}, which takes invitations through {@link dev.atrium.invitation.Invitations}.
 * Tables: invitation, invitation_link. Tells: invitation.sent, .opened, .accepted, .revoked.
 */
@NullMarked
package dev.atrium.invitation;

import org.jspecify.annotations.NullMarked;
