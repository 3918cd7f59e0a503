package dev.atrium.live;

/** Why a line is closed: RFC 6455, section 7.4, and of ours those from 4000. */
enum Goodbye {
    /** The server leaves; come back in a moment. */
    LEAVING(1012, "leaving"),
    /** More messages than twenty in a second. */
    WRONG(1008, "wrong"),
    /** No frame that RFC 6455 knows. */
    BROKEN(1002, "broken"),
    /** A binary message. */
    BINARY(1003, "text-only"),
    /** A message that is longer than 64 KB. */
    LONG(1009, "long"),
    /** Read too slowly for half a minute; come back with the last number. */
    SLOW(1013, "slow"),
    /** Nobody proved who they are within ten seconds, or the proof is worth nothing. */
    UNKNOWN(4401, "sign-in-first"),
    /** The session, the token or the key that it was proven by has ended. */
    ENDED(4402, "session-ended"),
    /** The app is switched off, or the portal closed. */
    CLOSED(4403, "feed-closed"),
    /** Six pings were not answered. */
    SILENT(4408, "silent"),
    /** More open connections than the account, or the portal, may have. */
    MANY(4429, "sockets-full");

    final int code;
    final String word;

    Goodbye(int code, String word) {
        this.code = code;
        this.word = word;
    }
}
