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

class Refused extends Error {
  constructor(status) {
    super(`refused: ${status}`);
    this.status = status;
  }
}

/** How much of it the server has; -1 where it knows nothing of it. */
async function offset(path) {
  const answer = await fetch(path, { redirect: "manual" });
  if (answer.status === 404) return -1;
  if (!answer.ok) throw new Error(`offset: ${answer.status}`);
  return Number(answer.headers.get("Upload-Offset"));
}

async function begin(base, file) {
  const answer = await fetch(base, { method: "POST", headers: json, body: JSON.stringify({ name: file.name, size: file.size }) });
  if (!answer.ok) throw new Refused(answer.status);
  return `${base}/${(await answer.json()).id}`;
}

async function send(path, file, told) {
  let tries = 0;
  for (let at = await offset(path); at < file.size; ) {
    try {
      const answer = await fetch(path, {
        method: "PATCH",
        headers: { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
        body: file.slice(at, at + PIECE),
      });
      if (answer.status === 413 || answer.status === 507) throw new Refused(answer.status);
      if (!answer.ok) throw new Error(`piece: ${answer.status}`);
      at = Number(answer.headers.get("Upload-Offset"));
      tries = 0;
    } catch (error) {
      if (error instanceof Refused || ++tries === TRIES) throw error;
      await wait(500 * 2 ** tries);
      at = await offset(path).catch(() => at);
      if (at < 0) throw error;
    }
    told(at);
  }
}

async function complete(path) {
  const answer = await fetch(`${path}/complete`, { method: "POST", headers: json, body: "{}" });
  if (!answer.ok) throw new Refused(answer.status);
  return (await answer.json()).id;
}

async function whole(base, file, told) {
  const key = memory(base, file);
  const known = recall(key);
  const alive = known && (await offset(known)) >= 0;
  const path = alive ? known : await begin(base, file);
  remember(key, path);
  await send(path, file, told);
  const id = await complete(path);
  remember(key, null);
  return id;
}

function word(form, error) {
  if (error.status === 507) return form.dataset.uploadFull;
  return error.status === 422 || error.status === 413 ? form.dataset.uploadRefused : form.dataset.uploadBroken;
}

async function take(form) {
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-upload-said]");
  const files = [...form.querySelector('input[type="file"]').files];
  const all = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  bar.hidden = false;
  for (const file of files) {
    await whole(form.dataset.upload, file, (at) => {
      bar.value = (100 * (before + at)) / all;
      said.textContent = `${Math.floor(bar.value)} %`;
    });
    before += file.size;
  }
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-upload]") || !form.querySelector('input[type="file"]').files.length) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
  take(form).then(
    () => location.reload(),
    (error) => {
      delete form.dataset.sent;
      event.submitter?.removeAttribute("aria-busy");
      form.querySelector("[data-upload-said]").textContent = word(form, error);
    },
  );
}

export function uploads(root) {
  root.addEventListener("submit", onSubmit);
}
