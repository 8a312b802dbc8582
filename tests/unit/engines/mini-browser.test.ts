import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { miniBrowser } from '../../engines/install.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'saccade-libraries-'));
  mkdirSync(join(root, 'lib64'));
  // What Debian keeps there: a file whose name looks like that of an architecture's folder.
  writeFileSync(join(root, 'lib64', 'ld-linux-x86-64.so.2'), '');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const libraries = () => [join(root, 'lib'), join(root, 'lib64')];

it('finds no WebKitGTK where there is none', () => {
  expect(miniBrowser(libraries())).toBeUndefined();
});

it("finds the newest WebKitGTK in the architecture's folder", () => {
  for (const version of ['webkit2gtk-4.0', 'webkit2gtk-4.1']) {
    mkdirSync(join(root, 'lib', 'x86_64-linux-gnu', version), { recursive: true });
    writeFileSync(join(root, 'lib', 'x86_64-linux-gnu', version, 'MiniBrowser'), '');
  }
  expect(miniBrowser(libraries())).toBe(join(root, 'lib', 'x86_64-linux-gnu', 'webkit2gtk-4.1', 'MiniBrowser'));
});
