/** What the first bytes of an image file say. Sizes are those stored, before any EXIF turn. */
export interface ImageHeader {
  format: 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'avif' | 'svg';
  /** Null where the header does not tell in a place worth looking for. */
  size: { width: number; height: number } | null;
  /** Of JPEGs only: whether the header says that the pixels are stored as they are shown, not turned, not mirrored. */
  isUpright?: boolean;
}

/** A file, or its bytes: those in memory need not be asked for. */
export type FileBytes = Blob | Uint8Array<ArrayBuffer>;

/** Bytes that {@link readImageHeader} needs at least of a complete header, JPEG aside. */
const PROBE_BYTES = 4096;
/** Within so many bytes an Exif segment says how the photo is turned, as far as this is looked for. */
const EXIF_BYTES = 512;
/** A JPEG's size may come after large blocks of metadata; each skip reads one more piece. */
const MAX_JPEG_SEGMENTS = 256;

/**
 * Reads format and size of an image file without decoding it.
 *
 * @param file - Anything; a few kilobytes of it are read.
 * @returns Null if it is none of the known formats.
 */
export async function readImageHeader(file: FileBytes): Promise<ImageHeader | null> {
  const view = await read(file, 0, PROBE_BYTES);
  const ascii = (offset: number, length: number) => {
    let text = '';
    for (let i = offset; i < Math.min(offset + length, view.byteLength); i++)
      text += String.fromCharCode(view.getUint8(i));
    return text;
  };
  if (startsWith(view, [0xff, 0xd8, 0xff])) return { format: 'jpeg', ...(await readJpeg(file, view)) };
  if (startsWith(view, [0x89, 0x50, 0x4e, 0x47]))
    return { format: 'png', size: pair(view, 16, (at) => view.getUint32(at), 4) };
  if (ascii(0, 4) === 'GIF8') return { format: 'gif', size: pair(view, 6, (at) => view.getUint16(at, true), 2) };
  if (ascii(0, 4) === 'RIFF' && ascii(8, 4) === 'WEBP') return { format: 'webp', size: webpSize(view, ascii(12, 4)) };
  if (ascii(0, 2) === 'BM')
    return { format: 'bmp', size: pair(view, 18, (at) => Math.abs(view.getInt32(at, true)), 4) };
  if (ascii(4, 4) === 'ftyp' && /avi[fs]|mif1/.test(ascii(8, 32))) {
    const at = ascii(0, PROBE_BYTES).indexOf('ispe');
    return { format: 'avif', size: at < 0 ? null : pair(view, at + 8, (offset) => view.getUint32(offset), 4) };
  }
  const text = ascii(0, PROBE_BYTES);
  return /^(?:\xef\xbb\xbf)?\s*</.test(text) && /<svg[\s>]/i.test(text) && !/<html[\s>]/i.test(text)
    ? { format: 'svg', size: null }
    : null;
}

/** First bytes of a file in hexadecimal and, where printable, as text: tells a page of HTML from a photo. */
export async function firstBytes(file: FileBytes, count = 16): Promise<{ hex: string; text: string }> {
  const view = await read(file, 0, count);
  const bytes = Array.from({ length: view.byteLength }, (_, i) => view.getUint8(i));
  return {
    hex: bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
    text: bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
  };
}

async function read(file: FileBytes, offset: number, length: number): Promise<DataView> {
  if (file instanceof Uint8Array) {
    const { buffer, byteOffset, byteLength } = file.subarray(offset, offset + length);
    return new DataView(buffer, byteOffset, byteLength);
  }
  return new DataView(await file.slice(offset, offset + length).arrayBuffer());
}

function startsWith(view: DataView, magic: readonly number[]): boolean {
  return view.byteLength >= magic.length && magic.every((byte, i) => view.getUint8(i) === byte);
}

function pair(view: DataView, at: number, get: (at: number) => number, step: number): ImageHeader['size'] {
  return view.byteLength >= at + 2 * step ? { width: get(at), height: get(at + step) } : null;
}

/** RFC 9649: three kinds of first chunk, three places for the size. */
function webpSize(view: DataView, chunk: string): ImageHeader['size'] {
  if (view.byteLength < 30) return null;
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (chunk === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** ITU-T T.81 B.2: walks from marker to marker until the scan begins. `view`: the file's first bytes. */
async function readJpeg(file: FileBytes, view: DataView): Promise<Pick<ImageHeader, 'size' | 'isUpright'>> {
  let size: ImageHeader['size'] = null;
  let isUpright = true;
  let offset = 2;
  let viewStart = 0;
  for (let segment = 0; segment < MAX_JPEG_SEGMENTS; segment++) {
    if (offset - viewStart + 9 > view.byteLength) {
      view = await read(file, offset, PROBE_BYTES);
      viewStart = offset;
      if (view.byteLength < 9) break;
    }
    const at = offset - viewStart;
    if (view.getUint8(at) !== 0xff) break;
    const marker = view.getUint8(at + 1);
    const isFill = marker === 0xff;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) size ??= { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker === 0xda || marker === 0xd9) return { size, isUpright: isUpright && size !== null };
    if (marker === 0xe1) {
      const isThere = at + EXIF_BYTES <= view.byteLength;
      isUpright &&= isThere ? exifIsUpright(view, at + 4) : exifIsUpright(await read(file, offset, PROBE_BYTES), 4);
    }
    offset += isFill ? 1 : 2 + view.getUint16(at + 2);
  }
  return { size, isUpright: false };
}

/** Exif 2.3, 4.6.4: whether an APP1 segment's contents have no orientation, or the one that turns nothing. */
function exifIsUpright(view: DataView, start: number): boolean {
  try {
    if (view.getUint32(start) !== 0x45786966) return true; // "Exif"
    const tiff = start + 6;
    const isLittle = view.getUint16(tiff) === 0x4949;
    const directory = tiff + view.getUint32(tiff + 4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    for (let entry = directory + 2; entry < directory + 2 + 12 * entries; entry += 12) {
      if (view.getUint16(entry, isLittle) === 0x0112) return view.getUint16(entry + 8, isLittle) === 1;
    }
    return true;
  } catch {
    // It goes on beyond what was read.
    return false;
  }
}
