/**
 * A quiz that is being taken: answers are saved as one goes, the clock runs, and what is to be put in order has arrows. Without this
 * script there are the button for saving, the time until when, and a field for each place.
 */
const QUIET = 1500;
const RETRY = 10_000;

export function quiz(form) {
  for (const list of form.querySelectorAll("[data-quiz-order]")) order(list);
  keep(form);
  if (form.dataset.quizDue) clock(form);
}

const text = (form) => new URLSearchParams(new FormData(form)).toString();

/** Told a moment after the last change, one after the other; what was not taken is told again. */
function keep(form) {
  const said = form.querySelector("[data-quiz-said]");
  let kept = text(form);
  let timer = 0;
  let busy = false;
  let leaving = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const save = async () => {
    const now = text(form);
    if (leaving || busy || now === kept) return;
    busy = true;
    const answer = await fetch(form.dataset.quiz, { method: "POST", body: new URLSearchParams(now), keepalive: now.length < 60_000 }).catch(() => null);
    busy = false;
    if (leaving) return;
    if (answer?.ok) {
      kept = now;
      said.textContent = form.dataset.quizSaved;
      if (text(form) !== kept) later(QUIET);
    } else if (answer?.status === 409) {
      // It has ended: its page says how.
      leaving = true;
      location.reload();
    } else {
      said.textContent = form.dataset.quizUnsaved;
      later(RETRY);
    }
  };

  form.addEventListener("input", () => {
    said.textContent = "";
    later(QUIET);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}

/** Counted from what the server says is left: the clock of this machine may be wrong. */
function clock(form) {
  const place = form.querySelector("[data-quiz-left]");
  const said = form.querySelector("[data-quiz-said]");
  const begun = Date.now();
  const whole = Date.parse(form.dataset.quizDue) - Date.parse(form.dataset.quizNow);
  const warnings = [[300, form.dataset.quizFive], [60, form.dataset.quizOne]].filter(([at]) => whole > at * 1000);
  place.hidden = false;
  const tick = () => {
    const left = Math.max(0, Math.ceil((whole - (Date.now() - begun)) / 1000));
    const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (n) => String(n).padStart(2, "0");
    place.textContent = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
    place.classList.toggle("soon", left <= 60);
    if (warnings.length && left <= warnings[0][0]) said.textContent = warnings.shift()[1];
    if (left > 0) return;
    clearInterval(timer);
    if (!form.dataset.sent) form.requestSubmit();
  };
  const timer = setInterval(tick, 1000);
  tick();
}

/** Arrows move a thing and give every one its place; a place that is chosen by hand is taken from whoever had it. */
function order(list) {
  const things = () => [...list.querySelectorAll("[data-quiz-thing]")];
  const field = (thing) => thing.querySelector("select");
  const changed = (thing) => field(thing).dispatchEvent(new Event("input", { bubbles: true }));
  const sorted = () => {
    const all = things();
    if (all.every((thing) => field(thing).value)) all.sort((a, b) => field(a).value - field(b).value).forEach((thing) => list.append(thing));
  };
  for (const movers of list.querySelectorAll("[data-quiz-movers]")) movers.hidden = false;
  sorted();

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-quiz-up], [data-quiz-down]");
    if (!button) return;
    const thing = button.closest("[data-quiz-thing]");
    const other = button.matches("[data-quiz-up]") ? thing.previousElementSibling : thing.nextElementSibling;
    if (other) {
      if (button.matches("[data-quiz-up]")) other.before(thing);
      else other.after(thing);
    }
    things().forEach((one, index) => { field(one).value = String(index + 1); });
    button.focus();
    changed(thing);
  });

  let before = new Map();
  const remember = () => { before = new Map(things().map((thing) => [thing, field(thing).value])); };
  list.addEventListener("focusin", remember);
  list.addEventListener("change", (event) => {
    const thing = event.target.closest("[data-quiz-thing]");
    const taken = things().find((one) => one !== thing && field(one).value && field(one).value === event.target.value);
    if (taken) field(taken).value = before.get(thing) ?? "";
    if (taken) changed(taken);
    remember();
  });
}
