/** HTTP and views: the mechanics every feature's pages stand on. */
@NullMarked
package dev.atrium.web;

import org.jspecify.annotations.NullMarked;
