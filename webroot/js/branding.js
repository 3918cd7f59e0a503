/** The branding's page: saves as it is typed, shows it in the preview, picks colours, the focus and the part of a picture. */
import { cropper } from "./crop.js";

const PAUSE = 700;
const WIDTHS = { desk: 1280, phone: 390 };

/** Frames are drawn at their true width and made to fit, so that what is seen is what a screen of that size shows. */
function fit(frame) {
  const iframe = frame.querySelector("iframe");
  const device = frame.classList.contains("phone") ? "phone" : "desk";
  const scale = Math.min(1, frame.clientWidth / WIDTHS[device]);
  frame.style.setProperty("--scale", String(scale));
  iframe.style.setProperty("inline-size", `${WIDTHS[device]}px`);
}

function previews(root) {
  const frame = root.querySelector(".preview-frame");
  const iframe = frame.querySelector("iframe");
  const chosen = (kind) => root.querySelector(`[data-${kind}][aria-current]`).dataset[kind];
  let revision = "";
  const show = () => {
    frame.classList.toggle("phone", chosen("device") === "phone");
    frame.classList.toggle("desk", chosen("device") === "desk");
    fit(frame);
    const address = `${root.dataset.base}${chosen("page")}?mode=${chosen("mode")}&r=${revision}`;
    // Replaced, so that going back leaves the page and not the last preview.
    if (iframe.contentWindow) iframe.contentWindow.location.replace(new URL(address, location.href).href);
  };
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a.segment");
    if (!link) return;
    event.preventDefault();
    for (const other of link.parentElement.children) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    show();
  });
  new ResizeObserver(() => fit(frame)).observe(frame);
  return (next) => {
    revision = next;
    show();
  };
}

function autosave(form, shown) {
  const state = form.querySelector("[data-auto-state]");
  let timer = 0;
  let running = null;
  let stopped = false;
  const tell = (text) => state.replaceChildren(document.createTextNode(text));
  const send = async () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.delete("act");
    tell(form.dataset.saving);
    const answer = await fetch(form.dataset.auto, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) {
      const saved = await answer.json();
      for (const field of document.querySelectorAll('input[name="revision"]')) field.value = String(saved.revision);
      tell(form.dataset.saved);
      shown(saved.revision);
    } else if (answer?.status === 409) {
      // From here on only Save Settings tells both sides.
      stopped = true;
      tell(form.dataset.changed);
    } else if (answer?.status !== 422) tell(form.dataset.failed);
    else tell("");
  };
  const soon = () => {
    clearTimeout(timer);
    if (stopped || form.dataset.sent) return;
    // One after the other: each goes on from the revision that the last one made.
    timer = setTimeout(() => {
      running = (running ?? Promise.resolve()).then(() => (form.dataset.sent ? null : send()));
    }, PAUSE);
  };
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") soon();
  });
  let waited = false;
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running || waited) return;
    // What is on its way arrives first: the form then names the revision that it made.
    event.preventDefault();
    waited = true;
    const button = event.submitter;
    running.finally(() => form.requestSubmit(button));
  }, true);
  return soon;
}

function colours(form, changed) {
  for (const picker of form.querySelectorAll("[data-colour]")) {
    const field = form.elements[picker.dataset.colour];
    const rect = picker.closest(".swatched").querySelector("rect");
    picker.hidden = false;
    picker.addEventListener("input", () => {
      field.value = picker.value;
      rect.setAttribute("fill", picker.value);
      changed();
    });
    field.addEventListener("input", () => {
      if (!/^#[0-9a-f]{6}$/i.test(field.value)) return;
      picker.value = field.value.toLowerCase();
      rect.setAttribute("fill", picker.value);
    });
  }
}

function focus(form, changed) {
  const part = form.querySelector("[data-focus]");
  if (!part) return;
  const stage = part.querySelector(".brand-stage");
  const mark = stage.querySelector("i");
  const place = () => {
    mark.style.setProperty("inset-inline-start", "auto");
    mark.style.setProperty("left", `${form.elements.focal_x.value}%`);
    mark.style.setProperty("top", `${form.elements.focal_y.value}%`);
  };
  stage.addEventListener("click", (event) => {
    const box = stage.getBoundingClientRect();
    form.elements.focal_x.value = String(Math.round(((event.clientX - box.left) / box.width) * 100));
    form.elements.focal_y.value = String(Math.round(((event.clientY - box.top) / box.height) * 100));
    place();
    changed();
  });
  part.addEventListener("input", place);
  place();
}

export function branding(form) {
  const preview = document.querySelector("[data-preview]");
  const shown = previews(preview);
  const changed = autosave(form, shown);
  colours(form, changed);
  focus(form, changed);
  cropper(form, document.getElementById("crop"));
  shown(form.elements.revision.value);
}
