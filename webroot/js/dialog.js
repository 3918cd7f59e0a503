/** Buttons that name a dialog open and close it; browsers that know invoker commands do so without this. */
function onClick(event) {
  const button = event.target.closest?.("button[command][commandfor]");
  const dialog = button && document.getElementById(button.getAttribute("commandfor"));
  if (!dialog) return;
  if (button.getAttribute("command") === "show-modal") dialog.showModal();
  else dialog.close();
}

export function dialogs(root) {
  if (!("commandForElement" in HTMLButtonElement.prototype)) root.addEventListener("click", onClick);
  // A click beside the sheet lands on the dialog itself, since its content fills it.
  root.addEventListener("click", (event) => {
    if (event.target.matches?.("dialog[open]")) event.target.close();
  });
}
