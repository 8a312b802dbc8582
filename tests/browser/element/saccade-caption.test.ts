import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import type {} from '../../../src/element.ts';
import { findViolations } from '../axe.ts';
import { openHarness, type Harness } from '../harness.ts';

const PHOTOS = ['shepherd-dog', 'two-dogs', 'officer'];
let harness: Harness;
let page: Page;
beforeAll(async () => {
  harness = await openHarness({ context: { viewport: { width: 900, height: 700 }, reducedMotion: 'reduce' } });
  page = await harness.newPage();
  await page.evaluate(async (photos) => {
    document.documentElement.lang = 'en';
    document.body.innerHTML = `<main><h1>Photos</h1>${photos
      .map((name) => `<saccade-caption loading="eager" src="/examples/demo/photos/${name}.jpg"></saccade-caption>`)
      .join('')}</main>`;
  }, PHOTOS);
  await page.evaluate("import('saccade/element')");
  await page.waitForFunction(() => [...document.querySelectorAll('saccade-caption')].every((each) => each.caption));
}, 180_000);
afterAll(async () => {
  await harness.close();
});

const first = () => page.locator('saccade-caption').first();

test('saccade-caption elements of a page share one worker', () => {
  expect(page.workers()).toHaveLength(1);
});

test('saccade-caption says the caption in the alt text and word by word', async () => {
  const text = await first().evaluate((element: HTMLElement & { caption: { text: string } }) => element.caption.text);
  expect(await first().locator('img').getAttribute('alt')).toBe(text);
  expect((await first().locator('.caption').innerText()).replace(/\s+/g, ' ')).toBe(text);
});

test('saccade-caption shows a map when a word is hovered, and the photo alone afterwards', async () => {
  const painted = () =>
    first()
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, index) => index % 4 === 3 && value > 0);
      });
  expect(await painted()).toBe(false);
  await first().locator('.caption button:not(.ungrounded)').first().hover();
  expect(await painted()).toBe(true);
  expect(await first().locator('.place').innerText()).toMatch(/^\S+: .+/);
  await page.mouse.move(1, 1);
  expect(await painted()).toBe(false);
});

test('saccade-caption has one tab stop for its words, and arrow keys between them', async () => {
  const words = first().locator('.caption button');
  expect(await words.evaluateAll((all) => all.filter((word) => (word as HTMLElement).tabIndex === 0).length)).toBe(1);
  await words.first().focus();
  await page.keyboard.press('ArrowRight');
  expect(await words.nth(1).evaluate((word) => word.matches(':focus'))).toBe(true);
  expect(await words.nth(1).getAttribute('aria-label')).toMatch(/^\S+: ./);
  await page.keyboard.press('End');
  expect(await words.last().evaluate((word) => word.matches(':focus'))).toBe(true);
  await page.keyboard.press('Tab');
  expect(
    await first()
      .locator('.play')
      .evaluate((button) => button.matches(':focus')),
  ).toBe(true);
});

test('saccade-caption plays through the words by itself and ends on the photo', async () => {
  await first().evaluate((element: HTMLElement & { play(): void }) => {
    element.play();
  });
  const shown = first().locator('.caption .shown');
  await shown.waitFor();
  expect(await first().locator('.play').innerText()).toBe('Stop');
  await first().locator('.play').click();
  expect(await first().locator('.play').innerText()).toBe('Play the words');
});

test('saccade-caption changes to hard attention and back', async () => {
  const mode = (wanted: string) =>
    page.waitForFunction((value) => document.querySelector('saccade-caption')!.caption?.attention === value, wanted);
  await first().locator('.hard').click();
  await mode('hard');
  expect(await first().locator('.hard').getAttribute('aria-pressed')).toBe('true');
  await first().locator('.hard').click();
  await mode('soft');
});

test('saccade-caption tells what is wrong and what to do, and takes another photo', async () => {
  const event = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('captionerror', (failed) => resolve((failed as CustomEvent).detail.code), {
          once: true,
        });
      }),
  );
  await first().evaluate((element) => element.setAttribute('src', '/nothing-here.jpg'));
  expect(await event).toMatch(/^image-/);
  expect(await first().locator('.error').innerText()).not.toBe('');
  await first().evaluate((element) => element.setAttribute('src', '/examples/demo/photos/cat.jpg'));
  await page.waitForFunction(() => document.querySelector('saccade-caption')!.caption);
  expect(await first().locator('.error').isHidden()).toBe(true);
});

test.each(['light', 'dark'] as const)('saccade-caption has nothing that axe finds (%s)', async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  await page.addStyleTag({ content: ':root { color-scheme: light dark }' });
  await first().locator('.caption button').nth(1).focus();
  expect(await findViolations(page)).toEqual([]);
});
