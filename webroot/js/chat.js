/** A conversation on an open page: it goes on without a reload, and sends without leaving. */
import { attach, detach } from "./live.js";
import { fill } from "./say.js";
import { bring, fail, forget, progress } from "./upload.js";

const EVERY_MS = 5000;
const TYPING_MS = 2500;

/** A page as a document. The browser reads it itself: no script may make one of text here (Trusted Types). */
function load(method, url, body) {
  return new Promise((done, failed) => {
    const ask = new XMLHttpRequest();
    ask.open(method, url);
    ask.responseType = "document";
    ask.onload = () => (ask.response ? done({ status: ask.status, page: ask.response }) : failed());
    ask.onerror = failed;
    ask.send(body);
  });
}

function toEnd(list) {
  if (list) list.scrollTop = list.scrollHeight;
}

const atEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80;

/** Puts what is new of `page` in the place of what is here; whoever reads further up is not moved. */
function renew(root, page) {
  for (const old of root.querySelectorAll("[data-fresh]")) {
    const now = page.getElementById(old.id);
    if (!now || now.isEqualNode(old) || old.querySelector("details[open], select:focus, textarea:focus")) continue;
    const follow = atEnd(old);
    const top = old.scrollTop;
    old.replaceWith(now);
    if (now.id === "messages" && follow) toEnd(now);
    else now.scrollTop = top;
  }
}

/** What comes by the feed is the same for everybody: whose it is, is seen here. */
function mine(root) {
  const list = root.querySelector("#messages");
  for (const one of list?.querySelectorAll("[data-author]") ?? [])
    if (one.dataset.author && one.dataset.author === list.dataset.self) one.classList.add("own");
}

/** What was typed stands there at once, paler, until the server has it. */
function pending(root, form) {
  const text = form.elements.body.value.trim();
  const list = root.querySelector("#messages");
  if (!text || !list) return null;
  const item = document.createElement("li");
  item.className = "message own pending";
  const said = document.createElement("div");
  said.className = "said";
  const words = document.createElement("p");
  words.className = "words";
  words.dir = "auto";
  words.textContent = text;
  said.append(words);
  item.append(said);
  list.append(item);
  toEnd(list);
  return item;
}

/** What is typed and not sent yet outlives the page, in this tab alone. */
function keep(form, text) {
  try {
    if (text) sessionStorage.setItem(`message:${form.action}`, text);
    else sessionStorage.removeItem(`message:${form.action}`);
  } catch { /* it then lives as long as the page */ }
}

function kept(form) {
  try { return sessionStorage.getItem(`message:${form.action}`) ?? ""; } catch { return ""; }
}

/** What was written on while the rest was under way. */
const since = (typed, now) => (now.startsWith(typed) ? now.slice(typed.length).trimStart() : now);

function settle(root, form, answer, typed) {
  const fresh = answer.page.querySelector("[data-composer]");
  if (answer.status === 200 && fresh) {
    const more = since(typed, form.elements.body.value);
    keep(form, more);
    renew(root, answer.page);
    // The first message begins the thread: from now on there is something to listen to.
    const begun = answer.page.querySelector("[data-feed]");
    if (begun && !root.querySelector("[data-feed]")) {
      if (!root.id) return location.assign(form.action);
      root.querySelector(".thread").dataset.feed = begun.dataset.feed;
      attach(root.querySelector(".thread"));
    }
    form.reset();
    form.elements.body.value = more;
    form.elements.nonce.value = fresh.elements.nonce.value;
    form.querySelector("[data-file-name]").textContent = "";
    plain(form);
    root.querySelector(".empty")?.remove();
    toEnd(root.querySelector("#messages"));
    form.elements.body.focus();
  } else if (fresh) {
    // Refused: the same form says why, with what was typed.
    plain(form);
    const why = fresh.querySelector(".note, .error:not([data-upload-failed])");
    if (why) form.prepend(why);
  } else form.submit();
}

/** Nothing under way, and nothing wrong. */
function plain(form) {
  form.querySelectorAll(".note, .error:not([data-upload-failed])").forEach((old) => old.remove());
  form.querySelector("[data-upload-failed]").hidden = true;
  form.querySelector("[data-upload-sending]").hidden = true;
}

/** A file goes ahead in pieces, so that a broken line costs none of it; the form then names it. */
async function said(form) {
  const data = new FormData(form);
  const file = form.elements.file.files[0];
  if (!file?.size) return load("POST", form.action, data);
  const base = form.dataset.pieces;
  const { path } = await bring(base, file, progress(form, file.size));
  data.delete("file");
  data.set("upload", path.split("/").at(-1));
  const answer = await load("POST", form.action, data);
  // Refused, for what it is or since it is no more: chosen again, it begins anew.
  if (answer.status < 500 && answer.status !== 429) forget(base, file);
  return answer;
}

function composer(root, form) {
  const area = form.elements.body;
  const fine = matchMedia("(pointer: fine)").matches;
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || !(fine || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  area.value ||= kept(form);
  area.addEventListener("input", () => keep(form, area.value));
  form.elements.file.addEventListener("change", (event) => {
    form.querySelector("[data-file-name]").textContent = event.target.files[0]?.name ?? "";
    plain(form);
  });
  // What could not be sent goes by itself once there is a line again.
  addEventListener("online", () => form.isConnected && form.dataset.unsent && form.requestSubmit());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "true";
    delete form.dataset.unsent;
    plain(form);
    const item = pending(root, form);
    const typed = area.value;
    try {
      settle(root, form, await said(form), typed);
    } catch (error) {
      // The network is away: what was typed stays, and the next try has the same number, so it is said once.
      form.dataset.unsent = "true";
      const words = form.dataset;
      fail(form, error, {
        signedOut: words.wordsSignedOut,
        broken: form.elements.file.files.length ? words.wordsBroken : words.wordsUnsent,
      });
    }
    item?.remove();
    delete form.dataset.sending;
  });
}

function wire(root, address) {
  const form = root.querySelector("[data-composer]");
  if (form) composer(root, form);
  toEnd(root.querySelector("#messages"));
  const look = async () => {
    if (!root.isConnected || document.hidden || form?.dataset.sending) return;
    const answer = await load("GET", address()).catch(() => null);
    if (answer?.status === 200) renew(root, answer.page);
  };
  let soon = 0;
  const later = (ms = 300) => {
    clearTimeout(soon);
    soon = setTimeout(look, ms);
  };
  // Whoever reads the page has read what is on it: the server hears of it by being asked.
  document.addEventListener("feed-own", ({ detail }) => {
    if ((root.dataset.on ?? "conversation.changed").split(" ").includes(detail.kind)) later();
  });
  document.addEventListener("visibilitychange", () => later());
  root.addEventListener("feed-event", ({ detail }) => {
    mine(root);
    if (detail.kind === "message.read") later();
    // Of a group the feed says only that something was said: what this reader sees of it, the server knows.
    else if (!detail.html) later(30);
  });
  if (root.dataset.stream) return stream(root, form, later);
  if (document.body.dataset.listening || root.dataset.on) return;
  const again = () =>
    setTimeout(async () => {
      await look();
      if (root.isConnected) again();
    }, EVERY_MS);
  again();
}

/** The team's inbox hears that something is another now, and reads what. After a break it reads anew: nothing is missed. */
function stream(root, form, later) {
  const source = new EventSource(root.dataset.stream);
  let opened = false;
  source.addEventListener("open", () => {
    if (opened) later(30);
    opened = true;
  });
  source.addEventListener("changed", () => later(30));
  source.addEventListener("error", () => {
    // Refused for good, such as for too many pages: then now and then is often enough.
    if (source.readyState === EventSource.CLOSED) setInterval(() => later(0), EVERY_MS);
  });
  // Whoever may not listen any more may not look any more either: the page says which.
  source.addEventListener("end", () => location.reload());
  const line = root.querySelector("[data-typing]");
  source.addEventListener("typing", ({ data }) => {
    if (!line) return;
    line.textContent = fill(root.dataset.wordsTyping, JSON.parse(data).name);
    line.hidden = false;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => (line.hidden = true), EVERY_MS);
  });
  let last = 0;
  form?.elements.body.addEventListener("input", () => {
    if (Date.now() - last < TYPING_MS || !root.querySelector("[data-typing]")) return;
    last = Date.now();
    fetch(root.dataset.stream.replace(/live$/, "typing"), { method: "POST" }).catch(() => {});
  });
}

export function chat(root) {
  wire(root, () => location.href.split("#")[0]);
}

/** The thread with the business in a panel over the page. */
export async function panel(link) {
  const open = document.getElementById("bubble-panel");
  if (open) {
    detach(open.querySelector("[data-feed]"));
    open.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const answer = await load("GET", link.href).catch(() => null);
  const thread = answer?.status === 200 ? answer.page.querySelector(".thread:not(.nothing)") : null;
  if (!thread) {
    location.assign(link.href);
    return;
  }
  const sheet = answer.page.querySelector('link[href*="chat"][rel="stylesheet"]');
  if (sheet && !document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
  const box = document.createElement("section");
  box.id = "bubble-panel";
  box.className = "bubble-panel";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", link.getAttribute("aria-label"));
  box.append(thread);
  link.after(box);
  link.setAttribute("aria-expanded", "true");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel(link).then(() => link.focus());
  });
  wire(box, () => link.href);
  attach(box.querySelector("[data-feed]"));
  box.querySelector("textarea")?.focus();
}
