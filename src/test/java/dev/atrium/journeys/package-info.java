/** A few real journeys through a real browser, and a look at every page. Skipped where there is no browser. */
package dev.atrium.journeys;
