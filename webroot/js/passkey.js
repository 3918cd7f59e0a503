/**
 * Passkeys: a form whose one hidden field holds what the authenticator signed. Hidden where the browser
 * has none, by the style sheet where it runs no scripts; the challenge
 * comes from the form's own address, and the form carries the answer back like any other.
 */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list ?? []).map((entry) => ({ ...entry, id: bytes(entry.id) }));

function told(options) {
  const all = { ...options, challenge: bytes(options.challenge) };
  if (options.user) all.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) all.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) all.allowCredentials = named(options.allowCredentials);
  return all;
}

function answer(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  if (given.attestationObject) {
    response.attestationObject = text(given.attestationObject);
    response.transports = given.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(given.authenticatorData);
    response.signature = text(given.signature);
    if (given.userHandle) response.userHandle = text(given.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function options(form) {
  const reply = await fetch(`${form.getAttribute("action")}/options`, { method: "POST" });
  // The proof has grown stale: the way leads over the confirmation and back.
  if (reply.redirected) {
    location.assign(reply.url);
    return new Promise(() => {});
  }
  if (!reply.ok) throw new Error("refused");
  return told(await reply.json());
}

function send(form, credential) {
  form.elements.credential.value = answer(credential);
  form.submit();
}

/** What the address field waits for, and how it is told to stop: a browser takes one request at a time. */
let waiting;
let pending = Promise.resolve();

/** Passkeys among the suggestions of the address field, where the browser can. */
async function autofill(form) {
  if (!(await window.PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  const publicKey = await options(form);
  const chosen = navigator.credentials.get({ mediation: "conditional", signal: waiting.signal, publicKey });
  pending = chosen.catch(() => {});
  send(form, await chosen);
}

async function ask(form) {
  waiting?.abort();
  await pending;
  const publicKey = await options(form);
  const create = form.dataset.passkey === "create";
  send(form, await (create ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey })));
}

export function passkeys(root) {
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    form.hidden = !window.PublicKeyCredential;
    if (form.hidden) continue;
    const failed = form.querySelector("[data-passkey-error]");
    const button = form.querySelector("button");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      ask(form)
        .catch(() => (failed.hidden = false))
        .finally(() => (button.disabled = false));
    });
    if ("autofill" in form.dataset) autofill(form).catch(() => {});
  }
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
