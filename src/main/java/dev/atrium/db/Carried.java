package dev.atrium.db;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * A message of the bus that brings along, within this server, what other servers have to read: they hear its {@link #text},
 * listeners here the object itself. It must not be changed by anybody.
 */
public interface Carried {
    /** All that other servers hear. */
    String text();

    /** How it travels: as it is to this server's own, as text to others. */
    final class Codec implements MessageCodec<Carried, Object> {
        static final String NAME = "atrium.carried";

        private Codec() {}

        /** Once for each bus. */
        static void on(EventBus bus) {
            try {
                bus.registerCodec(new Codec());
            } catch (IllegalStateException known) {
                // Another pool of the same Vert.x has done it.
            }
        }

        @Override
        public void encodeToWire(Buffer wire, Carried message) {
            var text = Buffer.buffer(message.text());
            wire.appendInt(text.length()).appendBuffer(text);
        }

        @Override
        public Object decodeFromWire(int at, Buffer wire) {
            int begin = at + Integer.BYTES;
            return wire.getString(begin, begin + wire.getInt(at));
        }

        @Override
        public Object transform(Carried message) {
            return message;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
