/**
 * HTTP: the route registry, requests, replies and their one renderer, templates, assets, errors, rate limits. No feature words.
 */
@NullMarked
package dev.atrium.web;

import org.jspecify.annotations.NullMarked;
