package dev.atrium.live;

import dev.atrium.tenancy.Tenant;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket (RFC 6455). Events are encoded as frames once for all, and written past the WebSocket and whatever else would look
 * at each of them: straight to the network, or to what encrypts. That nobody is idle is seen by what they say, and by heartbeats.
 */
final class SocketLine extends Line {
    private static final int FINAL_TEXT = 0x81;
    /** A final ping without a payload (RFC 6455, section 5.5.2). */
    private static final ByteBuf PING =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeByte(0x89).writeByte(0));

    /**
     * Bytes of one socket that the system holds beside those of Netty; by itself it would take megabytes for each that does not
     * read, and whoever is so far behind is brought up to date from the database.
     */
    private static final int UNDER_WAY = 128 * 1024;
    /** Bytes that wait beside them in the server's own memory; whoever has more waiting is full. */
    private static final int WAITING = 32 * 1024;

    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(95);
    /** Whoever reads again within it still hears why. */
    private static final int LAST_WORD_SECONDS = 5;

    private final ServerWebSocket socket;
    private final Channel channel;
    private final ChannelHandlerContext network;
    /** When the other side was last heard, pong or text. */
    private long heard = System.nanoTime();

    SocketLine(Hub hub, Tenant tenant, ServerWebSocket socket) {
        super(hub, tenant);
        this.socket = socket;
        this.channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
        this.network = network(channel.pipeline());
        try {
            channel.config().setOption(ChannelOption.SO_SNDBUF, UNDER_WAY);
            socket.setWriteQueueMaxSize(WAITING);
        } catch (ChannelException gone) {
            // It went while it was let in: its end is told as any other's.
        }
    }

    /** From where a write has nobody before it but what encrypts. */
    private static ChannelHandlerContext network(ChannelPipeline pipeline) {
        var encrypts = pipeline.context(SslHandler.class);
        if (encrypts == null) return pipeline.firstContext();
        var names = pipeline.names();
        return pipeline.context(names.get(names.indexOf(encrypts.name()) + 1));
    }

    void heard() {
        heard = System.nanoTime();
    }

    @Override
    boolean silent(long now) {
        return now - heard > SILENT_NANOS;
    }

    @Override
    void ping() {
        channel.writeAndFlush(PING.duplicate(), channel.voidPromise());
    }

    @Override
    boolean writable() {
        return channel.isWritable();
    }

    @Override
    void write(ByteBuf shared) {
        network.writeAndFlush(shared.retainedDuplicate(), channel.voidPromise());
    }

    @Override
    ByteBuf encode(List<byte[]> messages, long lastSeq) {
        int size = 0;
        for (var message : messages) size += message.length + 10;
        var frames = PooledByteBufAllocator.DEFAULT.directBuffer(size);
        for (var message : messages) frame(frames, message);
        return frames;
    }

    /** One unmasked text frame (RFC 6455, section 5.2). */
    private static void frame(ByteBuf to, byte[] message) {
        to.writeByte(FINAL_TEXT);
        if (message.length < 126) to.writeByte(message.length);
        else if (message.length < 65_536) to.writeByte(126).writeShort(message.length);
        else to.writeByte(127).writeLong(message.length);
        to.writeBytes(message);
    }

    @Override
    Object wire() {
        return SocketLine.class;
    }

    @Override
    void say(JsonObject message) {
        if (!closed()) socket.writeTextMessage(message.encode());
    }

    @Override
    void end(Goodbye why) {
        socket.close((short) why.code, why.word);
        // Whoever does not read does not answer either.
        if (why == Goodbye.SLOW || why == Goodbye.SILENT)
            channel.eventLoop().schedule(() -> channel.close(), LAST_WORD_SECONDS, TimeUnit.SECONDS);
    }
}
