/**
 * What people say in channels: posts with their files, drafts, and what becomes of them. Tables: post, revision,
 * post_attachment.
 */
@NullMarked
package dev.atrium.communities.post;

import org.jspecify.annotations.NullMarked;
