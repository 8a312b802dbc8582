import { ModelLoadError } from '../src/shared/errors/model-load-error.ts';
import type { Manifest } from '../src/shared/manifest.ts';
import type { EncodedPhoto, Family } from './families/family.ts';

/** Even pictures that stand for no photo in particular, as normalised levels. */
const LEVELS = [-0.5, 0, 0.5];

/**
 * What the encoder gives for no photo in particular: what a text gets from it tells how likely the text is by itself.
 *
 * @param manifest - Of the model pack.
 * @param file - Contents of `files.reference`, or null: then even grey pictures stand in for it.
 * @param family - Runs the encoder where there is no file.
 * @throws {@link ModelLoadError} `manifest-invalid` if the file has not the size that the shapes ask for.
 */
export async function referencePhoto(
  manifest: Manifest,
  file: Uint8Array<ArrayBuffer> | null,
  family: Family,
): Promise<EncodedPhoto> {
  if (file !== null) return fromFile(manifest, file);
  const { width, height } = manifest.preprocessing;
  const photos: EncodedPhoto[] = [];
  for (const level of LEVELS) photos.push(await family.encode(new Float32Array(3 * width * height).fill(level)));
  const first = photos[0]!;
  const keys = Object.keys(first.keys).map((name) => [name, mean(photos.map((photo) => photo.keys[name]!))] as const);
  return {
    keys: Object.fromEntries(keys),
    values: mean(photos.map((photo) => photo.values)),
    state: mean(photos.map((photo) => photo.state)),
  };
}

function fromFile({ shapes, attention }: Manifest, file: Uint8Array<ArrayBuffer>): EncodedPhoto {
  const names = [...new Set([attention.soft.keys, attention.hard.keys])];
  const [keySize, places] = shapes.keys;
  const valueSize = shapes.values[1];
  const sizes = [...names.map(() => keySize), valueSize];
  const compact = sizes.reduce((sum, size) => sum + size, 0);
  const bytes = [compact, compact * places].map((length) => 4 * (length + shapes.stateSize));
  if (!bytes.includes(file.length)) {
    const message = `The reference has ${file.length} bytes where the shapes ask for ${bytes.join(' or ')}.`;
    throw new ModelLoadError('manifest-invalid', message, {
      details: { bytes: file.length, expectedBytes: bytes },
      remedy: 'Export the model pack again.',
    });
  }
  const view = new DataView(file.buffer, file.byteOffset);
  const isCompact = file.length === bytes[0];
  let at = 0;
  const take = (length: number): Float32Array => Float32Array.from({ length }, () => view.getFloat32(4 * at++, true));
  const keys = names.map((name) => {
    if (!isCompact) return [name, take(keySize * places)] as const;
    const vector = take(keySize);
    return [name, Float32Array.from({ length: keySize * places }, (_, i) => vector[Math.floor(i / places)]!)] as const;
  });
  const vector = take(isCompact ? valueSize : valueSize * places);
  const values = Float32Array.from({ length: valueSize * places }, (_, i) => vector[i % vector.length]!);
  return { keys: Object.fromEntries(keys), values, state: take(shapes.stateSize) };
}

function mean(arrays: readonly Float32Array[]): Float32Array {
  return arrays[0]!.map((_, i) => arrays.reduce((sum, array) => sum + array[i]!, 0) / arrays.length);
}
