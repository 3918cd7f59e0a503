/** What is new in groups that this page does not show: counted anew when something came, seldom, and only while somebody looks. */
const EVERY_MS = 5_000;
/** A whole group hears of it at once, and does not ask at once. */
const SPREAD_MS = 2_000;
let last = 0;
let waiting = false;

const text = (count) => (count > 99 ? "99+" : String(count));

/** Whether the posts of a channel come onto this page by themselves: they are read here, and are not counted. */
function shown(root, channel) {
  return [...root.querySelectorAll('[data-feed-adds~="post.published"]')].some((list) =>
    list.dataset.feedPlace
      ? list.dataset.feedPlace === channel.id
      : list.closest("[data-feed]").dataset.feed === `group:${channel.group}`,
  );
}

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
