package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Resumable uploads of staff on the console, in the protocol of {@code /api/v1/uploads}: with a session's cookie, below a
 * place of a tenant, for one purpose. An upload is found and ended by who began it alone; the tenant is that of the path.
 */
public final class StaffUploads {
    /**
     * What becomes of a file, in the transaction in which it becomes visible; a failure leaves the upload as it was. Gives
     * the word on what was done, {@code flash.<word>}, which the next page says.
     */
    public interface Attach {
        Future<String> attach(Request request, Tx tx, MediaObject file);
    }

    /** Whether there is what the path names beside the upload, such as the contact; where not, every step is unknown. */
    public interface Place {
        Future<Boolean> known(Request request, Tx tx);
    }

    private static final String ONE = "/:upload";
    private static final String ENTITY = "staff-upload";

    private final Db db;
    private final UploadSteps steps;

    StaffUploads(Db db, UploadSteps steps) {
        this.db = db;
        this.steps = steps;
    }

    /**
     * Mounts the steps below {@code base}, a path of the console such as {@code /t/:slug/contacts/:contact/uploads}.
     *
     * @param permission who may upload there, up to the limit of staff
     */
    public void mount(Routes routes, Permission permission, String base, Place place, Attach attach) {
        mount(routes, permission, base, place);
        routes.staff(permission)
                .post(base + ONE + "/complete", at(place, request -> complete(request, attach)))
                .summary("Make a file of an upload that has come in whole")
                .ofScript()
                .names("upload", ENTITY)
                .takes(UploadSteps.Completion.class);
    }

    /** The same where a form that names the upload makes something of it, by {@link Media#finish}. */
    public void mount(Routes routes, Permission permission, String base, Place place) {
        var staff = routes.staff(permission);
        staff.post(base, at(place, request -> steps.create(request, request.path())))
                .summary("Announce a file and take its size from the quota")
                .ofScript()
                .takes(UploadSteps.NewUpload.class);
        staff.get(base + ONE, at(place, steps::state))
                .summary("Say how much of an upload has come, in the header Upload-Offset")
                .ofScript()
                .names("upload", ENTITY);
        staff.patch(base + ONE, at(place, steps::append))
                .summary("Append bytes to an upload from the offset on")
                .ofScript()
                .names("upload", ENTITY)
                .streams();
        staff.post(base + ONE + "/end", at(place, steps::remove))
                .summary("End an upload; its size goes back to the quota")
                .ofScript()
                .names("upload", ENTITY);
    }

    private Route.Handler at(Place place, Route.Handler step) {
        return request -> db.read(request.scope(), tx -> place.known(request, tx))
                .compose(known -> {
                    if (!known) throw Problem.notFound();
                    return step.apply(request);
                });
    }

    private Future<Reply> complete(Request request, Attach attach) {
        var word = Promise.<String>promise();
        return steps.complete(
                        request, (tx, file) -> attach.attach(request, tx, file).onSuccess(word::tryComplete))
                .compose(reply -> word.future().map(said -> reply.with(new Cookies.Change(Cookies.FLASH, said, 60))));
    }
}
