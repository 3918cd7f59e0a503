/** What happened in a group in one mail, once a day or once a week, for whoever wants it. Table: group_digest. */
@NullMarked
package dev.atrium.communities.digest;

import org.jspecify.annotations.NullMarked;
