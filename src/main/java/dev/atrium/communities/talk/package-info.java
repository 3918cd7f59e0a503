/**
 * What people say about posts: comments in two levels, reactions, polls, who is named, who follows, and the search over all of
 * it. Tables: comment, reaction, mention, poll, poll_option, poll_vote, post_follow, everyone_call.
 */
@NullMarked
package dev.atrium.communities.talk;

import org.jspecify.annotations.NullMarked;
