import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { findViolations } from '../axe.ts';
import { openHarness, type Harness } from '../harness.ts';
import { unreachedByTab } from '../keyboard.ts';

let harness: Harness;
let page: Page;
beforeAll(async () => {
  harness = await openHarness();
  page = await harness.newPage('/examples/explainer/');
  await page.waitForSelector('#captions li:nth-child(5)');
}, 180_000);
afterAll(async () => {
  await harness.close();
});

const number = async (selector: string, pattern: RegExp) =>
  Number(pattern.exec((await page.locator(selector).textContent()) ?? '')?.[1]);

test('explainer shows a map that sums to one and reads single places by keyboard', async () => {
  expect(await number('#sum', /([\d.]+)/)).toBeCloseTo(1, 4);
  const map = page.locator('#map canvas');
  await map.focus();
  const before = await map.getAttribute('aria-valuetext');
  await page.keyboard.press(/column 14/.test(before!) ? 'ArrowLeft' : 'ArrowRight');
  expect(await map.getAttribute('aria-valuetext')).toMatch(/^Row \d+, column \d+: [\d.]+ %$/);
  expect(await map.getAttribute('aria-valuetext')).not.toBe(before);
});

test('explainer draws until the counts approach the map', async () => {
  const distance = () => number('#draws', /differ from the map by ([\d.]+) %/);
  await page.click('#draw-reset');
  const first = await distance();
  for (let click = 0; click < 4; click++) await page.click('#draw-1000');
  expect(await distance()).toBeLessThan(first / 2);
  expect(await number('#draws', /^(\d+) draws/)).toBe(4001);
});

test('explainer reads the word anew for each draw, with other probabilities', async () => {
  expect(await page.locator('#effect-chart circle').count()).toBeGreaterThanOrEqual(24);
  const state = (await page.locator('#effect-state').textContent())!;
  const [, least, most] = /from ([\d.]+) % to ([\d.]+) %/.exec(state)!;
  expect(Number(least)).toBeLessThan(Number(most));
  await page.waitForSelector('#costs tr:nth-child(5)');
});

test('explainer has nothing that axe finds, and the keyboard reaches everything', async () => {
  expect(await findViolations(page)).toEqual([]);
  expect(await unreachedByTab(page)).toEqual([]);
});
