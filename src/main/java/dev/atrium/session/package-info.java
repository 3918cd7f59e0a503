/**
 * Signed-in browsers: opaque sessions, hashed at rest, cached for at most five seconds, dropped at once by a bus message. Table: session.
 */
@NullMarked
package dev.atrium.session;

import org.jspecify.annotations.NullMarked;
