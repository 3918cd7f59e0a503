/** A toolbar that writes Markdown into the field below it. Without this module people write it by hand, as the hint says. */
export function writers(root) {
  for (const writer of root.querySelectorAll("[data-writer]")) {
    const field = writer.ownerDocument.getElementById(writer.dataset.writer);
    const tools = writer.querySelector("[role=toolbar]");
    if (!field || !tools) continue;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.wrap) wrap(field, button.dataset.wrap, button.dataset.wrap);
      else if (button.dataset.line) prefix(field, button.dataset.line);
      else wrap(field, "[", "](https://)");
    });
  }
}

/** Put in through the browser's own editing, so that its undo knows of it. */
function put(field, from, to, text) {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, from, to, "end");
}

function wrap(field, before, after) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  put(field, from, to, before + chosen + after);
  field.setSelectionRange(from + before.length, from + before.length + chosen.length);
}

function prefix(field, mark) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, to).split("\n");
  put(field, start, to, lines.map((line) => mark + line).join("\n"));
}
