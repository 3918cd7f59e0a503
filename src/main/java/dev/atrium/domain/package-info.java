/** The names under which a portal answers: sub-domain, custom domains, what DNS says of them, and their certificates. */
@NullMarked
package dev.atrium.domain;

import org.jspecify.annotations.NullMarked;
