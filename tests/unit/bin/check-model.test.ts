import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkModel } from '../../../bin/model-pack/check-model.mjs';

const TINY = fileURLToPath(new URL('../../fixtures/tiny-pack', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saccade-pack-'));
  await cp(TINY, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** Changes the manifest and gives the problems that are found then. */
async function problemsAfter(change: (manifest: any) => void): Promise<string[]> {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  change(manifest);
  await writeFile(path, JSON.stringify(manifest));
  return (await checkModel(folder)).problems;
}

describe('checkModel', () => {
  it('finds nothing wrong with the test pack', async () => {
    expect((await checkModel(folder)).problems).toEqual([]);
  });

  it('names the manifest when there is none', async () => {
    await rm(join(folder, 'manifest.json'));
    expect((await checkModel(folder)).problems).toEqual([
      expect.stringMatching(/manifest\.json cannot be read: there is none/),
    ]);
  });

  it('names the manifest when it is no JSON', async () => {
    await writeFile(join(folder, 'manifest.json'), '<!doctype html>');
    expect((await checkModel(folder)).problems[0]).toMatch(/cannot be read: .*JSON/);
  });

  it('names a flipped bit by file and chunk', async () => {
    const path = join(folder, 'encoder.onnx');
    const bytes = await readFile(path);
    const at = bytes.length - 1;
    bytes[at]! ^= 1;
    await writeFile(path, bytes);
    const { problems } = await checkModel(folder);
    expect(problems[0]).toMatch(/encoder\.onnx .* has SHA-256 [0-9a-f]{64}, the manifest says/);
    expect(problems[1]).toMatch(/encoder\.onnx .* chunk \d+ does not have/);
  });

  it('names a truncated file by both sizes', async () => {
    const path = join(folder, 'step.onnx');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 7));
    const { problems } = await checkModel(folder);
    expect(problems[0]).toBe(`step.onnx (files.step) has ${bytes.length - 7} bytes, the manifest says ${bytes.length}`);
  });

  it('names a file that is not there', async () => {
    await rm(join(folder, 'step.onnx'));
    expect((await checkModel(folder)).problems).toEqual(['step.onnx (files.step) is not there']);
  });

  describe('with a reference', () => {
    const size = async () => {
      const { shapes } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
      return shapes.keys[0] + shapes.values[1] + shapes.stateSize;
    };
    const problemsWith = async (numbers: Float32Array) => {
      const bytes = Buffer.from(numbers.buffer);
      await writeFile(join(folder, 'reference.bin'), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const entry = { path: 'reference.bin', bytes: bytes.length, sha256, chunkBytes: 1 << 20, chunks: [sha256] };
      return problemsAfter((manifest) => (manifest.files.reference = entry));
    };

    it('finds nothing wrong when it has the size that the shapes ask for', async () => {
      expect(await problemsWith(new Float32Array(await size()).fill(0.5))).toEqual([]);
    });

    it('names its size when it is another one', async () => {
      const numbers = new Float32Array((await size()) + 1);
      expect((await problemsWith(numbers)).join()).toMatch(/files\.reference must have \d+ or \d+ bytes/);
    });

    it('names the place of what is no number', async () => {
      const numbers = new Float32Array(await size());
      numbers[3] = NaN;
      expect(await problemsWith(numbers)).toEqual(['files.reference holds no finite number at byte 12']);
    });
  });

  it('names a file that is no ONNX model', async () => {
    await writeFile(join(folder, 'step.onnx'), 'not a graph, not even nearly');
    expect((await checkModel(folder)).problems.join('\n')).toMatch(/files\.step is not an ONNX model/);
  });

  it('names the tensor when the manifest and the graph disagree on its shape', async () => {
    const problems = await problemsAfter((manifest) => (manifest.shapes.stateSize += 1));
    expect(problems).toContainEqual(
      expect.stringMatching(/encoder graph, output "state" must have shape \[1, 17\], has \[1, 16\]/),
    );
  });

  it.each<[string, (manifest: any) => void, RegExp]>([
    ['a missing field', (m) => delete m.grid, /manifest lacks "grid"/],
    ['a wrong type', (m) => (m.maxTokens = '24'), /maxTokens must be an integer, is "24"/],
    ['an unknown version', (m) => (m.formatVersion = 2), /formatVersion must be 1, is 2/],
    ['an unknown file', (m) => (m.files.extra = m.files.step), /files has "extra"/],
    ['a path out of the folder', (m) => (m.files.step.path = '../step.onnx'), /files\.step\.path must match/],
    ['a hash in capitals', (m) => (m.files.step.sha256 = 'A'.repeat(64)), /sha256 must match/],
    ['a missing chunk', (m) => m.files.step.chunks.push(m.files.step.sha256), /the manifest lists \d+/],
    ['a grid that is not the keys', (m) => (m.grid.rows = 7), /rows \* columns = 98, is 196/],
    ['a token outside the vocabulary', (m) => (m.tokens.end = 9999), /tokens\.end is 9999/],
    ['two tokens of one id', (m) => (m.tokens.end = m.tokens.start), /two of them have the same id/],
    ['a word twice', (m) => (m.vocabulary[5] = m.vocabulary[6]), /stands at 5 already/],
    ['a word with white space', (m) => (m.vocabulary[9] = 'two words'), /holds white space/],
    ['a mode that does not sum to 1', (m) => (m.attention.soft.mode = [0.5, 0, 0]), /soft\.mode must sum to 1/],
    ['attention of another size', (m) => m.selfTest.attentionFirstStep.pop(), /must have 196 numbers, has 195/],
    ['a deviation of zero', (m) => (m.preprocessing.std = [1, 0, 1]), /std must be > 0/],
  ])('names %s', async (_what, change, sentence) => {
    expect((await problemsAfter(change)).join('\n')).toMatch(sentence);
  });
});
