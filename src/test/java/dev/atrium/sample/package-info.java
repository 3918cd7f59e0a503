/** A feature of twenty lines, and what the house gives it for that. */
package dev.atrium.sample;
