/**
 * The desk of whoever runs the installation: its tenants, their opening and suspension, its state, what operators
 * did. Table: installation_audit.
 */
@NullMarked
package dev.atrium.operator;

import org.jspecify.annotations.NullMarked;
