import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { findViolations } from '../axe.ts';
import { openHarness, type Harness } from '../harness.ts';
import { unreachedByTab } from '../keyboard.ts';
import { bundleExample } from './bundle-example.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const PHOTOS = ['shepherd-dog', 'koala', 'cat'].map((name) => root(`examples/demo/photos/${name}.jpg`));

let harness: Harness;
let built: string;
beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'saccade-examples-'));
  // The examples are run as they are; a tiny model in the package's place keeps 200 photos short.
  const mounts = {
    '/saccade/models/flickr8k-lite2/manifest.saccade': root('tests/fixtures/tiny-pack/manifest.json'),
    '/saccade/models/flickr8k-lite2/': root('tests/fixtures/tiny-pack'),
    '/built/': built,
  };
  harness = await openHarness({ mounts });
}, 180_000);
afterAll(async () => {
  await harness.close();
  rmSync(built, { recursive: true, force: true });
});

const isSentence = (text: string | null) => expect(text).toMatch(/^[a-z]+( [a-z]+)+$/);

/** Opens a page, runs the check, looks for what axe finds and for what the keyboard does not reach, and closes it. */
async function visit(path: string, check: (page: Page) => Promise<void>): Promise<void> {
  const page = await harness.newPage(path);
  try {
    await check(page);
    expect(await findViolations(page)).toEqual([]);
    expect(await unreachedByTab(page)).toEqual([]);
  } finally {
    await page.close();
  }
}

test('01-plain-page captions a chosen photo', () =>
  visit('/examples/01-plain-page/', async (page) => {
    await page.setInputFiles('input', PHOTOS[0]!);
    await page.waitForFunction(() => / /.test(document.querySelector('output')!.textContent ?? ''));
    isSentence(await page.locator('output').textContent());
  }));

test('02-element captions the photos that come into view', () =>
  visit('/examples/02-element/', async (page) => {
    const first = page.locator('saccade-caption img').first();
    await page.waitForFunction(() => document.querySelector('saccade-caption')!.caption);
    isSentence(await first.getAttribute('alt'));
  }));

test.each(['03-react', '04-vue', '05-svelte'])('%s shows the caption and the map of a focused word', async (name) => {
  await bundleExample(root(`examples/${name}`), join(built, name));
  await visit(`/built/${name}/`, async (page) => {
    const word = page.locator('figcaption button').first();
    await word.waitFor();
    isSentence(await page.locator('img').getAttribute('alt'));
    expect(await word.getAttribute('aria-label')).toMatch(/: ./);
    const painted = () =>
      page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, index) => index % 4 === 3 && value > 0);
      });
    expect(await painted()).toBe(false);
    await word.focus();
    await expect.poll(painted).toBe(true);
  });
});

test('06-photo-library captions 200 photos, pauses, resumes, and keeps what it did', async () => {
  const files = await makePhotos(200);
  const state = (page: Page) => page.locator('#state').textContent();
  const paths = files.map((file) => join(built, file));
  await visit('/examples/06-photo-library/', async (page) => {
    page.setDefaultTimeout(600_000); // a busy machine takes seconds a photo
    await page.setInputFiles('#photos', paths);
    await page.waitForSelector('li:nth-child(5)');
    await page.click('#toggle');
    await page.waitForFunction(() => document.querySelector('#toggle')!.textContent === 'Resume');
    const paused = await state(page);
    expect(Number.parseInt(paused!)).toBeLessThan(200);
    await page.waitForTimeout(500);
    expect(await state(page)).toBe(paused);
    await page.click('#toggle');
    await page.waitForSelector('li:nth-child(200)');
    expect(await state(page)).toBe('200 of 200');
    isSentence(await page.locator('li:nth-child(200)').textContent());
    await page.reload();
    await page.setInputFiles('#photos', paths);
    await page.waitForSelector('li:nth-child(200)');
    expect(page.workers()).toHaveLength(0); // all of it was kept: nothing to load
  });
}, 900_000);

test('07-photo-search ranks a folder by words', async () => {
  const folder = mkdtempSync(join(built, 'folder-'));
  for (const file of await makePhotos(4)) writeFileSync(join(folder, file), Buffer.from(await readPhoto(file)));
  await visit('/examples/07-photo-search/', async (page) => {
    await page.setInputFiles('#folder', folder);
    await page.fill('#words', 'dog grass');
    await page.click('button');
    await page.waitForSelector('#found li:nth-child(4)');
    const scores = (await page.locator('#found li').allTextContents()).map((text) =>
      Number(/score (.+)/.exec(text)![1]),
    );
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(new Set(scores).size).toBeGreaterThan(1);
  });
});

test('playground captions with the options of its form, and shows code, data and the map of a focused word', () =>
  visit('/examples/playground/', async (page) => {
    const words = page.locator('#words button');
    const shown = async () => JSON.parse((await page.locator('#data').textContent())!);
    await words.first().waitFor();
    expect((await words.allTextContents()).join(' ')).toBe((await shown()).text);
    expect(await page.locator('#code').textContent()).toContain('captioner.caption(photo);');
    await words.nth(1).focus();
    expect(await words.nth(1).getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('#place').textContent()).toMatch(/: .+ \(log-probability -\d/);

    await page.selectOption('[name=attention]', 'hard');
    await page.fill('[name=seed]', '4');
    await page.fill('[name=beams]', '2');
    await page.fill('[name=candidates]', '2');
    await page.locator('[name=suppress]').fill((await words.first().textContent())!);
    await page.keyboard.press('Enter');
    await page.locator('#candidates li:nth-child(2)').waitFor();
    const { attention, seed, text, tokens } = await shown();
    expect({ attention, seed }).toEqual({ attention: 'hard', seed: 4 });
    expect(text.split(' ')).toHaveLength(tokens.length);
    expect(await page.locator('#code').textContent()).toMatch(
      /\{ attention: 'hard', seed: 4, beams: 2, candidates: 2, suppress: \['\w+'\] \}/,
    );

    await page.fill('[name=candidates]', '8');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#status').textContent()).toMatch(/^bad-option: .*candidates/);
  }));

/** Draws small photos, each another one, and writes them; gives their names. */
async function makePhotos(count: number): Promise<string[]> {
  const page = await harness.newPage();
  const bytes = await page.evaluate(async (wanted) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [96, 64];
    const context = canvas.getContext('2d')!;
    const made: string[] = [];
    for (let index = 0; index < wanted; index++) {
      context.fillStyle = `hsl(${index * 37} 60% 40%)`;
      context.fillRect(0, 0, 96, 64);
      context.fillStyle = `hsl(${index * 91} 80% 70%)`;
      context.fillRect((index * 13) % 70, (index * 7) % 40, 26, 24);
      made.push(canvas.toDataURL('image/jpeg').split(',')[1]!);
    }
    return made;
  }, count);
  await page.close();
  return bytes.map((base64, index) => {
    const name = `photo-${String(index).padStart(3, '0')}.jpg`;
    writeFileSync(join(built, name), Buffer.from(base64, 'base64'));
    return name;
  });
}

async function readPhoto(name: string): Promise<ArrayBuffer> {
  return (await fetch(`${harness.origin}/built/${name}`)).arrayBuffer();
}
