import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { findViolations } from '../axe.ts';
import { openHarness, type Harness } from '../harness.ts';
import { unreachedByTab } from '../keyboard.ts';
import { readPng, type Pixels } from '../element/read-png.ts';

/** Sample photos, with their sizes as displayed. */
const PHOTOS = [
  { name: 'a portrait', file: 'two-dogs.jpg', width: 682, height: 1024 },
  { name: 'a landscape', file: 'shepherd-dog.jpg', width: 1024, height: 768 },
  { name: 'an EXIF-turned photo', file: 'officer.jpg', width: 512, height: 600 },
];

interface Told {
  text: string;
  attention: 'soft' | 'hard';
  tokens: { text: string; map: number[]; samples?: number[] }[];
}

let harness: Harness;
let page: Page;
beforeAll(async () => {
  harness = await openHarness({ context: { viewport: { width: 1200, height: 900 } } });
  page = await harness.browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.addInitScript(() => {
    document.addEventListener('captioned', (event) => {
      const { text, attention, tokens } = (event as CustomEvent).detail;
      (globalThis as { told?: unknown }).told = {
        text,
        attention,
        tokens: tokens.map(({ attention: map, ...token }: { attention: Float32Array }) => ({
          ...token,
          map: [...map],
        })),
      };
    });
  });
  await page.goto(`${harness.origin}/examples/demo/`);
  await caption();
}, 180_000);
afterAll(async () => {
  await harness.close();
});

/** Waits for the next caption and gives it. */
async function caption(): Promise<Told> {
  const told = await page.waitForFunction(() => (globalThis as { told?: unknown }).told, null, { polling: 50 });
  const value = (await told.jsonValue()) as Told;
  await page.evaluate(() => delete (globalThis as { told?: unknown }).told);
  return value;
}

/** The page once it has come to rest: a caption may be there before the photo is painted, which the browser does by and by. */
async function screenshot() {
  for (let last = await page.screenshot(); ;) {
    const next = await page.screenshot();
    if (next.equals(last)) return readPng(next, inflateSync);
    last = next;
  }
}

/** Share of its light that every cell of the photo keeps when the map is laid over it; NaN where there is no light. */
async function lightKept(plain: Pixels, lit: Pixels, photo: { width: number; height: number }): Promise<number[]> {
  const frame = (await page.locator('#frame').boundingBox())!;
  const scale = Math.min(frame.width / photo.width, frame.height / photo.height);
  const [width, height] = [photo.width * scale, photo.height * scale];
  const left = frame.x + (frame.width - width) / 2;
  const top = frame.y + (frame.height - height) / 2;
  const light = (pixels: Pixels, row: number, column: number) => {
    let sum = 0;
    for (let dy = -3; dy <= 3; dy++) {
      for (let dx = -3; dx <= 3; dx++) {
        const x = Math.round(left + ((column + 0.5) / 14) * width) + dx;
        const y = Math.round(top + ((row + 0.5) / 14) * height) + dy;
        sum += pixels.at(x, y).reduce((a, b) => a + b);
      }
    }
    return sum / 49;
  };
  return Array.from({ length: 196 }, (_, cell) => {
    const [row, column] = [Math.floor(cell / 14), cell % 14];
    const before = light(plain, row, column);
    return before < 60 ? NaN : light(lit, row, column) / before;
  });
}

test.each(PHOTOS)('demo lights the most attended places of $name when a word is hovered', async (photo) => {
  await page.click(`[data-file="${photo.file}"]`);
  const { text, tokens } = await caption();
  expect(text.split(' ').length).toBeGreaterThan(2);
  expect(await page.locator('#caption').innerText()).toBe(text);
  await page.mouse.move(2, 2);
  const plain = await screenshot();
  const words = page.locator('#caption .word:not(.ungrounded)');
  let checked = 0;
  for (let index = 0; checked < 3 && index < (await words.count()); index++) {
    await words.nth(index).hover();
    const kept = await lightKept(plain, await screenshot(), photo);
    const { map } = tokens[Number(await words.nth(index).getAttribute('data-index'))]!;
    // Where the photo itself is black, light cannot be seen.
    if (Number.isNaN(kept[map.indexOf(Math.max(...map))])) continue;
    checked++;
    const seen = kept.flatMap((_, cell) => (Number.isNaN(kept[cell]) ? [] : [cell]));
    const brightest = seen.reduce((best, cell) => (kept[cell]! > kept[best]! ? cell : best));
    const highest = Math.max(...seen.map((cell) => map[cell]!));
    expect(map[brightest]! / highest).toBeGreaterThan(0.93); // a screenshot has 8 bits: near ties may change places
    expect(Math.min(...seen.map((cell) => kept[cell]!))).toBeLessThan(0.6);
    expect(await page.locator('#place').innerText()).toMatch(/: .+/);
  }
  expect(checked).toBeGreaterThan(0);
  await page.mouse.move(2, 2);
  expect(await page.locator('.word.shown').count()).toBe(0);
});

test('demo shows maps by keyboard alone, and says where each word looked', async () => {
  await page.locator('.word').first().focus();
  await page.keyboard.press('End');
  expect(await page.locator('.word.shown').innerText()).toBe(await page.locator('.word').last().innerText());
  await page.keyboard.press('ArrowLeft');
  const focused = page.locator('.word:focus');
  expect(await focused.getAttribute('class')).toContain('shown');
  expect(await focused.getAttribute('aria-label')).toMatch(/^\S+: ./);
  await page.keyboard.press('Escape');
  expect(await page.locator('.word.shown').count()).toBe(0);
});

test('demo reads the photo with hard attention, and again with another seed', async () => {
  await page.locator('input[value=hard] + span').click();
  const hard = await caption();
  expect(hard.attention).toBe('hard');
  for (const { samples } of hard.tokens) expect(samples).toHaveLength(1);
  const draws = (told: Told) => told.tokens.map(({ samples }) => samples![0]).join();
  await page.click('#again');
  const again = await caption();
  expect(draws(again)).not.toBe(draws(hard));
  await page.locator('input[value=soft] + span').click();
  expect((await caption()).attention).toBe('soft');
});

test('demo tells what is wrong with a file that is no photo, and takes the next one', async () => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('#pick')]);
  await chooser.setFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a photo') });
  await page.waitForSelector('#failure:not([hidden])');
  expect(await page.locator('#failure code').innerText()).toBe('image-decode');
  await page.click('[data-file="cat.jpg"]');
  expect((await caption()).tokens.length).toBeGreaterThan(0);
  expect(await page.locator('#failure').isHidden()).toBe(true);
});

test('demo has nothing that axe finds', async () => {
  await page.locator('.word').first().focus();
  expect(await findViolations(page)).toEqual([]);
  expect(await unreachedByTab(page)).toEqual([]);
});
