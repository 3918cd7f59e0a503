/** What somebody's own feed says of their courses: rings, bars and check marks on open pages move; and how long a lesson is in sight. */
import { part } from "./part.js";

const EVERY_S = 10;

export function learn(root) {
  root.addEventListener("feed-own", ({ detail }) => moved(root, detail.data ?? {}));
  const place = root.querySelector("[data-viewed]");
  if (place) viewed(place);
}

/** The card of the home page says which lesson is next: it is asked for anew, and goes where none is. */
async function next(card) {
  const answer = await fetch("/courses/next/card").catch(() => null);
  if (!answer?.ok) return;
  if (answer.status === 204) card.remove();
  else card.replaceWith(part(await answer.text()));
}

function moved(root, { course, percent, done }) {
  if (!course) return;
  for (const card of root.querySelectorAll("[data-course-next]")) next(card);
  for (const place of root.querySelectorAll(`[data-course="${CSS.escape(course)}"]`)) {
    for (const ring of place.querySelectorAll(".ring")) turned(ring, percent);
    for (const bar of place.querySelectorAll("[data-course-bar]")) bar.value = percent;
    for (const figure of place.querySelectorAll("[data-course-percent]")) figure.textContent = `${percent} %`;
    for (const lesson of place.querySelectorAll("[data-lesson]")) lesson.toggleAttribute("data-lesson-done", done.includes(lesson.dataset.lesson));
  }
}

function turned(ring, percent) {
  const svg = ring.querySelector("svg");
  let value = svg.querySelector(".value");
  if (!value) {
    value = svg.querySelector(".track").cloneNode();
    value.setAttribute("class", "value");
    value.setAttribute("pathLength", "100");
    svg.append(value);
  }
  value.setAttribute("stroke-dasharray", `${percent} 100`);
  value.style.display = percent ? "" : "none";
  const figure = ring.querySelector(":scope > span");
  figure.firstChild.textContent = String(percent);
  ring.setAttribute("aria-label", ring.getAttribute("aria-label").replace(/[0-9]+/, String(percent)));
}

/** Seconds count while the page is in sight, and are told every ten; what was not told is told when the page goes out of sight. */
function viewed(place) {
  let seconds = 0;
  let left = Number(place.dataset.viewedNeeds) - Number(place.dataset.viewedHad);
  const tell = async () => {
    if (!seconds) return;
    const body = new URLSearchParams({ seconds: String(Math.min(60, seconds)) });
    seconds = 0;
    const answer = await fetch(place.dataset.viewed, { method: "POST", body, keepalive: true }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    left = Number(place.dataset.viewedNeeds) - told.seconds;
    if (!told.done) return;
    clearInterval(clock);
    place.closest("[data-lesson]").toggleAttribute("data-lesson-done", true);
  };
  const clock = setInterval(() => {
    if (document.visibilityState !== "visible") return;
    seconds += 1;
    if (seconds >= EVERY_S || seconds >= left) tell();
  }, 1_000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
}
