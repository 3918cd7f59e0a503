package dev.atrium.identity;

import java.util.LinkedHashMap;
import java.util.Map;

/** A guess at browser and system, good enough for a person to tell their devices apart. */
public record UserAgents(String browser, String system) {
    // The order matters: most browsers claim to be the ones below them as well.
    private static final Map<String, String> BROWSERS = ordered(
            "Edg/",
            "Edge",
            "OPR/",
            "Opera",
            "Firefox/",
            "Firefox",
            "Chrome/",
            "Chrome",
            "Safari/",
            "Safari",
            "curl/",
            "curl");
    private static final Map<String, String> SYSTEMS = ordered(
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Android",
            "Android",
            "Windows",
            "Windows",
            "Mac OS X",
            "macOS",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    public static UserAgents of(String userAgent) {
        return new UserAgents(find(BROWSERS, userAgent), find(SYSTEMS, userAgent));
    }

    /** Such as "Firefox, Linux": the same in every language; empty where it cannot be told. */
    public String label() {
        return known() ? browser + ", " + system : "";
    }

    public boolean known() {
        return !browser.isEmpty() && !system.isEmpty();
    }

    private static String find(Map<String, String> marks, String userAgent) {
        return marks.entrySet().stream()
                .filter(mark -> userAgent.contains(mark.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
        return map;
    }
}
