/**
 * Things of a list are dragged to where they belong; the server is told after each drop, and where it refuses the page is read anew.
 * Without this script the arrows beside each do the same.
 */
export function sort(list) {
  let held = null;
  const items = () => [...list.querySelectorAll("[data-sort-item]")];

  for (const item of items()) {
    item.draggable = true;
    item.classList.add("movable");
  }

  list.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-sort-item]") ?? null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.sortItem);
    held.classList.add("held");
  });

  list.addEventListener("dragover", (event) => {
    if (!held) return;
    event.preventDefault();
    const next = items().find((one) => {
      const box = one.getBoundingClientRect();
      return one !== held && event.clientY < box.top + box.height / 2;
    });
    list.insertBefore(held, next ?? null);
  });

  list.addEventListener("drop", (event) => {
    if (held) event.preventDefault();
  });

  list.addEventListener("dragend", async () => {
    const item = held;
    held = null;
    if (!item) return;
    item.classList.remove("held");
    const before = item.nextElementSibling?.dataset.sortItem ?? "";
    const answer = await fetch(item.dataset.sortMove, { method: "POST", body: new URLSearchParams({ before }) }).catch(() => null);
    if (!answer?.ok) alert(list.dataset.sort);
    // Numbers beside the things are told by the server.
    location.reload();
  });
}
