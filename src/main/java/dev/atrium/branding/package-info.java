/**
 * How a portal looks: what the business drafts, looks at and publishes, the versions it can go back to, its own style sheet, and
 * the files that the pages name. Owns {@code branding} (with tenancy, which reads it) and {@code branding_version}; records
 * {@code branding.published}.
 */
@NullMarked
package dev.atrium.branding;

import org.jspecify.annotations.NullMarked;
