/** What came onto an open page is read there, once its reader shows that they are there: said seldom, however much comes. */
const SIGNS = ["pointermove", "pointerdown", "touchmove", "wheel", "keydown"];
const EVERY_MS = 3_000;
/** Where it is said that something was read. */
let due = "";
let resting = false;

function read() {
  for (const sign of SIGNS) removeEventListener(sign, read);
  fetch(due, { method: "POST", keepalive: true }).catch(() => null);
  due = "";
  resting = true;
  setTimeout(() => {
    resting = false;
    wait();
  }, EVERY_MS);
}

function wait() {
  if (!due || resting) return;
  for (const sign of SIGNS) addEventListener(sign, read, { passive: true });
}

/** A post came into the list, at the top or under a pill. */
export function came(list) {
  if (!list.dataset.read) return;
  due = list.dataset.read;
  wait();
}
