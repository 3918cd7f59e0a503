package dev.atrium.courses.certificate;

import dev.atrium.kernel.Scope;
import dev.atrium.media.Paper;
import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.TenantPictures;
import dev.atrium.web.Messages;
import dev.atrium.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Draws sheets on the workers for heavy computing; nothing of it is kept, since the same certificate gives the same bytes. */
final class Drawing {
    /** The picture of a sheet is some 1,100 pixels wide. */
    private static final int DOTS_PER_INCH = 96;

    private final Paper paper;
    private final TenantPictures pictures;
    private final Messages messages;

    Drawing(Paper paper, TenantPictures pictures, Messages messages) {
        this.paper = paper;
        this.pictures = pictures;
        this.messages = messages;
    }

    static String address(Tenant tenant, Award certificate) {
        return tenant.origin() + VerifyRoutes.path(certificate);
    }

    /** @param draft whether it is no certificate but a look at the design */
    Future<Buffer> pdf(Scope scope, Tenant tenant, Award certificate, boolean draft) {
        var address = address(tenant, certificate);
        long seed = certificate.id().getMostSignificantBits();
        return pictures.letterhead(scope)
                .compose(logo -> paper.submit(() -> Press.pdf(
                        Sheet.of(certificate, address, logo, messages, draft), certificate.issuedAt(), seed)));
    }

    Future<Buffer> picture(Scope scope, Tenant tenant, Award certificate, boolean draft) {
        return pdf(scope, tenant, certificate, draft)
                .compose(pdf -> paper.submit(() -> Press.picture(pdf, DOTS_PER_INCH)));
    }

    /** As a file to save. */
    Future<Reply> file(Scope scope, Tenant tenant, Award certificate, boolean draft) {
        return pdf(scope, tenant, certificate, draft)
                .map(pdf -> new Reply.Stream(
                        Reply.Source.of(pdf), "application/pdf", "certificate-" + certificate.serial() + ".pdf"));
    }
}
