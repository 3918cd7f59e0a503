/**
 * The people a business knows: contacts with tags, companies, custom fields, notes, tasks and appointments; segments, and
 * audiences, by which anything else says who may see it. Tables: contact, contact_word, company, company_member, tag,
 * contact_tag, custom_field, note, task, appointment, segment, segment_rule, audience, audience_rule, contact_import,
 * contact_import_row, contact_merge, contact_event.
 */
@NullMarked
package dev.atrium.contacts;

import org.jspecify.annotations.NullMarked;
