/** Fills in how long a video or recording lasts, as the browser finds it, where the author has said nothing yet. */
const two = (number) => String(number).padStart(2, "0");

function clock(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function lasts(media) {
  const field = document.querySelector("input[name=length]");
  if (!field) return;
  const fill = () => {
    const seconds = Math.round(media.duration);
    if (field.value || !Number.isFinite(seconds) || seconds <= 0 || seconds > 86400) return;
    field.value = clock(seconds);
    // It is kept when the author saves the lesson, as all that they type.
    document.querySelector("[data-lasts-said]").hidden = false;
  };
  media.addEventListener("loadedmetadata", fill);
  if (media.readyState > 0) fill();
}
