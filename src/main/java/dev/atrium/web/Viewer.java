package dev.atrium.web;

import java.time.ZoneId;
import java.util.Locale;

/** What of a person decides how a part looks that is the same for everybody: the language, and the zone of its times. */
public record Viewer(Locale language, ZoneId zone) {}
