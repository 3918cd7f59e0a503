/** Following somebody without leaving the page: of a form's two buttons the one that does something is shown. */
function swap(form, pressed) {
  for (const button of form.querySelectorAll("button")) {
    button.hidden = button === pressed;
    if (!button.hidden) button.focus();
  }
}

async function send(form, pressed) {
  const body = new URLSearchParams(new FormData(form));
  body.set(pressed.name, pressed.value);
  pressed.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  pressed.removeAttribute("aria-busy");
  if (answer?.type === "opaqueredirect") swap(form, pressed);
  else if (answer) {
    // Refused: sent as a form is, so that a page says why.
    form.dataset.plain = "true";
    form.requestSubmit(pressed);
  }
}

export function following(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-followed]") || !event.submitter || form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "true";
    await send(form, event.submitter);
    delete form.dataset.sent;
  });
}
