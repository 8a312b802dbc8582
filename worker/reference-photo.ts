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
  const [keyLength, valueLength] = [shapes.keys[0] * shapes.keys[1], shapes.values[0] * shapes.values[1]];
  const length = names.length * keyLength + valueLength + shapes.stateSize;
  if (file.length !== 4 * length) {
    throw new ModelLoadError(
      'manifest-invalid',
      `The reference has ${file.length} bytes where the shapes ask for ${4 * length}.`,
      {
        details: { bytes: file.length, expectedBytes: 4 * length },
        remedy: 'Export the model pack again.',
      },
    );
  }
  const view = new DataView(file.buffer, file.byteOffset);
  const floats = Float32Array.from({ length }, (_, i) => view.getFloat32(4 * i, true));
  const keys = names.map((name, i) => [name, floats.subarray(i * keyLength, (i + 1) * keyLength)] as const);
  const rest = floats.subarray(names.length * keyLength);
  return { keys: Object.fromEntries(keys), values: rest.subarray(0, valueLength), state: rest.subarray(valueLength) };
}

function mean(arrays: readonly Float32Array[]): Float32Array {
  return arrays[0]!.map((_, i) => arrays.reduce((sum, array) => sum + array[i]!, 0) / arrays.length);
}
