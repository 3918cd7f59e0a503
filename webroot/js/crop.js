/** Shows a chosen picture in a dialog, to be moved and enlarged behind a frame; what is taken replaces the file in the form. */
const LONGEST = { logo: 1200, "logo-dark": 1200, favicon: 512, "login-image": 1440 };
const STEP = 12;
const DRAWING = "image/svg+xml";

function shape(ratio) {
  const [wide, high] = ratio.split(":").map(Number);
  return wide / high;
}

class Crop {
  constructor(dialog, picture, ratio) {
    this.canvas = dialog.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.picture = picture;
    this.zoom = 1;
    this.x = picture.width / 2;
    this.y = picture.height / 2;
    this.to(ratio);
  }

  to(ratio) {
    this.ratio = shape(ratio);
    this.canvas.width = 480;
    this.canvas.height = Math.round(480 / this.ratio);
    this.move(0, 0);
  }

  /** The part of the picture that the frame shows, in the picture's pixels. */
  part() {
    const whole = Math.min(this.picture.width, this.picture.height * this.ratio);
    const width = whole / this.zoom;
    return { width, height: width / this.ratio };
  }

  move(dx, dy) {
    const { width, height } = this.part();
    const clamp = (value, half, size) => Math.min(Math.max(value, half), size - half);
    this.x = clamp(this.x - dx * (width / this.canvas.width), width / 2, this.picture.width);
    this.y = clamp(this.y - dy * (width / this.canvas.width), height / 2, this.picture.height);
    this.draw(this.pen, this.canvas);
  }

  draw(pen, canvas) {
    const { width, height } = this.part();
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.picture, this.x - width / 2, this.y - height / 2, width, height, 0, 0, canvas.width, canvas.height);
  }

  async file(longest, name) {
    const { width } = this.part();
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(16, Math.round(Math.min(width, longest)));
    canvas.height = Math.max(16, Math.round(canvas.width / this.ratio));
    this.draw(canvas.getContext("2d"), canvas);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return new File([blob], name.replace(/\.\w+$/, "") + ".png", { type: "image/png" });
  }
}

/** What was taken: null where the file is to go as it is, which a drawing for an icon never does where all of it fits. */
async function choose(dialog, picture, ratios, drawing) {
  // The shape that loses least of it comes first.
  const lost = (ratio) => Math.abs(Math.log(picture.width / picture.height / shape(ratio)));
  const first = [...ratios].sort((one, two) => lost(one) - lost(two))[0];
  const crop = new Crop(dialog, picture, first);
  const zoom = dialog.querySelector("input[type=range]");
  const shapes = dialog.querySelector(".segments");
  zoom.value = "100";
  shapes.hidden = ratios.length < 2;
  for (const button of shapes.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.ratio === first));
    button.onclick = () => {
      for (const other of shapes.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      crop.to(button.dataset.ratio);
    };
  }
  zoom.oninput = () => {
    crop.zoom = Number(zoom.value) / 100;
    crop.move(0, 0);
  };
  crop.canvas.onpointerdown = (event) => crop.canvas.setPointerCapture(event.pointerId);
  crop.canvas.onpointermove = (event) => {
    const scale = crop.canvas.width / crop.canvas.clientWidth;
    if (event.buttons) crop.move(event.movementX * scale, event.movementY * scale);
  };
  crop.canvas.onkeydown = (event) => {
    const by = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (!by) return;
    event.preventDefault();
    crop.move(...by);
  };
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  const whole = drawing && dialog.returnValue !== "" && picture.width === picture.height;
  return whole || dialog.returnValue === "take" ? crop : null;
}

/**
 * A drawing as pixels: phones and older browsers show no SVG as an icon, and what draws best here is the browser itself. As an
 * image it runs no script and fetches nothing.
 */
async function drawn(file, side) {
  const picture = new Image();
  picture.src = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });
  await picture.decode();
  // One without measures of its own is square, as an icon is.
  const ratio = picture.naturalWidth && picture.naturalHeight ? picture.naturalWidth / picture.naturalHeight : 1;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(ratio >= 1 ? side * ratio : side);
  canvas.height = Math.round(ratio >= 1 ? side : side / ratio);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return createImageBitmap(canvas);
}

/** What can be cropped of a chosen file: null for what cannot be drawn here, and for drawings that stay drawings. */
function pixels(file, kind) {
  if (file.type !== DRAWING) return createImageBitmap(file).catch(() => null);
  return kind === "favicon" ? drawn(file, LONGEST.favicon).catch(() => null) : Promise.resolve(null);
}

export function cropper(form, dialog) {
  for (const part of form.querySelectorAll("[data-picture]")) {
    const input = part.querySelector("input[type=file]");
    const kind = part.dataset.picture;
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) return;
      const picture = await pixels(file, kind);
      if (picture && picture.width > 1 && picture.height > 1) {
        const taken = await choose(dialog, picture, part.dataset.ratios.split(","), file.type === DRAWING);
        if (taken) {
          const list = new DataTransfer();
          list.items.add(await taken.file(LONGEST[kind], file.name));
          input.files = list.files;
        }
        picture.close();
        if (!dialog.returnValue) {
          input.value = "";
          return;
        }
      }
      form.requestSubmit(form.querySelector('button[value="save"]'));
    });
  }
}
