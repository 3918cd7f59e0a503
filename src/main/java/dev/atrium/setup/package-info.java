/**
 * The way from an empty portal to the first client: the guided setup with its steps, and the gallery of starter templates,
 * to which features add their {@code StarterPart}. Table: portal_setup.
 */
@NullMarked
package dev.atrium.setup;

import org.jspecify.annotations.NullMarked;
