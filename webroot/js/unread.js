/**
 * What is new in groups that this page does not show: counted as it comes where the page hears it itself, else asked for when
 * something came, seldom, and only while somebody looks.
 */
const EVERY_MS = 5_000;
/** A whole group hears of it at once, and does not ask at once. */
const SPREAD_MS = 2_000;
let last = 0;
let waiting = false;

const text = (count) => (count > 99 ? "99+" : String(count));

/** Whether the posts of a channel, which `feed` brings, come onto this page by themselves: they are read here, and are not counted. */
function shown(root, { id, feed }) {
  return [...root.querySelectorAll('[data-feed-adds~="post.published"]')].some(
    (list) => list.closest("[data-feed]").dataset.feed === feed && (list.dataset.feedPlace ?? id) === id,
  );
}

const number = (shows) => Number.parseInt(shows?.textContent || "0", 10);

async function count(root, badges) {
  last = Date.now();
  const answer = await fetch("/communities/unread").catch(() => null);
  if (!answer?.ok) return;
  const news = (await answer.json()).channels.filter((channel) => !shown(root, channel));
  badges(root, { communities: news.reduce((all, channel) => all + channel.posts, 0) });
  for (const dot of root.querySelectorAll("[data-group] [data-group-news]")) {
    const tile = dot.closest("[data-group]");
    dot.hidden = tile.hasAttribute("aria-current") || !news.some(({ group }) => group === tile.dataset.group);
  }
  for (const figure of root.querySelectorAll("[data-channel-count]")) {
    if (figure.closest("[aria-current]")) continue;
    const posts = news.find(({ id }) => id === figure.dataset.channelCount)?.posts ?? 0;
    figure.textContent = posts ? text(posts) : "";
    figure.hidden = posts === 0;
  }
}

/**
 * Something came into, or left, a feed that the page has open: what is new is counted here, and what the reader said elsewhere is
 * not new to them. Of what left nobody knows here whether they had read it.
 */
export function told(root, badges, feed, event, self) {
  if (shown(root, { id: event.place, feed })) return;
  if (event.kind !== "post.published") {
    stirred(root, badges);
    return;
  }
  if (!event.data?.id || event.data.author?.id === self) return;
  badges(root, { communities: number(root.querySelector('[data-badge="communities"]')) + 1 });
  const tile = root.querySelector(`[data-group="${CSS.escape(event.data.group)}"]:not([aria-current])`);
  for (const dot of tile?.querySelectorAll("[data-group-news]") ?? []) dot.hidden = false;
  for (const figure of root.querySelectorAll(`[data-channel-count="${CSS.escape(event.place)}"]`)) {
    if (figure.closest("[aria-current]")) continue;
    figure.textContent = text(number(figure) + 1);
    figure.hidden = false;
  }
}

/** So much is unread in all: where the page says more beside its groups and channels, something was read elsewhere. */
export function fewer(root, badges, { communities }) {
  const figures = [...root.querySelectorAll("[data-channel-count]:not([hidden])")].filter((one) => !one.closest("[aria-current]"));
  const dots = root.querySelectorAll("[data-group-news]:not([hidden])").length;
  if (communities < figures.reduce((all, one) => all + number(one), dots)) stirred(root, badges);
}

/** Something came: `badges(root, counts)` shows what there is now. */
export function stirred(root, badges) {
  if (waiting) return;
  waiting = true;
  const wait = Math.max(0, last + EVERY_MS - Date.now()) + SPREAD_MS * Math.random();
  setTimeout(() => {
    if (root.visibilityState !== "hidden") return done();
    // Nobody sees it: asked when they come back.
    root.addEventListener("visibilitychange", done, { once: true });
  }, wait);
  const done = () => {
    waiting = false;
    return count(root, badges);
  };
}
