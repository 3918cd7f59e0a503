package dev.atrium.tenancy;

/**
 * An app of the portal as the switcher lists it. A feature declares its own; its name is the message {@code app.<key>}.
 *
 * @param path where the app opens
 * @param root every path of the app starts with it
 * @param position its default place among the apps
 */
public record PortalApp(String key, String icon, String path, String root, int position) {
    /** The key of the app in which a profile is completed, which therefore waits for no complete profile. */
    public static final String ACCOUNT = "account";

    /** Where clients bring something themselves: an empty one is no reason to hide it. */
    private static final String FILES = "files";

    /** Whether {@code path} is one of its pages. */
    public boolean holds(String path) {
        return path.equals(root) || path.equals(this.path) || path.startsWith(root.endsWith("/") ? root : root + "/");
    }

    /** Whether it hides from a person for whom it holds nothing, unless the business decides otherwise. */
    public boolean hidesWhenEmpty() {
        return !key.equals(ACCOUNT) && !key.equals(FILES);
    }
}
