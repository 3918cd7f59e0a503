package dev.atrium;

import dev.atrium.facts.FactKind;
import dev.atrium.identity.Certificates;
import dev.atrium.jobs.JobKind;
import dev.atrium.live.FeedSource;
import dev.atrium.notifications.NotificationType;
import dev.atrium.setup.StarterPart;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Routes;
import java.util.List;

/**
 * A feature as the house takes it in: what it declares, and its routes. Wall, audit, preferences, export, erasure and the
 * API document follow from what is declared here and in its migration.
 */
public interface Feature {
    /** The apps that it brings. */
    default List<PortalApp> apps() {
        return List.of();
    }

    /** What it tells people. */
    default List<NotificationType> notifications() {
        return List.of();
    }

    /** What happens in it. */
    default List<FactKind> facts() {
        return List.of();
    }

    /** Its work that falls due. */
    default List<JobKind> jobs(Rooms rooms) {
        return List.of();
    }

    /** What its feeds tell, and to whom. */
    default List<FeedSource> feedSources() {
        return List.of();
    }

    /** Where certificates come from that it issues. */
    default List<Certificates> certificates() {
        return List.of();
    }

    /** What it adds to every starter template. */
    default List<StarterPart> starterParts() {
        return List.of();
    }

    /** The class path name of its own bundles, without language and ending; empty where its words stand in the house's. */
    default String words() {
        return "";
    }

    void mount(Routes routes, Rooms rooms);
}
