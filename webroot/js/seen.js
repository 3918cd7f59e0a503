/**
 * What came onto an open page is read there, once it stands in the list, was in sight, and its reader shows that they are there: said
 * seldom, however much comes. What waits under a pill is none of that.
 */
const SIGNS = ["pointermove", "pointerdown", "touchmove", "wheel", "keydown"];
const EVERY_MS = 3_000;
/** The newest that was in sight, by its channel: its number as they came, and where it is said that it was read. */
const due = new Map();
/** What stands in a list and was not in sight yet. */
const standing = new WeakMap();
let came = 0;
let resting = false;

function read() {
  for (const sign of SIGNS) removeEventListener(sign, read);
  for (const { url } of due.values()) fetch(url, { method: "POST", keepalive: true }).catch(() => null);
  due.clear();
  resting = true;
  setTimeout(() => {
    resting = false;
    wait();
  }, EVERY_MS);
}

function wait() {
  if (!due.size || resting) return;
  for (const sign of SIGNS) addEventListener(sign, read, { passive: true });
}

const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    const { place, number, url } = standing.get(target);
    standing.delete(target);
    if ((due.get(place)?.number ?? 0) < number) due.set(place, { number, url });
  }
  wait();
});

/** A new post stands in the list now: read once it comes into sight. */
export function stands(list, fresh, { kind, object, place }) {
  if (!list.dataset.read || kind !== "post.published") return;
  came += 1;
  standing.set(fresh, { place, number: came, url: `${list.dataset.read}/posts/${object}/read` });
  sight.observe(fresh);
}

/** What stood there says something else now. */
export function instead(old, fresh) {
  const post = standing.get(old);
  if (!post) return;
  sight.unobserve(old);
  standing.set(fresh, post);
  sight.observe(fresh);
}
