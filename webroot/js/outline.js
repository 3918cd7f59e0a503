/**
 * Lessons of a course are dragged to where they belong. The server is told after each drop; where it refuses, the page is read
 * anew and shows how things stand. Without this script the arrows beside each lesson do the same.
 */
export function outline(root) {
  let held = null;

  const list = (target) => target.closest("[data-section]")?.querySelector("[data-lessons]");
  /** The lesson before which whatever is held would stand at this height; null at the end. */
  const after = (lessons, y) =>
    [...lessons.querySelectorAll("[data-lesson]")].find((one) => {
      if (one === held) return false;
      const box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    }) ?? null;

  for (const lesson of root.querySelectorAll("[data-lesson]")) {
    lesson.draggable = true;
    lesson.classList.add("movable");
  }

  root.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-lesson]") ?? null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.lesson);
    held.classList.add("held");
  });

  root.addEventListener("dragover", (event) => {
    const lessons = held && list(event.target);
    if (!lessons) return;
    event.preventDefault();
    lessons.insertBefore(held, after(lessons, event.clientY));
  });

  root.addEventListener("drop", (event) => {
    if (held) event.preventDefault();
  });

  root.addEventListener("dragend", () => {
    const lesson = held;
    held = null;
    if (!lesson) return;
    lesson.classList.remove("held");
    const section = lesson.closest("[data-section]");
    const next = lesson.nextElementSibling;
    tell(lesson.dataset.lesson, section.dataset.section, next?.dataset.lesson ?? "");
  });

  async function tell(lesson, section, before) {
    const answer = await fetch(`${root.dataset.outline}/lessons/${lesson}/move`, {
      method: "POST",
      body: new URLSearchParams({ section, before }),
    }).catch(() => null);
    if (answer?.ok) return;
    alert(root.dataset.outlineFailed);
    location.reload();
  }
}
