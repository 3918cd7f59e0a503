/** Shows the chosen picture before it is sent. Drawn on a canvas, so the policy for images needs no exception. */
const SIDE = 160;

async function preview(file, frame) {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const side = Math.min(picture.width, picture.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  frame.replaceChildren(canvas);
}

export function avatarPreview(root) {
  const input = root.querySelector('[data-avatar] input[type="file"]');
  const frame = root.querySelector("[data-avatar-preview] .avatar");
  if (!input || !frame) return;
  input.addEventListener("change", () => {
    // What cannot be drawn here is the server's to refuse, with its own sentence.
    if (input.files[0]) preview(input.files[0], frame).catch(() => {});
  });
}
