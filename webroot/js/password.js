/** Shows what was typed on demand, and hints at how long a password would hold. The server decides, this only advises. */
const RUNS = /(.)\1{2,}|0123|1234|2345|3456|4567|5678|6789|abcd|qwer|asdf|pass|welcome|letmein/i;

/** 1 weak, 2 fair, 3 good, 4 strong: length weighs most, variety a little, runs and the person's own name count against. */
export function strength(password, personal) {
  if (password.length < 8) return 1;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/].filter((kind) => kind.test(password)).length;
  const known = personal.some((word) => word.length > 2 && password.toLowerCase().includes(word));
  const varied = new Set(password).size > password.length / 3;
  const points = password.length + kinds * 2 - (RUNS.test(password) ? 5 : 0) - (known ? 6 : 0) - (varied ? 0 : 8);
  if (points < 13) return 1;
  if (points < 16) return 2;
  return points < 21 ? 3 : 4;
}

function personalWords(form) {
  const typed = [...form.querySelectorAll('[name="full_name"], [name="email"], [name="username"]')].map((input) => input.value);
  return typed.join(" ").toLowerCase().split(/[^\p{L}\p{N}]+/u);
}

function hint(meter) {
  const input = document.getElementById(meter.dataset.strength);
  const words = meter.dataset.words.split("|");
  const said = meter.querySelector("p");
  input.addEventListener("input", () => {
    meter.hidden = input.value === "";
    if (meter.hidden) return;
    const level = strength(input.value, personalWords(input.form));
    meter.dataset.level = level;
    if (said.textContent !== words[level - 1]) said.textContent = words[level - 1];
  });
}

function reveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    show(input.type === "password");
    input.focus();
  });
  // Browsers offer to save a password only when it is sent from a password field.
  input.form.addEventListener("submit", () => show(false));
}

export function passwords(root) {
  for (const meter of root.querySelectorAll("[data-strength]")) hint(meter);
  for (const button of root.querySelectorAll("[data-reveal]")) reveal(button);
}
