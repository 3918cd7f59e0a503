/** Holds a "send again" button back for the seconds the server names; without script the server itself says "too soon". */
import { fill, say } from "./say.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function hold(button) {
  const until = Date.now() + Number(button.dataset.countdown) * 1000;
  const label = button.textContent;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) {
      button.textContent = fill(button.dataset.wait, clock(left));
      return;
    }
    clearInterval(timer);
    button.textContent = label;
    button.removeAttribute("aria-disabled");
    say(label);
  };
  button.setAttribute("aria-disabled", "true");
  button.addEventListener("click", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  const timer = setInterval(tick, 1000);
  tick();
}

export function countdowns(root) {
  for (const button of root.querySelectorAll("[data-countdown]")) if (Number(button.dataset.countdown) > 0) hold(button);
}
