/**
 * What a client sees first: greeting, what the profile still lacks, apps, announcements. Table: announcement.
 */
@NullMarked
package dev.atrium.home;

import org.jspecify.annotations.NullMarked;
