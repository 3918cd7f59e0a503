/**
 * Signed-in browsers: opaque sessions, hashed at rest, cached for at most five seconds, dropped at once by a bus message. Tables: session, view_handoff, view_session.
 */
@NullMarked
package dev.atrium.session;

import org.jspecify.annotations.NullMarked;
