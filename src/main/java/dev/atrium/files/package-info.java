/** Documents that the business keeps with a contact and shares with them. Table: document. */
@NullMarked
package dev.atrium.files;

import org.jspecify.annotations.NullMarked;
