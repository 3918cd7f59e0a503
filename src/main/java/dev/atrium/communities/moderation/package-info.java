/**
 * Keeping order in groups: reports, the queue of those who moderate, posts that wait, and words that are not said. Tables:
 * report, word_rule.
 */
@NullMarked
package dev.atrium.communities.moderation;

import org.jspecify.annotations.NullMarked;
