/**
 * What happened, append-only. Table: audit.
 */
@NullMarked
package dev.atrium.facts;

import org.jspecify.annotations.NullMarked;
