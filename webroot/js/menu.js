/** Menus are details elements; this adds Esc, arrow keys, one open at a time and the click outside. */
const open = () => document.querySelectorAll("details[data-menu][open]");

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

function move(menu, event) {
  const stops = [...menu.querySelectorAll(".panel a[href], .panel button")];
  if (stops.length === 0) return;
  const at = stops.indexOf(document.activeElement);
  const next = {
    ArrowDown: (at + 1) % stops.length,
    ArrowUp: at <= 0 ? stops.length - 1 : at - 1,
    Home: 0,
    End: stops.length - 1,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  menu.open = true;
  stops[next].focus();
}

function onKey(menu, event) {
  if (event.key === "Escape" && menu.open) close(menu, true);
  else if (menu.open || event.key === "ArrowDown") move(menu, event);
}

export function menus(root) {
  for (const menu of root.querySelectorAll("details[data-menu]")) {
    menu.addEventListener("keydown", (event) => onKey(menu, event));
    menu.addEventListener("toggle", () => {
      if (menu.open) for (const other of open()) if (other !== menu) close(other, false);
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
    });
  }
  root.addEventListener("pointerdown", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) close(menu, false);
  });
}
