/**
 * Who of staff works for a business and as what: the team's page, invitations, roles, leaving. Tables: staff_role,
 * staff_invitation, both behind functions of portal_sys that ask whether the person who changes something may.
 */
@NullMarked
package dev.atrium.team;

import org.jspecify.annotations.NullMarked;
