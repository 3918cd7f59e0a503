/**
 * What happened, append-only: the audit log, and the fact log that timelines, feeds, webhooks and notifications read, each
 * with a cursor of its own. Tables: audit, fact, fact_head, fact_cursor.
 */
@NullMarked
package dev.atrium.facts;

import org.jspecify.annotations.NullMarked;
