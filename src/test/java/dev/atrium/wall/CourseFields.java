package dev.atrium.wall;

import java.util.Map;
import java.util.Set;

/** What the walk types into forms of courses and sends as their JSON. */
final class CourseFields {
    private static final String VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nWalked\n";

    static final Map<String, Map<String, String>> ALL = Map.ofEntries(
            Map.entry("/t/:slug/courses/new", Map.of("title", "Walked")),
            Map.entry(
                    "/t/:slug/courses/:course/about",
                    Map.of("title", "Walked on", "anchor", "enrolment", "course_slug", "walked-on", "version", "1")),
            Map.entry("/t/:slug/courses/:course/state", Map.of("to", "published")),
            Map.entry("/t/:slug/courses/:course/delete", Map.of("sure", "yes")),
            Map.entry("/t/:slug/courses/:course/sections", Map.of("section_title", "Walked")),
            Map.entry(
                    "/t/:slug/courses/:course/sections/:section",
                    Map.of("title", "Walked on", "unlock", "after_lesson")),
            Map.entry("/t/:slug/courses/:course/sections/:section/move", Map.of("to", "down")),
            Map.entry("/t/:slug/courses/:course/lessons", Map.of("title", "Walked", "kind", "text")),
            Map.entry(
                    "/t/:slug/courses/:course/lessons/:lesson",
                    Map.of("title", "Walked on", "unlock", "after_lesson", "completion", "manual", "version", "1")),
            Map.entry("/t/:slug/courses/:course/lessons/:lesson/uploads", Map.of("name", "wall.txt", "size", "12")),
            Map.entry("/t/:slug/courses/:course/lessons/:lesson/captions", Map.of("language", "en", "vtt", VTT)),
            Map.entry("/t/:slug/courses/:course/lessons/:lesson/captions/remove", Map.of("language", "en")),
            Map.entry("/api/v1/business/courses/:course", Map.of("title", "Walked on", "slug", "walked-on")),
            Map.entry("/api/v1/business/courses/:course/state", Map.of("state", "published")),
            Map.entry("/api/v1/business/courses/:course/sections", Map.of("title", "Walked", "unlock", "after_lesson")),
            Map.entry(
                    "/api/v1/business/courses/:course/sections/:section",
                    Map.of("title", "Walked on", "unlock", "after_lesson")),
            Map.entry(
                    "/api/v1/business/courses/:course/lessons",
                    Map.of("title", "Walked", "kind", "text", "unlock", "after_lesson")),
            Map.entry(
                    "/api/v1/business/courses/:course/lessons/:lesson",
                    Map.of("title", "Walked on", "unlock", "after_lesson")),
            Map.entry(
                    "/api/v1/business/courses/:course/lessons/:lesson/captions", Map.of("language", "en", "vtt", VTT)),
            Map.entry("/api/v1/business/courses/:course/lessons/:lesson/captions/remove", Map.of("language", "en")));

    /** Forms that are nothing without their file. */
    static final Set<String> PICTURED = Set.of("/t/:slug/courses/:course/lessons/:lesson/file");

    /** Whose own answer the walk cannot bring about: they want a file that is more than a dot. */
    static final Set<String> UNSEEN = Set.of(
            "POST /t/:slug/courses/import",
            "POST /t/:slug/courses/:course/cover",
            "POST /t/:slug/courses/:course/cover/remove");

    private CourseFields() {}
}
