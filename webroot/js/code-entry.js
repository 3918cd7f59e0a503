/** One real input, drawn as six boxes. The input keeps focus, paste, autofill and the screen reader; the boxes only show. */
const LENGTH = 6;
const digitsOf = (text) => text.replace(/\D/g, "").slice(0, LENGTH);

function draw(input, boxes) {
  const digits = digitsOf(input.value);
  if (input.value !== digits) input.value = digits;
  const at = Math.min(digits.length, LENGTH - 1);
  boxes.forEach((box, index) => {
    box.textContent = digits[index] ?? "";
    box.classList.toggle("at", index === at);
  });
}

function paste(input, event) {
  const digits = digitsOf(event.clipboardData?.getData("text") ?? "");
  if (!digits) return;
  event.preventDefault();
  input.value = digits.length === LENGTH ? digits : digitsOf(input.value + digits);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function enhance(field) {
  const input = field.querySelector("input");
  const boxes = [...field.querySelectorAll(".boxes b")];
  const toEnd = () => input.setSelectionRange(input.value.length, input.value.length);
  field.classList.add("drawn");
  input.addEventListener("input", () => {
    field.classList.remove("wrong");
    draw(input, boxes);
  });
  input.addEventListener("paste", (event) => paste(input, event));
  for (const name of ["focus", "click", "keyup"]) input.addEventListener(name, toEnd);
  draw(input, boxes);
}

export function codeEntry(root) {
  const fields = [...root.querySelectorAll("[data-code]")];
  fields.forEach(enhance);
  // Where two are asked for, the first that is empty is typed first.
  fields.map((field) => field.querySelector("input")).find((input) => !input.value)?.focus();
}
