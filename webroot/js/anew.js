/**
 * Parts of a page of staff that go on while somebody looks at them: `data-anew`, each with an id. The page is asked for anew every few
 * seconds while it is in sight and somebody is there; a page that was left open does not keep its session.
 */
import { page } from "./follow.js";

const EVERY_MS = 5_000;
const THERE_MS = 15 * 60_000;
const SIGNS = ["pointermove", "pointerdown", "wheel", "keydown", "focus"];

function renew(fresh) {
  for (const old of document.querySelectorAll("[data-anew]")) {
    const now = fresh.getElementById(old.id);
    // Nobody's place is taken from them, and no form that is being sent.
    if (!now || now.isEqualNode(old) || old.contains(document.activeElement) || old.querySelector("[data-sent]")) continue;
    old.replaceWith(now);
  }
}

export function anew() {
  let there = Date.now();
  for (const sign of SIGNS) addEventListener(sign, () => { there = Date.now(); }, { passive: true });
  const again = () =>
    setTimeout(async () => {
      if (document.visibilityState === "visible" && Date.now() - there < THERE_MS) {
        // What fails is asked again: the page stands as it was meanwhile.
        const fresh = await page().catch(() => null);
        if (fresh) renew(fresh);
      }
      again();
    }, EVERY_MS);
  again();
}
