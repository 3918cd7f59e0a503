/**
 * The one door through which the server speaks to addresses that people name: webhooks, and whatever asks another house for
 * something. It looks a name up once, refuses whatever lies inside, and connects to what it has looked at.
 */
@NullMarked
package dev.atrium.outside;

import org.jspecify.annotations.NullMarked;
