/**
 * Mail that is never lost: an outbox row in the transaction of the change, sent by the mail verticle. Table: mail_outbox.
 */
@NullMarked
package dev.atrium.notifications;

import org.jspecify.annotations.NullMarked;
