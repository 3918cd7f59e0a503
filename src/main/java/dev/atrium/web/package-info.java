<<<<<<< HEAD
/**
 * HTTP: the route registry, requests, replies and their one renderer, templates, assets, errors, rate limits. No feature words.
 */
=======
/** HTTP and views: the mechanics every feature's pages stand on. */
>>>>>>> view
@NullMarked
package dev.atrium.web;

import org.jspecify.annotations.NullMarked;
