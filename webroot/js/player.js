/**
 * The player of a lesson: tells what was played, goes on where the learner was, and keeps what could not be told until it can. Without
 * this module the browser's own player plays all the same.
 */
import { part } from "./part.js";

const EVERY_MS = 15_000;
const ONWARD_S = 8;
const KEPT_DAYS = 30;
const SPEED = "play-speed";
const LEFT = "play-left";
const LEFT_MS = 15_000;

/** Whole seconds, as ranges that do not touch. */
class Seconds {
  ranges = [];

  add(from, to) {
    const fresh = { from: Math.floor(from), to: Math.ceil(to) };
    if (fresh.to <= fresh.from) return;
    const apart = this.ranges.filter((one) => one.to < fresh.from || one.from > fresh.to);
    for (const one of this.ranges) {
      if (apart.includes(one)) continue;
      fresh.from = Math.min(fresh.from, one.from);
      fresh.to = Math.max(fresh.to, one.to);
    }
    this.ranges = [...apart, fresh].sort((a, b) => a.from - b.from).slice(0, 200);
  }

  take() {
    const taken = this.ranges;
    this.ranges = [];
    return taken;
  }
}

/** What could not be told, by person and lesson: on this device, and told when a player is open and the connection is there. */
const kept = {
  all() {
    try {
      const found = JSON.parse(localStorage.getItem("played") ?? "{}");
      for (const [key, one] of Object.entries(found)) {
        if (Date.now() - one.at > KEPT_DAYS * 86_400_000) delete found[key];
      }
      return found;
    } catch {
      return {};
    }
  },
  write(all) {
    try {
      if (Object.keys(all).length) localStorage.setItem("played", JSON.stringify(all));
      else localStorage.removeItem("played");
    } catch { /* no room, or not allowed here: what was played is told while the page is open */ }
  },
  add(path, report) {
    const all = this.all();
    const key = `${report.learner} ${path}`;
    const seconds = new Seconds();
    for (const range of [...(all[key]?.report.ranges ?? []), ...report.ranges]) seconds.add(range.from, range.to);
    all[key] = { path, at: Date.now(), report: { ...report, ranges: seconds.ranges, ended: false } };
    this.write(all);
  },
  drop(key) {
    const all = this.all();
    delete all[key];
    this.write(all);
  },
};

async function tell(path, report, leaving) {
  return fetch(`${path}/played`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(report),
    keepalive: leaving,
    redirect: "manual",
  });
}

/** Where a player was left a moment ago in this tab: what it told on its way out may arrive after the page that follows was made. */
const left = {
  keep(path, learner, second) {
    try {
      sessionStorage.setItem(LEFT, JSON.stringify({ path, learner, second, at: Date.now() }));
    } catch { /* where the server knows of, then */ }
  },
  second(path, learner) {
    try {
      const one = JSON.parse(sessionStorage.getItem(LEFT) ?? "{}");
      return one.path === path && one.learner === learner && Date.now() - one.at < LEFT_MS ? one.second : null;
    } catch {
      return null;
    }
  },
};

const typing = (target) => target.closest?.("input, textarea, select, button, summary, a, [contenteditable]");

export function player(root) {
  const path = root.dataset.player;
  const media = root.querySelector("video, audio");
  notes(root, media);
  if (!media) return;
  const seconds = new Seconds();
  const said = root.querySelector("[data-said]");
  let last = null;
  let over = false;
  let sending = false;
  let closes = false;

  const show = (word) => { if (said) said.textContent = said.dataset[word] ?? ""; };

  const report = (ended) => ({
    ranges: seconds.take(),
    position: Math.min(86_400, Math.floor(media.currentTime)),
    rate: Math.round(media.playbackRate * 100),
    ...(Number.isFinite(media.duration) ? { lasts: Math.min(86_400, Math.round(media.duration)) } : {}),
    ...(ended ? { ended: true } : {}),
    learner: root.dataset.who,
  });

  const shown = (answer) => {
    const bar = root.querySelector("[data-watched]");
    if (bar && answer.lasts) {
      bar.value = Math.min(100, Math.floor((100 * answer.watched) / answer.lasts));
      root.querySelector("[data-watched-said]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(bar.value);
    }
    if (answer.done && root.dataset.done === undefined) {
      root.dataset.done = "";
      show("finished");
      root.closest("[data-lesson]")?.setAttribute("data-lesson-done", "");
    }
    if (answer.next) onward(answer.next);
  };

  const send = async (ended, leaving) => {
    if (over) return;
    // A player that comes to its end says first that it has stopped.
    if (sending && !leaving) {
      closes ||= ended;
      return;
    }
    const what = report(ended);
    if (!what.ranges.length && !ended && !leaving) return;
    if (leaving && !what.ranges.length && what.position === Number(root.dataset.from)) return;
    sending = true;
    try {
      const answer = await tell(path, what, leaving);
      if (answer.ok) {
        if (said?.dataset.waits) show("sent");
        delete said?.dataset.waits;
        shown(await answer.json());
        return;
      }
      if (answer.status >= 500 || answer.status === 429) later(what);
      else stop(answer.status);
    } catch {
      later(what);
    } finally {
      sending = false;
      if (closes) {
        closes = false;
        send(true, false);
      }
    }
  };

  const later = (what) => {
    if (what.ranges.length) kept.add(path, what);
    if (said) said.dataset.waits = "";
    show("kept");
  };

  // Gone, shut, or another person's by now: nothing is counted any more, and the learner is told rather than left to watch in vain.
  const stop = (status) => {
    over = true;
    show(status === 404 ? "gone" : "shut");
    if (status === 404) media.pause();
  };

  const flush = async () => {
    for (const [key, one] of Object.entries(kept.all())) {
      if (one.report.learner !== root.dataset.who) continue;
      try {
        const answer = await tell(one.path, one.report, false);
        if (answer.status >= 500 || answer.status === 429) return;
        kept.drop(key);
        if (answer.ok && one.path === path) {
          show("sent");
          shown(await answer.json());
        }
      } catch {
        return;
      }
    }
  };

  media.addEventListener("timeupdate", () => {
    const now = media.currentTime;
    // Only what passed at the pace of playing was played; what was jumped over was not.
    if (last !== null && !media.seeking && now > last && now - last <= Math.max(2, 2 * media.playbackRate)) seconds.add(last, now);
    last = media.seeking || media.paused ? null : now;
    if (over) last = null;
  });
  media.addEventListener("seeking", () => { last = null; });
  media.addEventListener("pause", () => send(false, false));
  media.addEventListener("ended", () => send(true, false));
  media.addEventListener("error", () => { if (media.error?.code !== MediaError.MEDIA_ERR_ABORTED) trouble(); });
  setInterval(() => send(false, false), EVERY_MS);
  addEventListener("pagehide", () => {
    if (media.readyState > 0 && !media.ended) left.keep(path, root.dataset.who, media.currentTime);
    send(false, true);
  });
  addEventListener("online", flush);
  flush();

  // The player itself cannot say why it was refused.
  const trouble = async () => {
    const answer = await fetch(`${path}/media`, { headers: { Range: "bytes=0-0" } }).catch(() => null);
    if (answer && (answer.status === 404 || answer.status === 403)) stop(answer.status);
    else show("broken");
  };
  if (media.error) trouble();
  // Whoever watches a lesson that is taken away is told so, and keeps what they were writing; what was said below it goes.
  document.addEventListener("feed-ended", async (event) => {
    event.preventDefault();
    const answer = await fetch(`${path}/media`, { headers: { Range: "bytes=0-0" } }).catch(() => null);
    if (answer?.status !== 404) return location.reload();
    event.target.remove();
    stop(404);
  });

  const was = new URLSearchParams(location.search).has("t") ? null : left.second(path, root.dataset.who);
  if (was !== null) {
    const back = () => { media.currentTime = was; };
    if (media.readyState > 0) back();
    else media.addEventListener("loadedmetadata", back, { once: true });
  }

  speeds(root, media);
  keys(root, media);
  transcript(root);

  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    media.currentTime = Number(link.dataset.seek);
    media.play().catch(() => {});
    media.scrollIntoView({ block: "nearest" });
  });

  let countdown = 0;
  const onward = (next) => {
    const panel = root.querySelector("[data-onward]");
    const go = panel.querySelector("[data-onward-go]");
    const left = panel.querySelector("[data-onward-left]");
    panel.querySelector("[data-onward-title]").textContent = next.title;
    go.href = next.url;
    panel.hidden = false;
    go.focus({ preventScroll: true });
    const halt = () => {
      clearInterval(countdown);
      left.textContent = "";
    };
    panel.querySelector("[data-onward-cancel]").addEventListener("click", () => {
      halt();
      panel.hidden = true;
      media.focus();
    }, { once: true });
    media.addEventListener("play", () => { halt(); panel.hidden = true; }, { once: true });
    // Nobody is taken from a note that they are writing.
    const writes = [...root.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
    if (!next.begins || writes) return;
    let waits = ONWARD_S;
    left.textContent = String(waits);
    countdown = setInterval(() => {
      left.textContent = String(--waits);
      if (waits > 0) return;
      halt();
      location.assign(next.url);
    }, 1000);
  };
}

function speeds(root, media) {
  const select = root.querySelector("[data-speed]");
  if (!select) return;
  const set = (rate) => {
    media.playbackRate = rate;
    select.value = String(rate);
  };
  select.addEventListener("change", () => {
    set(Number(select.value));
    try { localStorage.setItem(SPEED, select.value); } catch { /* for this page, then */ }
  });
  media.addEventListener("ratechange", () => { select.value = String(media.playbackRate); });
  let wished = null;
  try { wished = localStorage.getItem(SPEED); } catch { /* as usual, then */ }
  if ([...select.options].some((option) => option.value === wished)) set(Number(wished));
}

function keys(root, media) {
  const select = root.querySelector("[data-speed]");
  const step = (by) => {
    const at = Math.min(select.options.length - 1, Math.max(0, select.selectedIndex + by));
    select.selectedIndex = at;
    select.dispatchEvent(new Event("change"));
  };
  const move = (by) => { media.currentTime = Math.max(0, Math.min(media.duration || 0, media.currentTime + by)); };
  const acts = {
    " ": () => (media.paused ? media.play().catch(() => {}) : media.pause()),
    k: () => (media.paused ? media.play().catch(() => {}) : media.pause()),
    j: () => move(-10),
    l: () => move(10),
    ArrowLeft: () => move(-5),
    ArrowRight: () => move(5),
    m: () => { media.muted = !media.muted; },
    c: () => captions(media),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : media.requestFullscreen?.().catch(() => {})),
    "<": () => step(-1),
    ">": () => step(1),
    n: () => root.querySelector("#f-note")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    // The browser's own keys move its own player.
    if (event.target === media && (event.key === " " || event.key.startsWith("Arrow"))) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function captions(media) {
  const tracks = [...media.textTracks];
  const shown = tracks.find((track) => track.mode === "showing");
  if (shown) shown.mode = "disabled";
  else if (tracks.length) tracks[0].mode = "showing";
}

function transcript(root) {
  const box = root.querySelector("[data-transcript]");
  if (!box) return;
  const field = box.querySelector("input");
  const none = box.querySelector("[data-transcript-none]");
  const media = root.querySelector("video, audio");
  const lines = [...box.querySelectorAll("li")];
  box.querySelector("[data-transcript-search]").hidden = false;
  const fold = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const texts = lines.map((line) => fold(line.textContent));
  field.addEventListener("input", () => {
    const wanted = fold(field.value.trim());
    let some = false;
    lines.forEach((line, i) => {
      line.hidden = !texts[i].includes(wanted);
      some ||= !line.hidden;
    });
    none.hidden = some;
  });
  const starts = lines.map((line) => Number(line.querySelector("[data-seek]").dataset.seek));
  let current = -1;
  media.addEventListener("timeupdate", () => {
    if (!box.open) return;
    const at = starts.findLastIndex((start) => start <= media.currentTime);
    if (at === current) return;
    lines[current]?.removeAttribute("aria-current");
    lines[at]?.setAttribute("aria-current", "true");
    current = at;
  });
}

/** Notes are written without leaving the page, which would stop the player. */
function notes(root, media) {
  const stamp = (seconds) => {
    const whole = Math.floor(seconds);
    const two = (n) => String(n).padStart(2, "0");
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  };
  const form = root.querySelector("[data-note-new]");
  const at = form?.elements.at;
  form?.elements.body.addEventListener("focus", () => {
    if (media && at && !at.value && media.currentTime > 0) at.value = stamp(media.currentTime);
  });
  root.addEventListener("submit", async (event) => {
    const sent = event.target.closest("[data-note], [data-note-new]");
    if (!sent) return;
    event.preventDefault();
    const list = root.querySelector("[data-notes]");
    const body = new URLSearchParams(new FormData(sent));
    const answer = await fetch(sent.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const fresh = answer?.type === "opaqueredirect" ? await fetch(`${root.dataset.player}/notes/part`).catch(() => null) : null;
    // Refused, or no connection: the form's own way says why.
    if (!fresh?.ok) return sent.submit();
    list.replaceWith(part(await fresh.text()));
    if (sent !== form) return;
    form.reset();
    form.elements.id.value = crypto.randomUUID?.() ?? "";
    form.elements.body.focus();
  });
}
