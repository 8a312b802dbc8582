// Pictures for the tests, made in the page.

/** A canvas with four quadrants of different colours and a stripe: no turn or flip of it looks the same. */
export function picture(width = 320, height = 200) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  const colors = ['#c02020', '#20a040', '#2040c0', '#e0d020'];
  colors.forEach((color, i) => {
    context.fillStyle = color;
    context.fillRect((i % 2) * (width / 2), Math.floor(i / 2) * (height / 2), width / 2, height / 2);
  });
  context.fillStyle = 'white';
  context.fillRect(width * 0.6, 0, width * 0.1, height * 0.4);
  return canvas;
}

/** The picture in colours of its own for each seed, so that captions differ. */
export function variant(seed, width = 64, height = 48) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  for (let i = 0; i < 12; i++) {
    const hash = ((seed * 131 + i * 977 + 7) * 2654435761) >>> 0;
    context.fillStyle = `hsl(${hash % 360} 80% ${20 + ((hash >>> 9) % 60)}%)`;
    context.fillRect((hash >>> 3) % width, (hash >>> 7) % height, width / 2, height / 3);
  }
  return canvas;
}

/** An encoded file. */
export function encode(canvas, type = 'image/png', quality = 1) {
  return new Promise((resolve) => {
    canvas.toBlob(resolve, type, quality);
  });
}

/**
 * A JPEG that is stored turned and says so: shown upright it is the canvas.
 *
 * @param orientation - EXIF tag 0x0112, 1 to 8.
 */
export async function turnedJpeg(canvas, orientation) {
  const { width, height } = canvas;
  const swapped = orientation >= 5;
  const stored = Object.assign(document.createElement('canvas'), {
    width: swapped ? height : width,
    height: swapped ? width : height,
  });
  const context = stored.getContext('2d');
  // Where a pixel (x, y) of the upright picture is stored, by orientation (EXIF 2.32, table 6).
  const [w, h] = [width, height];
  const transforms = {
    1: [1, 0, 0, 1, 0, 0],
    2: [-1, 0, 0, 1, w, 0],
    3: [-1, 0, 0, -1, w, h],
    4: [1, 0, 0, -1, 0, h],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, -1, 1, 0, 0, w],
    7: [0, -1, -1, 0, h, w],
    8: [0, 1, -1, 0, h, 0],
  };
  context.setTransform(...transforms[orientation]);
  context.drawImage(canvas, 0, 0);
  const jpeg = new Uint8Array(await (await encode(stored, 'image/jpeg')).arrayBuffer());
  const exif = new Uint8Array([
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0], // APP1, length, "Exif"
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1], // big-endian TIFF, one entry
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
  ]);
  return new Blob([jpeg.subarray(0, 2), exif, jpeg.subarray(2)], { type: 'image/jpeg' });
}

/** A PNG's header for a size, with no pixels behind it. */
export function pngHeader(width, height) {
  const view = new DataView(new ArrayBuffer(33));
  [0x89504e47, 0x0d0a1a0a, 13, 0x49484452, width, height, 0x08020000].forEach((word, i) => view.setUint32(i * 4, word));
  return new Blob([view], { type: 'image/png' });
}

/** A loaded image element. */
export async function imageElement(src, settings = {}) {
  const image = Object.assign(new Image(), settings);
  image.src = src;
  await image.decode();
  return image;
}

/** A 16-bit PNG, 2 x 2, of one colour: 16 bits a channel, RGB, uncompressed. */
export async function png16(red, green, blue) {
  const rows = [0, 1].flatMap(() => [
    0,
    ...[0, 1].flatMap(() => [red, green, blue].flatMap((value) => [value >> 8, value & 255])),
  ]);
  const zlib = await new Response(
    new Blob([new Uint8Array(rows)]).stream().pipeThrough(new CompressionStream('deflate')),
  ).arrayBuffer();
  const chunk = (type, data) => {
    const body = new Uint8Array([...new TextEncoder().encode(type), ...data]);
    const bytes = new Uint8Array(body.length + 8);
    new DataView(bytes.buffer).setUint32(0, data.length);
    bytes.set(body, 4);
    new DataView(bytes.buffer).setUint32(body.length + 4, crc32(body));
    return bytes;
  };
  const header = [0, 0, 0, 2, 0, 0, 0, 2, 16, 2, 0, 0, 0];
  const magic = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Blob([magic, chunk('IHDR', header), chunk('IDAT', new Uint8Array(zlib)), chunk('IEND', [])], {
    type: 'image/png',
  });
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** What a test needs of an error, as plain data. */
export function told(error) {
  const { name, code = null, message, remedy = null, details = null } = error ?? {};
  return { name, code, message, remedy, details, thrown: error instanceof Error ? null : String(error) };
}

/** `{ ok }` or `{ error }` of a promise, as plain data. */
export async function outcome(promise) {
  try {
    const caption = await promise;
    const { text, logProb, grid } = caption;
    return { text, logProb, photo: grid && [grid.photoWidth, grid.photoHeight] };
  } catch (error) {
    return { error: told(error) };
  }
}
