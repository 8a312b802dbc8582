/** Size of {@link sceneColor}'s picture where nothing else is said. */
export const SCENE = { width: 160, height: 120 };

/** A picture without any symmetry, as a function: colour `[r, g, b]`, 0 to 255, at x and y of a picture that large. */
export function sceneColor(x, y, { width, height } = SCENE) {
  const u = x / width;
  const v = y / height;
  if ((u - 0.25) ** 2 + (v - 0.3) ** 2 < 0.03) return [230, 60, 40];
  if (u > 0.6 && v > 0.55 && u + v < 1.75) return [30, 90, 200];
  if (v > 0.8) return [40, 140, 50];
  return [200 - Math.round(120 * v), 210 - Math.round(60 * u), 180 + Math.round(60 * v * u)];
}

/** The same upside down, in other colours: what a second frame shows. */
export const otherColor = (x, y, size = SCENE) =>
  sceneColor(size.width - 1 - x, size.height - 1 - y, size).map((level) => 255 - level);

/** Canvas with the colours of a function `(x, y) => [r, g, b]` or `[r, g, b, a]`. */
export function canvasOf({ width, height }, color) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d').putImageData(imageDataOf({ width, height }, color), 0, 0);
  return canvas;
}

export function imageDataOf({ width, height }, color) {
  const data = new ImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b, a = 255] = color(x, y);
      data.data.set([r, g, b, a], (y * width + x) * 4);
    }
  }
  return data;
}

/** Encodes a canvas. @returns Bytes of the file. */
export async function encode(canvas, type, quality) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  if (blob?.type !== type) throw new Error(`this browser does not encode ${type}`);
  return new Uint8Array(await blob.arrayBuffer());
}

/** Shows a file in an image element, and draws that on white: the picture as the browser gives it. */
export async function drawnByBrowser(file) {
  const image = await elementOf(file);
  const canvas = Object.assign(document.createElement('canvas'), {
    width: image.naturalWidth,
    height: image.naturalHeight,
  });
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  return canvas;
}

/** A loaded image element. */
export async function elementOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  return image;
}
