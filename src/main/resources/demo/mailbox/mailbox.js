// Keeps the page fresh: asks for it again while somebody looks, and swaps in what changed.
const EVERY_MS = 2000;

let tag = `W/"${document.documentElement.dataset.version}"`;

function localTimes(root) {
  const day = new Date().toDateString();
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    const today = at.toDateString() === day;
    const style = "long" in time.dataset ? { dateStyle: "full", timeStyle: "medium" }
      : today ? { timeStyle: "short" } : { day: "numeric", month: "short" };
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, style).format(at);
    time.title = at.toLocaleString();
  }
}

function swap(fresh, id) {
  const now = document.getElementById(id);
  const next = document.importNode(fresh.getElementById(id), true);
  const focused = now.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  localTimes(next);
  const scrolled = now.scrollTop;
  now.replaceWith(next);
  next.scrollTop = scrolled;
  if (focused) next.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const before = document.querySelectorAll("#mails li").length;
  const typing = document.getElementById("tools").contains(document.activeElement);
  if (!typing) swap(fresh, "tools");
  swap(fresh, "mails");
  // A mail that is being read stays as it is: its frame would flicker.
  const opened = (page) => page.getElementById("reading").dataset.id;
  if (opened(fresh) !== opened(document)) swap(fresh, "reading");
  const more = document.querySelectorAll("#mails li").length - before;
  if (more > 0) document.getElementById("heard").textContent = more === 1 ? "1 new mail" : `${more} new mails`;
}

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store", headers: { "If-None-Match": tag } });
  tag = answer.headers.get("ETag") ?? tag;
  if (answer.headers.get("Content-Type")?.startsWith("text/html")) show(await answer.text());
}

async function keepFresh() {
  try {
    await refresh();
  } catch {
    // The server is away: the next round tries again.
  }
  setTimeout(keepFresh, EVERY_MS);
}

document.addEventListener("change", (event) => {
  if (event.target.id === "to") event.target.form.requestSubmit();
});
document.documentElement.classList.add("live");
localTimes(document);
keepFresh();
