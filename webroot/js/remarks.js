/**
 * Comments below a lesson: what comes or changes is asked for as its reader may see it, and what they send leaves the player as it is.
 * Without this module every form is sent as forms are.
 */
import { part } from "./part.js";

export function remarks(place) {
  place.addEventListener("feed-event", ({ detail }) => {
    if (detail.kind.startsWith("lesson-comment.")) look(place, detail.object, detail.place);
  });
  place.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-remark-say], [data-remark-act]")) return;
    if (!globalThis.crypto?.randomUUID) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "true";
    send(place, form, event.submitter).finally(() => delete form.dataset.sent);
  });
}

/** One as it stands now: it takes its place, or leaves it. */
async function look(place, id, above) {
  const answer = await fetch(`${place.dataset.remarks}/${id}/part`).catch(() => null);
  if (!answer) return;
  const old = place.querySelector(`[data-remark="${CSS.escape(id)}"]`);
  if (answer.status === 404) gone(old);
  if (!answer.ok) return;
  const fresh = part(await answer.text());
  if (old) renew(old, fresh);
  else if (!place.querySelector(`[data-remark="${CSS.escape(id)}"]`)) add(place, fresh, above);
}

/** What others replied to keeps its place until the page is opened anew. */
function gone(old) {
  if (!old) return;
  const replies = old.querySelector("[data-remark-replies]");
  if (replies?.childElementCount) old.querySelector(":scope > article").classList.add("gone");
  else old.remove();
}

/** Nothing moves under whoever writes in it. */
function renew(old, fresh) {
  const article = old.querySelector(":scope > article");
  if (article.querySelector("details[open] textarea")) return;
  const held = article.contains(document.activeElement);
  const now = fresh.querySelector(":scope > article");
  article.replaceWith(now);
  // Who acted by the keyboard goes on from there.
  if (held) now.querySelector(".comment-menu > summary")?.focus();
}

function add(place, fresh, above) {
  const lesson = place.dataset.feed.split(":")[1];
  const list =
    above === lesson
      ? place.querySelector("[data-remarks-adds]")
      : place.querySelector(`[data-remark-replies="${CSS.escape(above)}"]`);
  if (!list) return;
  list.querySelector(":scope > [data-feed-empty]")?.remove();
  if (list.dataset.remarksAdds === "start") list.prepend(fresh);
  else list.append(fresh);
}

async function send(place, form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  // Refused, or nobody answered: sent as forms are, the page says why and keeps what was typed.
  if (answer?.type !== "opaqueredirect") return form.submit();
  const id = form.dataset.remarkAct ?? form.elements.nonce.value;
  const above = form.elements.parent?.value ?? place.dataset.feed.split(":")[1];
  const open = form.closest("details");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  if ("remarkSay" in form.dataset) {
    form.elements.body.value = "";
    form.elements.nonce.value = crypto.randomUUID();
  }
  await look(place, id, above);
  if ("remarkSay" in form.dataset) place.querySelector(`[data-remark="${CSS.escape(id)}"] a[href^="?at="]`)?.focus();
}
