package dev.atrium.web;

/**
 * A place in the console's navigation of one tenant; a feature declares its own through {@link Routes#place}. Its name is
 * the message {@code console.nav.<key>}.
 *
 * @param path below {@code /t/<slug>}, empty for the dashboard; every page of the place lies below it
 * @param position where among the others
 * @param permission who finds it there
 */
public record ConsolePlace(String key, String icon, String path, int position, Permission permission) {}
