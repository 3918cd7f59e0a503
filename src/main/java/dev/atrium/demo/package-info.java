/**
 * What {@code bin/run} and the tests have and the image has not: an embedded PostgreSQL, a mailbox that receives over
 * real SMTP with a page to read it, and the file that tells scripts where everything is.
 *
 * <p>Rooms: {@link dev.atrium.demo.EmbeddedDatabase}, {@link dev.atrium.demo.Mailbox},
 * {@link dev.atrium.demo.MailboxRoutes}, {@link dev.atrium.demo.DemoFile}. Nothing outside this package may name them
 * but tests: the image is built without the package and without its libraries.
 */
@NullMarked
package dev.atrium.demo;

import org.jspecify.annotations.NullMarked;
