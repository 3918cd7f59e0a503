/** Keeps what is being written on the server, a moment after the last key. Without this module there is the button for it. */
const QUIET = 1500;

export function drafts(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    const said = form.querySelector("[data-said]");
    let timer = 0;
    let kept = text(form);
    let leaving = false;

    const save = async () => {
      const now = text(form);
      if (leaving || now === kept || !form.elements.body.value.trim()) return;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          redirect: "manual",
        });
        if (answer.status !== 204) return;
        kept = now;
        if (said) said.textContent = form.dataset.saved;
      } catch { /* offline: the next key tries again, and the form itself still has everything */ }
    };

    form.addEventListener("input", () => {
      if (said) said.textContent = "";
      clearTimeout(timer);
      timer = setTimeout(save, QUIET);
    });
    form.addEventListener("submit", () => {
      leaving = true;
      clearTimeout(timer);
    });
    addEventListener("pageshow", () => { leaving = false; });
  }
}

const text = (form) => new URLSearchParams(new FormData(form)).toString();
