/**
 * Whoever has something to tell declares a type; the rest happens here: who is told how, the bell, mail that is never lost (an
 * outbox row in the transaction of the change), digests, what became of each mail, and the pages for all of it. Tables:
 * notification, digest_entry, notification_choice, notification_rule, quiet_hours, mail_template, mail_settings,
 * mail_outbox.
 */
@NullMarked
package dev.atrium.notifications;

import org.jspecify.annotations.NullMarked;
