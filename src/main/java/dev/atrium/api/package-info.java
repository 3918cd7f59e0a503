/**
 * The API for programs: access tokens, the OpenAPI document and its page. Table: signing_key.
 */
@NullMarked
package dev.atrium.api;

import org.jspecify.annotations.NullMarked;
