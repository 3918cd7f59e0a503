/** Copy buttons stay hidden where they cannot work. */
import { say } from "./say.js";

async function copy(button, source) {
  await navigator.clipboard.writeText(source.textContent.trim());
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  say(button.dataset.done);
  setTimeout(() => (label.textContent = before), 2000);
}

function select(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

export function copyButtons(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button, source).catch(() => select(source)));
  }
}
