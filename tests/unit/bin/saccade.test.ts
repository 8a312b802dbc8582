import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const TINY = root('tests/fixtures/tiny-pack');
const MODEL = 'models/flickr8k-lite2';
const isBuilt = existsSync(root('dist/types.d.ts'));
if (!isBuilt) console.warn('saccade copy-assets is not tested: there is no dist/. Run `npm run build` first.');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saccade-bin-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command as `npx saccade` does; `status` is its exit status. */
async function saccade(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [root('bin/saccade.mjs'), ...args]);
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

const listFiles = async (of: string) =>
  (await readdir(of, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(of.length + 1))
    .sort();

describe('saccade', () => {
  it.each([[[]], [['no-such-command', 'x']], [['copy-assets']], [['toString', 'x']]])(
    'says how it is used and exits with 2, with the arguments %j',
    async (args: string[]) => {
      const { status, stdout, stderr } = await saccade(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/saccade copy-assets DIR/);
    },
  );

  it('says how it is used and exits with 0, with --help', async () => {
    const { status, stdout } = await saccade('--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/saccade check-model DIR/);
  });

  it('names a flag that it does not know, and exits with 2', async () => {
    const { status, stderr } = await saccade('copy-assets', folder, '--without-worker');
    expect(status).toBe(2);
    expect(stderr).toMatch(/--without-worker/);
  });
});

describe.skipIf(!isBuilt)('saccade copy-assets', () => {
  const SERVED = [
    'runtime/ort-wasm-simd-threaded.jspi.wasm',
    'runtime/ort-wasm-simd-threaded.reduced.wasm',
    'runtime/ort-wasm-simd-threaded.wasm',
    'worker-webgpu.js',
    'worker.js',
  ];

  it('copies workers, runtime and model, byte for byte, into a folder that it makes', async () => {
    const target = join(folder, 'public/saccade');
    const { status, stdout } = await saccade('copy-assets', target);
    expect(status).toBe(0);
    const files = await listFiles(target);
    expect(files).toEqual(
      expect.arrayContaining([...SERVED, `${MODEL}/encoder.onnx`, `${MODEL}/manifest.json`, `${MODEL}/step.onnx`]),
    );
    expect(files.filter((name) => /index|inline|element|\.map$|\.d\.ts$|\.saccade$/.test(name))).toEqual([]);
    for (const name of files) {
      const [copied, built] = await Promise.all([readFile(join(target, name)), readFile(root(`dist/${name}`))]);
      expect(copied.equals(built), name).toBe(true);
      expect(stdout).toContain(name);
    }
  });

  it('leaves the model out with --without-model', async () => {
    await saccade('copy-assets', folder, '--without-model');
    expect(await listFiles(folder)).toEqual(SERVED);
  });

  it('copies what a page imports, too, and all that it finds by itself, with --with-scripts', async () => {
    await saccade('copy-assets', folder, '--with-scripts');
    const built = await listFiles(root('dist'));
    expect(await listFiles(folder)).toEqual(built.filter((name) => !/\.(?:map|d\.ts)$/.test(name)));
  });

  it('copies over what an older version left, and keeps files of others', async () => {
    await writeFile(join(folder, 'worker.js'), 'of an older version');
    await writeFile(join(folder, 'own.txt'), 'own');
    await saccade('copy-assets', folder, '--without-model');
    expect((await readFile(join(folder, 'worker.js'))).equals(await readFile(root('dist/worker.js')))).toBe(true);
    expect(await readFile(join(folder, 'own.txt'), 'utf8')).toBe('own');
  });

  it('copies a model that saccade check-model finds good', async () => {
    await saccade('copy-assets', folder);
    const { status, stdout } = await saccade('check-model', join(folder, MODEL));
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/is a good model pack: .* words/) });
  });
});

describe('saccade check-model', () => {
  it('says what a good pack holds, and exits with 0', async () => {
    const { status, stdout } = await saccade('check-model', TINY);
    const { name, version, vocabulary } = JSON.parse(await readFile(join(TINY, 'manifest.json'), 'utf8'));
    expect(status).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^${name} ${version} is a good model pack: \\d+\\.\\d\\d MB, ${vocabulary.length} words\n$`),
    );
  });

  it('lists what is wrong and exits with 1, with a file missing', async () => {
    await cp(TINY, folder, { recursive: true });
    await rm(join(folder, 'step.onnx'));
    const { status, stdout } = await saccade('check-model', folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^- .*step\.onnx/m);
    expect(stdout).toMatch(/\d+ problems? in /);
  });
});
