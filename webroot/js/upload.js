/**
 * A form with a file and data-upload (where its pieces go) sends it piece by piece: cut anywhere, it goes on from where the
 * server says, also after the page was left. Without this script the form itself sends the file, as far as forms go.
 */
const PIECE = 8 * 1024 * 1024;
const TRIES = 8;

const json = { "Content-Type": "application/json" };
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** What is remembered of a file under way: the same file for the same place goes on. */
const memory = (base, file) => `upload:${base}:${file.name}:${file.size}:${file.lastModified}`;

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch { /* it then begins anew after a reload */ }
}

/** What the server will not take, in its own words. */
class Refused extends Error {
  constructor(problem) {
    super(problem?.errors?.[0]?.detail ?? problem?.detail ?? "");
  }
}

const refused = async (answer) => new Refused(await answer.json().catch(() => null));

/** Whoever was signed out meanwhile is led away by a redirect, which is no answer here. */
class SignedOut extends Error {}

async function ask(path, options) {
  const answer = await fetch(path, { ...options, redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new SignedOut();
  return answer;
}

/** How far it came, {offset, state}; null where the server knows nothing of it. */
async function state(path) {
  const answer = await ask(path);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

async function begin(base, file) {
  const answer = await ask(base, { method: "POST", headers: json, body: JSON.stringify({ name: file.name, size: file.size }) });
  if (!answer.ok) throw await refused(answer);
  const made = await answer.json();
  return { path: `${base}/${made.id}`, at: made };
}

async function piece(path, file, from) {
  const answer = await ask(path, {
    method: "PATCH",
    headers: { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
    body: file.slice(from, from + PIECE),
  });
  if (answer.status === 413 || answer.status === 507) throw await refused(answer);
  if (!answer.ok) throw new Error(`piece: ${answer.status}`);
  return Number(answer.headers.get("Upload-Offset"));
}

async function send(path, file, from, told) {
  let tries = 0;
  for (let at = from; at < file.size; told(at)) {
    try {
      at = await piece(path, file, at);
      tries = 0;
    } catch (error) {
      if (error instanceof Refused || error instanceof SignedOut || ++tries === TRIES) throw error;
      await wait(500 * 2 ** tries);
      const now = await state(path).catch(() => ({ offset: at }));
      if (!now) throw error;
      at = now.offset;
    }
  }
}

/** What the form says beside the file; the server keeps file and wish together or neither. */
function wish(form) {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) said.append(name, value);
  return said;
}

/** Whose answer is lost has perhaps been done: the server says so when it is asked. */
async function complete(path, said) {
  const answer = await ask(`${path}/complete?${said}`, { method: "POST", headers: json, body: "{}" }).catch((error) => {
    if (error instanceof SignedOut) throw error;
    return null;
  });
  if (answer?.ok) return;
  if (answer && answer.status < 500) throw await refused(answer);
  if ((await state(path))?.state !== "ready") throw new Error("complete");
}

/** Brings a file to where its pieces go, from wherever it stands: {path, ready}, ready where it was made something of before. */
export async function bring(base, file, told) {
  const key = memory(base, file);
  const known = recall(key);
  const found = known && (await state(known));
  const { path, at } = found ? { path: known, at: found } : await begin(base, file);
  remember(key, path);
  told(at.offset);
  const ready = at.state === "ready";
  if (!ready) await send(path, file, at.offset, told);
  return { path, ready };
}

/** What was brought is part of something now, or never will be: the same file begins anew. */
export const forget = (base, file) => remember(memory(base, file), null);

async function whole(form, file, told) {
  const base = form.dataset.upload;
  const { path, ready } = await bring(base, file, told);
  if (!ready) await complete(path, wish(form));
  forget(base, file);
}

/** The share of it that has come, as a bar and in the reader's digits. */
export function progress(form, all) {
  const place = form.querySelector("[data-upload-sending]");
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  place.hidden = false;
  return (bytes) => {
    place.querySelector("progress").value = (100 * bytes) / all;
    place.querySelector("[data-upload-said]").textContent = percent.format(Math.floor((100 * bytes) / all) / 100);
  };
}

/** Says at the form why it was not sent: in the server's words where it has any, else in those of the page. */
export function fail(form, error, words) {
  const place = form.querySelector("[data-upload-failed]");
  const own = error instanceof SignedOut ? words.signedOut : words.broken;
  place.querySelector("span").textContent = (error instanceof Refused && error.message) || own;
  place.hidden = false;
}

function onSubmit(event) {
  const form = event.target;
  const file = form.matches("[data-upload]") && form.querySelector('input[type="file"]').files[0];
  if (!file) return;
  // The form is this script's now, and no plain one that is sent once.
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.sent) return;
  form.dataset.sent = "true";
  form.querySelector("[data-upload-failed]").hidden = true;
  event.submitter?.setAttribute("aria-busy", "true");
  whole(form, file, progress(form, file.size || 1)).then(
    () => location.reload(),
    (error) => {
      delete form.dataset.sent;
      event.submitter?.removeAttribute("aria-busy");
      fail(form, error, { signedOut: form.dataset.uploadSignedOut, broken: form.dataset.uploadBroken });
    },
  );
}

function size(bytes) {
  const [unit, of] = bytes < 1024 * 1024 ? ["kilobyte", 1024] : ["megabyte", 1024 * 1024];
  const format = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: unit === "megabyte" ? 1 : 0 });
  return format.format(Math.max(bytes / of, bytes ? 1 : 0));
}

/** Sent in pieces a file may be larger, and which one was chosen is seen before it is sent. */
function prepare(form) {
  const input = form.querySelector('input[type="file"]');
  const label = form.querySelector(".drop label");
  const hint = form.querySelector(".drop p");
  const [choose, most] = [label.textContent, form.dataset.uploadHint];
  const show = () => {
    const file = input.files[0];
    label.textContent = file?.name ?? choose;
    hint.textContent = file ? size(file.size) : most;
  };
  input.addEventListener("change", show);
  show();
}

export function uploads(root) {
  root.addEventListener("submit", onSubmit);
  root.querySelectorAll("form[data-upload]").forEach(prepare);
}
