/**
 * The people a business knows. Table: contact.
 */
@NullMarked
package dev.atrium.contacts;

import org.jspecify.annotations.NullMarked;
