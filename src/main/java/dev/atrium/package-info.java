/** The open client portal: one process, many tenants, told apart by the Host of the request. */
@NullMarked
package dev.atrium;

import org.jspecify.annotations.NullMarked;
