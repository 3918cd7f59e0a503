/**
 * Messages: clients among themselves, one to one and in small groups, and the business with each of its clients. Tables:
 * conversation, participant, message, message_file, chat_block, message_report.
 */
@NullMarked
package dev.atrium.messaging;

import org.jspecify.annotations.NullMarked;
