/**
 * Communities: groups of clients, their channels, and who belongs where. What is said in them lies in the packages below this
 * one. Tables: community_group, membership, channel, channel_member, channel_read.
 */
@NullMarked
package dev.atrium.communities;

import org.jspecify.annotations.NullMarked;
