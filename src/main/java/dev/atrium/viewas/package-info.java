/**
 * Staff look at the portal as one of its clients: the choice on the console, the hand-off to the portal's host, the end. Its
 * tables, view_handoff and view_session, belong to the package of sessions, which knows who looks at every request.
 */
@NullMarked
package dev.atrium.viewas;

import org.jspecify.annotations.NullMarked;
