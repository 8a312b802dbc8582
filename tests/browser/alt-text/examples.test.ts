import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findViolations } from '../axe.ts';
import { openHarness, type Harness } from '../harness.ts';
import { unreachedByTab } from '../keyboard.ts';

const photo = (name: string) => fileURLToPath(new URL(`../../../examples/demo/photos/${name}.jpg`, import.meta.url));

const PATIENCE = { timeout: 300_000 };

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
}, 180_000);
afterAll(async () => {
  await harness?.close();
});

test('20-alt-text-editor publishes nothing unread, and the keyboard alone gets there', async () => {
  const page = await harness.newPage('/examples/20-alt-text-editor/');
  await page.setInputFiles('#files', [photo('shepherd-dog'), photo('cat')]);
  await page.waitForFunction(() => document.querySelectorAll('.picture[data-kind]').length === 2, undefined, PATIENCE);
  expect(await page.textContent('#result')).toBe('Nothing yet.');
  expect(await page.getAttribute('.picture', 'data-kind')).toMatch(/^(alt|unsure)$/);

  await page.focus('#files');
  await page.keyboard.press('Tab');
  const draft = await page.inputValue('.picture textarea');
  expect(draft).toMatch(/^[A-Z].*\.$/);
  await page.keyboard.press('End');
  await page.keyboard.type(' "Rex"');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.textContent('#result')).toBe(`<img src="shepherd-dog.jpg" alt="${draft} &quot;Rex&quot;">`);
  await page.click('.picture:nth-child(2) [data-action=decorative]');
  expect(await page.textContent('#result')).toContain('<img src="cat.jpg" alt="">');
  expect(await findViolations(page)).toEqual([]);
  expect(await unreachedByTab(page)).toEqual([]);
  await page.close();
}, 400_000);

test('21-page-observer describes what its authors did not, and takes it back', async () => {
  const page = await harness.newPage('/examples/21-page-observer/');
  expect(await findViolations(page)).toEqual([]);
  await page.focus('#toggle');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => document.getElementById('status')!.textContent?.startsWith('Everything'),
    undefined,
    PATIENCE,
  );
  const alts = await page.$$eval('#gallery img', (images) => images.map((image) => image.getAttribute('alt')));
  expect(alts[1]).toBe('A cat, as its author described it');
  expect(alts[4]).toBe('');
  for (const alt of [alts[0], alts[2], alts[3]]) {
    expect(alt).toMatch(/^[A-Z].*\. \(Automatic description, .*\.\)$|^A picture without description$/);
  }
  expect(await page.locator('#log li').count()).toBe(3);
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  expect(await page.locator('#gallery img').count()).toBe(0);
  await page.close();
}, 400_000);
