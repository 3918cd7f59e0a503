/**
 * Work that falls due: scheduled in the transaction of whatever causes it, run under a lease by whichever server is free,
 * done at most once in effect. Table: job.
 */
@NullMarked
package dev.atrium.jobs;

import org.jspecify.annotations.NullMarked;
