/** What an operator sets: typed, checked before anything starts, secrets never printed. */
@NullMarked
package dev.atrium.config;

import org.jspecify.annotations.NullMarked;
