/**
 * The audit log as owners and admins read it: page, CSV and API. Lines are written by {@link dev.atrium.facts.Audit}; here
 * each action has its sentence.
 */
@NullMarked
package dev.atrium.audit;

import org.jspecify.annotations.NullMarked;
