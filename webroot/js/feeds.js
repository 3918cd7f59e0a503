/**
 * Listens to feeds (docs/api/asyncapi.yaml): one WebSocket, any number of feeds, each event once and in order, over
 * reconnects and sleep. No dependencies; runs in browsers and in Node 22 or later.
 *
 *   const feeds = new Feeds("wss://portal.example/feeds", { token: async () => "…" });
 *   feeds.subscribe("group:…", { since: 41, event: (e) => …, reset: (state) => …, signal: (s) => … });
 */
const QUIET_MS = 40_000;
const FIRST_MS = 1_000;
/** The first try is made within it: so many who were cut off at once are let in one after the other. */
const SOON_MS = 4_000;
const LONGEST_MS = 30_000;
/** After these the same proof would be refused again. */
const FOR_GOOD = new Set([4401, 4403]);

export class Feeds {
  #url;
  #proof;
  #socket = null;
  #subs = new Map();
  #tries = 0;
  #timer = 0;
  #watch = 0;
  #ended = false;

  /**
   * @param proof `{ page }`, the token of an open page beside its cookie, or `{ token }`, a function that gives a fresh
   *   access token; `state(word)`, if given, hears "open", "away" and "ended"
   */
  constructor(url, proof) {
    this.#url = url;
    this.#proof = proof;
    globalThis.addEventListener?.("online", () => this.#soon(0));
    globalThis.addEventListener?.("offline", () => this.#tell("away"));
    globalThis.document?.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#soon(0);
    });
    this.#open();
  }

  /**
   * `since`: the number of the last event that is known already; without it, only what comes is heard. `ended(code, heard)`: the
   * feed is closed to this listener, to whom it had been open (`heard`) or never was.
   */
  subscribe(feed, { since = null, event = () => {}, reset = () => {}, signal = () => {}, ended = () => {} }) {
    this.#subs.set(feed, { name: feed, since, event, reset, signal, ended });
    this.#ask(this.#subs.get(feed));
  }

  unsubscribe(feed) {
    this.#subs.delete(feed);
    this.#send({ op: "unsubscribe", feed });
  }

  /** Says what passes and is not kept, such as that somebody types. */
  signal(feed, about = "") {
    this.#send({ op: "signal", feed, kind: "typing", about });
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#socket?.close(1000);
  }

  #open() {
    if (this.#ended || (this.#socket && this.#socket.readyState < 2)) return;
    const socket = new WebSocket(this.#url, ["atrium.feeds.v1"]);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#alive();
      if (socket === this.#socket) this.#hear(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      clearTimeout(this.#watch);
      if (FOR_GOOD.has(code)) {
        this.#ended = true;
        this.#tell("ended");
        return;
      }
      this.#tell("away");
      // Spread over the whole span, so that a thousand who were cut off together do not come back together.
      const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#tries++);
      this.#soon(this.#tries === 1 ? Math.random() * SOON_MS : FIRST_MS / 2 + Math.random() * span);
    };
  }

  #soon(ms) {
    if (this.#ended || this.#socket) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), ms);
  }

  /** The server is heard every fifteen seconds; after a silence the connection is none, whatever the network says. */
  #alive() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      const socket = this.#socket;
      this.#socket = null;
      if (socket) socket.onclose = null;
      socket?.close();
      this.#tell("away");
      this.#soon(0);
    }, QUIET_MS);
  }

  async #hear(message) {
    const sub = this.#of(message.feed);
    switch (message.op) {
      case "welcome":
        return this.#prove();
      case "ready":
        this.#tries = 0;
        this.#tell("open");
        for (const each of this.#subs.values()) if (!each.asked) this.#ask(each);
        return;
      case "subscribed": {
        const asked = this.#subs.get(message.asked);
        if (!asked) return;
        asked.name = message.feed;
        asked.heard = true;
        if (asked.since === null) asked.since = message.head;
        return;
      }
      case "event":
        if (!sub || message.seq <= sub.since) return;
        // A hole means that this listener missed something: it is asked for again from the last number.
        if (message.seq > sub.since + 1) return this.#ask(sub);
        sub.since = message.seq;
        return sub.event(message);
      case "reset":
        if (!sub) return;
        sub.since = message.head;
        return sub.reset(message.state);
      case "signal":
        return sub?.signal(message);
      case "heartbeat":
        for (const [feed, head] of Object.entries(message.heads)) {
          const one = this.#of(feed);
          // What was just sent may still be on its way; a second heartbeat that says the same is believed.
          if (one && head > one.since && one.late === head) this.#ask(one);
          if (one) one.late = head;
        }
        return;
      case "unsubscribed":
      case "error": {
        const gone = this.#subs.get(message.feed) ?? sub;
        // The server could not look it up just now: asked again in a moment, and not by all in the same one.
        if (gone && message.code === "unavailable") setTimeout(() => this.#ask(gone), FIRST_MS + Math.random() * FIRST_MS * 4);
        if (gone && message.code !== "asked" && message.code !== "unavailable") {
          this.#subs.delete(gone.feed ?? message.feed);
          gone.ended(message.code, gone.heard === true);
        }
      }
    }
  }

  async #prove() {
    for (const each of this.#subs.values()) each.asked = false;
    if (this.#proof.page) return this.#send({ op: "auth", page: this.#proof.page });
    try {
      this.#send({ op: "auth", token: await this.#proof.token() });
      clearInterval(this.renewal);
      // Worth ten minutes at most; renewed in time, nothing is cut.
      this.renewal = setInterval(async () => this.#send({ op: "auth", token: await this.#proof.token() }), 480_000);
    } catch {
      this.#socket?.close();
    }
  }

  #ask(sub) {
    if (this.#socket?.readyState !== 1) return;
    const feed = [...this.#subs].find(([, one]) => one === sub)?.[0];
    if (!feed) return;
    sub.asked = true;
    if (sub.since === null) this.#send({ op: "subscribe", feed });
    else this.#send({ op: "subscribe", feed, since: sub.since });
  }

  #of(feed) {
    return this.#subs.get(feed) ?? [...this.#subs.values()].find((sub) => sub.name === feed);
  }

  #send(message) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #tell(word) {
    this.#proof.state?.(word);
  }
}
