/** A submitted form answers at once: its button turns, and a second click sends nothing. */
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-busy]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
}

export function busyForms(root) {
  root.addEventListener("submit", onSubmit);
  // A page that comes back from the browser's cache must not stay busy.
  addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach(release));
}
