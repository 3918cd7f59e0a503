/** Points, levels and boards of groups, and what somebody gets who is on a level. Tables: level_rule, point_award. */
@NullMarked
package dev.atrium.communities.points;

import org.jspecify.annotations.NullMarked;
