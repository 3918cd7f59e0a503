/** Work that goes on shows how far it is; without script the page loads itself anew every few seconds. */
const EVERY_MS = 1000;

/** The page as it is now. The browser reads it itself: no script may make a document of text here (Trusted Types). */
export function page() {
  return new Promise((done, failed) => {
    const ask = new XMLHttpRequest();
    ask.open("GET", location.href);
    ask.responseType = "document";
    ask.onload = () => done(ask.status === 200 ? ask.response : null);
    ask.onerror = failed;
    ask.send();
  });
}

async function look(part) {
  const fresh = (await page())?.getElementById(part.id);
  if (!fresh) return part;
  // Once it is done the whole page is another.
  if (!("follow" in fresh.dataset)) {
    location.reload();
    return null;
  }
  for (const now of fresh.querySelectorAll("progress, dd, .meter .figures")) {
    const all = [...fresh.querySelectorAll(now.tagName)];
    const old = [...part.querySelectorAll(now.tagName)][all.indexOf(now)];
    if (!old) continue;
    if (now.tagName === "PROGRESS") old.value = now.value;
    old.textContent = now.textContent;
  }
  return part;
}

export function follow(root) {
  const part = root.querySelector("[data-follow]");
  if (!part) return;
  const again = () =>
    setTimeout(async () => {
      // A network that fails is asked again: the work does not depend on who looks.
      const left = await look(part).catch(() => part);
      if (left) again();
    }, EVERY_MS);
  again();
}
