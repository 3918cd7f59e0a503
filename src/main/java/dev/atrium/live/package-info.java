/**
 * Live feeds: what happens in one place, numbered without a hole, to whoever listens: browsers and programs, by WebSocket and
 * event stream. Tables: feed, feed_event. Features say what an event shows and who may listen; nothing here knows of them.
 */
@NullMarked
package dev.atrium.live;

import org.jspecify.annotations.NullMarked;
