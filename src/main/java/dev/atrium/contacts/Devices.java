package dev.atrium.contacts;

import dev.atrium.web.Request;

/** What a browser is called; told apart above this package. */
@FunctionalInterface
public interface Devices {
    /** A guess at browser and system, in the reader's words. */
    String name(Request request, String userAgent);
}
