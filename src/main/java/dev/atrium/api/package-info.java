/**
 * The API for programs: keys, access tokens, the business's own API, the OpenAPI document and its page. Tables: signing_key,
 * api_key.
 */
@NullMarked
package dev.atrium.api;

import org.jspecify.annotations.NullMarked;
