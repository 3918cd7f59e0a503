/** Adds up the points of a form as they are given; without this script the sum stands there once it was sent. */
export function sums(root) {
  for (const said of root.querySelectorAll("[data-sum]")) {
    const form = said.closest("form");
    const line = said.closest("[hidden]");
    const add = () => {
      const given = [...form.querySelectorAll('[name^="score_"]')].map((field) => field.value.trim());
      const whole = given.every((value) => /^\d+$/.test(value));
      said.textContent = whole ? given.reduce((all, value) => all + Number(value), 0) : "–";
    };
    form.addEventListener("input", add);
    form.addEventListener("change", add);
    if (line) line.hidden = false;
    add();
  }
}
