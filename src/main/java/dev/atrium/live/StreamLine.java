package dev.atrium.live;

import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An event stream (HTML Living Standard, section 9.2): one feed, whose numbers are the ids that a browser comes back with. */
final class StreamLine extends Line {
    private final Outlet outlet;

    StreamLine(Hub hub, Tenant tenant, Outlet outlet) {
        super(hub, tenant);
        this.outlet = outlet;
    }

    @Override
    boolean writable() {
        return !outlet.full();
    }

    @Override
    void write(ByteBuf shared) {
        // Unpooled, so that nobody has to give it back.
        outlet.write(BufferInternal.buffer(shared.duplicate()));
    }

    @Override
    ByteBuf encode(List<byte[]> messages, long lastSeq) {
        var text = Buffer.buffer();
        for (int i = 0; i < messages.size(); i++) {
            text.appendString("id: " + (lastSeq - messages.size() + 1 + i) + "\ndata: ")
                    .appendBytes(messages.get(i))
                    .appendString("\n\n");
        }
        return Unpooled.wrappedBuffer(text.getBytes());
    }

    @Override
    Object wire() {
        return StreamLine.class;
    }

    @Override
    void say(JsonObject message) {
        if (closed()) return;
        outlet.write(Buffer.buffer(("event: " + message.getString("op") + "\ndata: " + message.encode() + "\n\n")
                .getBytes(StandardCharsets.UTF_8)));
    }

    /** It has no other feed to live for; a browser comes back by itself. */
    @Override
    void unavailable(Sub sub) {
        close(Goodbye.LEAVING);
    }

    @Override
    void lost(Sub sub) {
        close(Goodbye.CLOSED);
    }

    @Override
    void end(Goodbye why) {
        if (why == Goodbye.SLOW) outlet.cut();
        else outlet.end(Buffer.buffer("event: end\ndata: {\"op\":\"end\",\"code\":\"" + why.word + "\"}\n\n"));
    }
}
