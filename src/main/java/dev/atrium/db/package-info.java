/**
 * The only owner of the connection pool, and the migrations. Everything else asks {@link dev.atrium.db.Db} for a transaction of one tenant.
 */
@NullMarked
package dev.atrium.db;

import org.jspecify.annotations.NullMarked;
