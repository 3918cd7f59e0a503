/** Uploaded images: what is let in, and what of it is kept. Pure functions over bytes; no files, no tables. */
@NullMarked
package dev.atrium.media;

import org.jspecify.annotations.NullMarked;
