/** Polls without leaving the page: they come with a post that has just come, are voted in, and say how it stands. */
import { part } from "./part.js";

const POLL_MS = 2_000;

/** As the poll stands for this reader now; null where it could not be had. */
async function ask(url) {
  const answer = await fetch(url).catch(() => null);
  return answer?.ok ? part(await answer.text()) : null;
}

/** How many voted is told to all; who may see results asks for them, not all at once and not for each vote. */
export function voted(poll, event) {
  if (event.html) poll.querySelector("[data-poll-said]")?.replaceWith(part(event.html));
  const closes = event.data?.closed && poll.dataset.pollClosed === undefined;
  if ((poll.dataset.pollResults === undefined && !closes) || poll.timer) return;
  poll.timer = setTimeout(async () => {
    poll.timer = 0;
    const fresh = await ask(poll.dataset.poll);
    if (!fresh) return;
    const figures = poll.querySelector(".poll-results");
    const now = fresh.querySelector(".poll-results");
    // Whoever is choosing anew is not disturbed: figures come into their place.
    if (closes) poll.replaceWith(fresh);
    else if (figures && now) figures.replaceWith(now);
  }, POLL_MS * (0.5 + Math.random()));
}

/** A post that has just come asks something: whoever has it before them gets it, spread, since a whole group may be looking. */
export function come(slot, url) {
  const look = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    look.disconnect();
    setTimeout(async () => {
      const fresh = await ask(url);
      if (fresh && !slot.querySelector("[data-poll]")) slot.prepend(fresh);
    }, POLL_MS * Math.random());
  });
  look.observe(slot.parentElement);
}

async function vote(form, poll) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  const fresh = answer?.type === "opaqueredirect" ? await ask(poll.dataset.poll) : null;
  // Refused: the page says why.
  if (!fresh) return form.submit();
  poll.replaceWith(fresh);
  fresh.querySelector("summary, button")?.focus();
}

export function polls(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    const poll = form.closest("[data-poll]");
    if (!poll || !form.action.endsWith("/vote")) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "true";
    await vote(form, poll);
  });
}
