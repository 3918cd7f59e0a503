/**
 * Outgoing webhooks: a business's own programs hear of what happens. Endpoints and their secrets, the reader of facts that writes
 * what is to be sent, the courier that sends it, and the pages and the API in which all of it is seen. Owns
 * {@code webhook_endpoint}, {@code webhook_delivery} and {@code webhook_attempt}; reads every fact that says it may leave.
 */
@NullMarked
package dev.atrium.webhooks;

import org.jspecify.annotations.NullMarked;
