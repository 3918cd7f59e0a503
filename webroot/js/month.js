/**
 * A calendar as a grid: one tab stop, arrow keys from day to day, Home and End within the week, Page Up and Page Down from month to
 * month, with Shift from year to year. A month is a page of its own: what leads out of this one leads to its day by the address.
 * On a phone the calendar is a list of days, and its links stay as they are.
 */
const DAY = 86_400_000;
const wide = matchMedia("(width >= 48rem)");

const cells = (grid) => [...grid.querySelectorAll("td[data-day]")];
const at = (day) => Date.parse(`${day}T00:00:00Z`);
const text = (time) => new Date(time).toISOString().slice(0, 10);

/** The same day so many months later, or the month's last where it has none. */
function months(day, by) {
  const from = new Date(at(day));
  const month = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + by, 1);
  const after = new Date(month);
  const last = Date.UTC(after.getUTCFullYear(), after.getUTCMonth() + 1, 0);
  return text(Math.min(month + (from.getUTCDate() - 1) * DAY, last));
}

function weekEnd(cell, last) {
  const days = [...cell.parentElement.querySelectorAll(cell.classList.contains("beside") ? "td" : "td:not(.beside)")];
  return days.at(last ? -1 : 0).dataset.day;
}

function wanted(grid, cell, event) {
  const day = cell.dataset.day;
  const forth = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
  const by = { ArrowRight: forth, ArrowLeft: -forth, ArrowDown: 7, ArrowUp: -7 }[event.key];
  if (by !== undefined) return text(at(day) + by * DAY);
  if (event.key === "Home" || event.key === "End") {
    if (!event.ctrlKey) return weekEnd(cell, event.key === "End");
    const first = `${grid.dataset.month}-01`;
    return event.key === "Home" ? first : text(at(months(first, 1)) - DAY);
  }
  if (event.key === "PageDown") return months(day, event.shiftKey ? 12 : 1);
  if (event.key === "PageUp") return months(day, event.shiftKey ? -12 : -1);
  return undefined;
}

function stop(grid, cell) {
  for (const one of cells(grid)) one.tabIndex = one === cell ? 0 : -1;
}

function go(grid, day) {
  const cell = grid.querySelector(`td[data-day="${day}"]`);
  if (cell && day.startsWith(grid.dataset.month)) {
    stop(grid, cell);
    cell.focus();
  } else location.assign(`${location.pathname}?month=${day.slice(0, 7)}#day-${day}`);
}

/** Within a day: from one meeting to the next, and back to the day. */
function inside(cell, event) {
  const links = [...cell.querySelectorAll("a")];
  const here = links.indexOf(document.activeElement);
  const next = { ArrowDown: links[here + 1] ?? links[here], ArrowUp: links[here - 1] ?? cell, Escape: cell }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function onKey(grid, event) {
  const cell = event.target.closest("td[data-day]");
  if (!cell || event.altKey || event.metaKey) return;
  if (event.target !== cell) {
    inside(cell, event);
    return;
  }
  if (event.key === "Enter" || event.key === "F2") {
    const links = cell.querySelectorAll("a");
    if (links.length === 1 && event.key === "Enter") links[0].click();
    else links[0]?.focus();
    return;
  }
  const day = wanted(grid, cell, event);
  if (!day) return;
  event.preventDefault();
  go(grid, day);
}

/** A grid where there is room for one, else the table that it was. */
function shape(grid) {
  const as = wide.matches;
  if (as) grid.setAttribute("role", "grid");
  else grid.removeAttribute("role");
  const first = grid.querySelector("td:target") ?? grid.querySelector("td[aria-current]:not(.beside)") ?? grid.querySelector("td:not(.beside)");
  for (const cell of cells(grid)) {
    if (as) cell.tabIndex = cell === first ? 0 : -1;
    else cell.removeAttribute("tabindex");
    for (const link of cell.querySelectorAll("a")) {
      if (as) link.tabIndex = -1;
      else link.removeAttribute("tabindex");
    }
  }
}

export function month(grid) {
  shape(grid);
  wide.addEventListener("change", () => shape(grid));
  grid.addEventListener("keydown", (event) => onKey(grid, event));
  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (cell && wide.matches) stop(grid, cell);
  });
  grid.querySelector("td:target")?.focus();
}
