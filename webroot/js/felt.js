/** Reactions without leaving the page: what is pressed shows at once, and what the server says afterwards counts. */
const of = (form, word) => [...form.querySelectorAll(`[data-word="${word}"]`)];

/** How often `word` was given. */
function count(form, word, number) {
  for (const button of of(form, word)) {
    const figure = button.querySelector("[data-felt-count]");
    if (!figure) continue;
    figure.textContent = String(number);
    button.hidden = number <= 0;
  }
}

function step(form, word, by) {
  const figure = of(form, word).map((button) => button.querySelector("[data-felt-count]")).find(Boolean);
  if (figure) count(form, word, Number.parseInt(figure.textContent || "0", 10) + by);
}

/** Whose own is pressed: one, or none. */
function press(form, word) {
  for (const button of form.querySelectorAll("[data-word]")) {
    const mine = button.dataset.word === word;
    button.setAttribute("aria-pressed", String(mine));
    button.value = mine ? "none" : button.dataset.word;
    if (!button.classList.contains("button")) continue;
    button.classList.toggle("chosen", mine);
    button.classList.toggle("quiet", !mine);
  }
}

/** What a feed says of all reactions to one thing; the reader's own mark stays as it is. */
export function counted(place, object, counts) {
  if (typeof counts !== "object" || !counts) return;
  for (const form of place.querySelectorAll(`form[data-felt][action$="/${object}/react"]`))
    for (const [word, number] of Object.entries(counts)) count(form, word, number);
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  body.set("word", button.value);
  const was = form.querySelector('[aria-pressed="true"]')?.dataset.word ?? "";
  const now = button.value === "none" ? "" : button.dataset.word;
  const change = (from, to) => {
    if (from) step(form, from, -1);
    if (to) step(form, to, 1);
    press(form, to);
  };
  change(was, now);
  const menu = form.querySelector("details[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") return;
  change(now, was);
  // Refused: the page as it is now says why.
  if (answer) location.reload();
}

export function reactions(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-felt]") || !event.submitter) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "true";
    await send(form, event.submitter);
    delete form.dataset.sent;
  });
}
