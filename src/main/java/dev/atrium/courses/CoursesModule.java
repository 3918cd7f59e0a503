package dev.atrium.courses;

import dev.atrium.tenancy.PortalApp;

/** The door to courses. */
public final class CoursesModule {
    public static final PortalApp APP = new PortalApp("courses", "book-open", "/courses", "/courses", 200);

    private CoursesModule() {}
}
