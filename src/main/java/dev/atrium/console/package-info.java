/**
 * The staff shell: sign-in on the console host, navigation, dashboard, apps, sign-in settings. Tables: staff, staff_role, staff_session.
 */
@NullMarked
package dev.atrium.console;

import org.jspecify.annotations.NullMarked;
