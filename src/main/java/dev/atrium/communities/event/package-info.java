/**
 * Meetings of a group: when and where, who comes, who waits for a place, and calendars that know of them. Tables: event,
 * event_series, event_answer, event_calendar.
 */
@NullMarked
package dev.atrium.communities.event;

import org.jspecify.annotations.NullMarked;
