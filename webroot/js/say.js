/** Tells screen readers, politely, without moving focus. */
export function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** Fills {0} in a sentence that the server translated. */
export function fill(sentence, value) {
  return sentence.replace("{0}", value);
}
