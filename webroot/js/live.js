/** Keeps an open page in step with its feeds. Without this module every page is as it was when it was opened. */
import { Feeds } from "./feeds.js";
import { fill, say } from "./say.js";
import { counted as feltBy } from "./felt.js";
import { part } from "./part.js";
import { come, voted } from "./poll.js";
import { instead, stands } from "./seen.js";
import { fewer, stirred, told } from "./unread.js";

const TYPING_MS = 2_500;
/** After these somebody has more, or less, that they have not read. */
const NEWS = new Set(["post.published", "post.removed", "post.restored"]);
/** What this page listens by. */
let open = null;

export function live(root) {
  const page = root.body.dataset.listening;
  if (!page) return;
  const words = root.getElementById("live-words").dataset;
  const banner = offlineBanner(root, words);
  const feeds = new Feeds(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/feeds`, {
    page,
    state: banner,
  });
  spread(root);
  feeds.subscribe("me", {
    event: (event) => own(root, event, words),
    reset: (state) => own(root, { kind: "unread.changed", data: state }, words),
    signal: ({ kind }) => kind === "stirred" && stirred(root, badges),
  });
  for (const place of root.querySelectorAll("[data-feed]")) listen(feeds, place, words);
  open = { feeds, words };
}

/** Listens for a part that came onto the page later. */
export function attach(place) {
  if (place && open) listen(open.feeds, place, open.words);
}

/** Listens no more for a part that leaves. */
export function detach(place) {
  if (place && open) open.feeds.unsubscribe(place.dataset.feed);
}

function listen(feeds, place, words) {
  const feed = place.dataset.feed;
  const pill = newPill(place, words);
  const since = place.dataset.feedSince;
  feeds.subscribe(feed, {
    since: since ? Number(since) : null,
    event: (event) => happened(place, event, pill, words),
    // Too much was missed to be told: the page is read anew.
    reset: () => location.reload(),
    signal: (signal) => passed(place, signal, words),
    // What may no longer be heard is no longer shown as it is; what never was heard leaves the page as it was opened.
    ended: (code, heard) => {
      if (!heard) return;
      // Something on the page may know better what to do than to open it anew.
      if (place.dispatchEvent(new CustomEvent("feed-ended", { bubbles: true, cancelable: true }))) location.reload();
    },
  });
  for (const field of place.querySelectorAll("[data-feed-types]")) {
    let last = 0;
    field.addEventListener("input", () => {
      if (Date.now() - last < TYPING_MS) return;
      last = Date.now();
      feeds.signal(feed, field.dataset.feedTypes);
    });
  }
}

/** Those of the page that show the thing, wherever they stand. */
function shown(place, object) {
  return place.querySelectorAll(`[data-event-object="${CSS.escape(object)}"]`);
}

function happened(place, event, pill, words) {
  const there = shown(place, event.object);
  if (event.kind === "poll.voted") {
    for (const one of there) for (const poll of one.querySelectorAll("[data-poll]")) voted(poll, event);
  } else if (event.kind.endsWith(".removed")) {
    for (const one of there) event.html ? renew(one, event.html) : one.remove();
    pill.less();
  } else if (there.length) {
    for (const one of there) {
      if (event.html) renew(one, event.html);
      else counted(one, event.data);
    }
  } else if (event.html) {
    added(place, event, pill);
  }
  feltBy(place, event.object, event.data?.reacted ?? event.data?.reactions);
  // What was there already when it was told of stood on the page that was opened, and was counted with it.
  if (NEWS.has(event.kind) && (event.kind === "post.removed" || !there.length))
    told(document, badges, place.dataset.feed, event, words.self);
  place.dispatchEvent(new CustomEvent("feed-event", { detail: event, bubbles: true }));
}

/** What is the reader's own in it (their menu, what they liked) stays; the rest is as the server says. */
function renew(old, html) {
  const fresh = part(html);
  for (const own of old.querySelectorAll("[data-own]")) {
    const slot = fresh.querySelector(`[data-own="${own.dataset.own}"]`);
    if (slot) slot.replaceWith(own);
  }
  if ("waits" in old.dataset) fresh.dataset.waits = "";
  fresh.hidden = old.hidden;
  old.replaceWith(fresh);
  instead(old, fresh);
}

function counted(one, data) {
  for (const figure of one.querySelectorAll("[data-count]")) {
    const value = data[figure.dataset.count];
    if (value === undefined) continue;
    figure.textContent = String(value);
    figure.closest("[data-count-whole]")?.toggleAttribute("hidden", value === 0);
  }
}

function added(place, event, pill) {
  for (const list of place.querySelectorAll("[data-feed-adds]")) {
    if (!list.dataset.feedAdds.split(" ").includes(event.kind)) continue;
    if (list.dataset.feedPlace && list.dataset.feedPlace !== event.place) continue;
    const fresh = dressed(place, event, part(event.html));
    list.querySelector("[data-feed-empty]")?.remove();
    if (list.dataset.feedInsert === "end") {
      const low = atEnd(list);
      list.append(fresh);
      stands(list, fresh, event);
      if (low) fresh.scrollIntoView({ block: "end" });
      else pill.one(event.object);
    } else {
      if (list.getBoundingClientRect().top >= 0 && !pill.holds(list)) list.prepend(fresh);
      else pill.hold(list, fresh);
      stands(list, fresh, event);
    }
  }
}

/** What has just come can be reacted to as well, and what it asks be answered. */
function dressed(place, event, fresh) {
  const blank = place.querySelector(`template[data-own-for~="${event.kind}"]`);
  const slot = fresh.querySelector('[data-own="menu"], [data-own^="menu-"]');
  if (!blank || !slot || slot.childElementCount) return fresh;
  if (event.data?.poll) come(slot, `${event.data.url}/poll`);
  const form = blank.content.firstElementChild.cloneNode(true);
  form.setAttribute("action", form.getAttribute("action").replace("{id}", event.object));
  slot.append(form);
  return fresh;
}

function atEnd(list) {
  return list.getBoundingClientRect().bottom <= innerHeight + 160;
}

/** "2 new posts": nothing moves under whoever reads until they ask for it. What waits stands in its list, hidden. */
function newPill(place, words) {
  /** Ids of what stands at the end of a list, out of sight. */
  let below = [];
  const button = place.ownerDocument.createElement("button");
  button.type = "button";
  button.className = "live live-pill";
  button.hidden = true;
  place.append(button);
  const waiting = () => [...place.querySelectorAll("[data-waits]")].filter((one) => one.closest("[data-feed]") === place);
  const tell = () => {
    const count = waiting().length + below.filter((object) => shown(place, object).length).length;
    button.textContent = count === 1 ? words.newOne : fill(words.newMany, count);
    button.hidden = count === 0;
  };
  button.addEventListener("click", () => {
    const above = waiting();
    for (const fresh of above) {
      delete fresh.dataset.waits;
      fresh.hidden = false;
    }
    if (above.length) above[0].scrollIntoView({ block: "start" });
    else if (below.length) shown(place, below.at(-1))[0]?.scrollIntoView({ block: "end" });
    below = [];
    tell();
  });
  return {
    hold(list, fresh) {
      fresh.hidden = true;
      fresh.dataset.waits = "";
      list.prepend(fresh);
      tell();
      say(button.textContent);
    },
    /** Whether something waits for this list: what comes then waits before it, so that the newest stays the first. */
    holds: (list) => waiting().some((one) => one.parentElement === list),
    one(object) {
      below.push(object);
      tell();
      say(button.textContent);
    },
    /** Something was taken away. */
    less: tell,
  };
}

function passed(place, signal, words) {
  if (signal.kind === "presence") {
    for (const here of place.querySelectorAll("[data-here]")) {
      here.textContent = fill(words.here, signal.data.here);
      here.hidden = signal.data.here < 2;
    }
  }
  if (signal.kind === "typing" && !place.dataset.hushed?.includes(signal.data.contact)) typing(place, signal.data, words);
}

function typing(place, { contact, name, about }, words) {
  if (place.querySelector("[data-self]")?.dataset.self === contact) return;
  for (const line of place.querySelectorAll("[data-typing]")) {
    if (line.dataset.typing && line.dataset.typing !== about) continue;
    line.textContent = fill(words.typing, name);
    line.hidden = false;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => (line.hidden = true), TYPING_MS * 2);
  }
}

/** The person's own: the bell, and whatever counts what they have not read. */
function own(root, event, words) {
  const counts = event.data?.counts ?? {};
  fewer(root, badges, counts);
  badges(root, counts);
  if (event.kind === "notification.made") say(words.notice);
  root.dispatchEvent(new CustomEvent("feed-own", { detail: event }));
}

function badges(root, counts) {
  for (const [name, value] of Object.entries(counts)) {
    const text = value > 99 ? "99+" : String(value);
    for (const badge of root.querySelectorAll(`[data-badge="${CSS.escape(name)}"]`)) {
      badge.textContent = text;
      badge.hidden = value === 0;
    }
    for (const said of root.querySelectorAll(`[data-badge-said="${CSS.escape(name)}"]`)) {
      said.textContent = fill(said.dataset.words, text);
      said.hidden = value === 0;
    }
  }
}

/** The list of apps is the same for everybody; what is unread in them stands on the page beside it. */
function spread(root) {
  for (const shown of root.querySelectorAll("[data-badge-said]")) {
    const name = shown.dataset.badgeSaid;
    const text = root.querySelector(`[data-badge="${CSS.escape(name)}"]:not(:empty)`)?.textContent;
    if (!text) continue;
    for (const badge of root.querySelectorAll(`[data-badge="${CSS.escape(name)}"]`)) {
      badge.textContent = text;
      badge.hidden = false;
    }
  }
}

/** Says that the page is not kept in step; what was written is sent all the same once the network is back. */
function offlineBanner(root, words) {
  let line = null;
  let timer = 0;
  return (state) => {
    clearTimeout(timer);
    if (state === "open") {
      line?.remove();
      line = null;
      return;
    }
    // A short break is nobody's business.
    timer = setTimeout(() => {
      if (line) return;
      line = root.createElement("p");
      line.className = "offline";
      line.textContent = words.offline;
      root.body.prepend(line);
      say(words.offline);
    }, 3_000);
  };
}
