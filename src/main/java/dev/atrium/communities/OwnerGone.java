package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Ids;
import dev.atrium.live.Feeds;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** After a group's owner was erased: the database has found who follows (V0286), and this tells whom it concerns. */
final class OwnerGone {
    private static final String KIND = "group.owner-gone";

    private final Hosts hosts;
    private final GroupNews news;

    OwnerGone(Hosts hosts, GroupNews news) {
        this.hosts = hosts;
        this.news = news;
    }

    JobKind kind() {
        return new JobKind.Outside<>(
                KIND, JobKind.Limits.USUAL, job -> hosts.tenant(job.tenant()).map(Optional::orElseThrow), this::told);
    }

    private Future<Void> told(Tx tx, Job job, Tenant tenant) {
        var group = Objects.requireNonNull(Ids.parse(job.key()));
        return new PeopleStore(tx).after(group).compose(found -> {
            // Deleted since: nobody is to be told of it.
            if (found.isEmpty()) return Future.succeededFuture();
            var now = found.get();
            var detail = new JsonObject().put("name", now.name());
            if (now.owner() != null) detail.put("contact", now.owner().toString());
            return Audit.record(tx, "group.owner-gone", "group", group, detail, "")
                    .compose(x -> news.ownerGone(tx, group))
                    .compose(x -> now.owner() == null
                            ? Future.succeededFuture()
                            : follows(tx, tenant, group, now, now.owner()));
        });
    }

    private Future<Void> follows(Tx tx, Tenant tenant, UUID group, PeopleStore.After now, UUID owner) {
        Events.record(tx, new GroupFact.RoleChanged(owner, group, now.name()));
        Feeds.changed(tx, owner, null);
        return news.tell(
                tx, tenant, GroupNews.OWNER, owner, group, Map.of("group", now.name()), "/groups/" + now.slug());
    }
}
