/**
 * The desk of whoever runs the installation: its tenants, their opening and suspension, its state, what operators did; and
 * invitations to staff. Tables: staff_invitation, installation_audit.
 */
@NullMarked
package dev.atrium.operator;

import org.jspecify.annotations.NullMarked;
