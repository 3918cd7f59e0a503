/** Light, dark or as the system: applied at once and kept by the server; if that fails the form goes the long way. */
function choose(form, button) {
  document.documentElement.dataset.theme = button.value;
  for (const other of form.querySelectorAll("button[name=theme]")) other.setAttribute("aria-pressed", String(other === button));
}

export function themeSwitch(root) {
  for (const form of root.querySelectorAll("[data-theme-form]")) {
    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (!button?.value) return;
      event.preventDefault();
      choose(form, button);
      const body = new URLSearchParams(new FormData(form, button));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
      if (!answer || answer.status >= 400) location.reload();
    });
  }
}
