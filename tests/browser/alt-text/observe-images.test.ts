import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImageObserver, ObserveOptions } from '../../../src/index.ts';
import { openHarness, type Harness } from '../harness.ts';
import { answerPage, MOUNTS, openForeign } from './picture-server.ts';

/** What describer.js puts into the page. */
interface TestWindow {
  observer: ImageObserver;
  calls: string[];
  mostAtOnce: number;
  created: number;
  start(options?: ObserveOptions): void;
  markup(): string;
}
declare const window: Window & typeof globalThis & TestWindow;

let harness: Harness;
let foreign: Awaited<ReturnType<typeof openForeign>>;
let page: Page;

beforeAll(async () => {
  foreign = await openForeign();
  const intercept = answerPage(() => foreign.origin);
  harness = await openHarness({ isolated: false, mounts: MOUNTS, intercept });
});
afterAll(async () => {
  await harness?.close();
  await foreign?.close();
});
beforeEach(async () => {
  await page?.close();
  page = await open();
});

async function open(before: () => void = () => undefined): Promise<Page> {
  const opened = await harness.browser.newPage();
  opened.setDefaultTimeout(60_000);
  await opened.addInitScript(before);
  await opened.goto(`${harness.origin}/forty-images.html`, { waitUntil: 'load' });
  await opened.waitForFunction(() => 'markup' in window);
  return opened;
}

async function settle(): Promise<void> {
  await page.evaluate(() => window.observer.settled());
}

/** `alt` of every picture that bears the mark, by id, with those in shadow roots. */
async function written(): Promise<Record<string, string | null>> {
  return page.evaluate(() => {
    const roots = [
      document,
      ...[...document.querySelectorAll('*')].flatMap((e) => (e.shadowRoot ? [e.shadowRoot] : [])),
    ];
    const marked = roots.flatMap((root) => [...root.querySelectorAll('[data-saccade]')]);
    return Object.fromEntries(marked.map((e) => [e.id, e.getAttribute('alt') ?? e.getAttribute('aria-label')]));
  });
}

const says = (name: string): string => `See ${name}. (Automatic description, very likely right.)`;
const DESCRIBED = {
  'none-1': says('two-dogs'),
  'none-2': says('shepherd-dog'),
  'none-3': says('astronaut'),
  'none-4': says('cat'),
  'none-5': says('espresso'),
  'none-6': says('cameraman'),
  'none-7': says('mountain-path'),
  'same-url': says('two-dogs'),
  'same-pixels': says('two-dogs'),
  'pixel-1': '',
  'pixel-2': '',
  'bullet-1': '',
  'bullet-2': '',
  'bullet-3': '',
  'presentation': '',
  'in-link': '',
  'foreign-cors': says('officer'),
  'srcset': says('shepherd-dog'),
  'picture': says('astronaut'),
  'shadow': says('mountain-path'),
};

describe('observeImages', () => {
  it('describes exactly the pictures that nobody described', async () => {
    await page.evaluate(() => window.start());
    await settle();
    expect(await written()).toEqual(DESCRIBED);
    const skipped = await page.evaluate(() =>
      [...window.observer.images.values()]
        .filter((image) => image.outcome === 'skipped')
        .map((image) => [image.element.id, image.skipped]),
    );
    expect(Object.fromEntries(skipped)).toEqual({
      'unsure-1': 'unsure',
      'foreign-1': 'cross-origin',
      'foreign-2': 'cross-origin',
      'broken-1': 'broken',
      'broken-2': 'broken',
    });
  });

  it('leaves the page byte for byte as it was after stop', async () => {
    const before = await page.evaluate(() => window.markup());
    await page.evaluate(() => window.start({ backgrounds: true }));
    await settle();
    expect(await page.evaluate(() => window.markup())).not.toBe(before);
    await page.evaluate(() => window.observer.stop());
    expect(await page.evaluate(() => window.markup())).toBe(before);
  });

  it('takes one picture at a time, and the same picture once', async () => {
    await page.evaluate(() => window.start());
    await settle();
    expect(await page.evaluate(() => window.mostAtOnce)).toBe(1);
    const calls = await page.evaluate(() => window.calls);
    expect(calls.filter((id) => ['none-1', 'same-url', 'same-pixels'].includes(id))).toHaveLength(1);
  });

  it('describes a lazy picture once it comes near the viewport', async () => {
    await page.evaluate(() => window.start());
    await settle();
    expect(await page.evaluate(() => window.calls)).not.toContain('lazy-1');
    await page.evaluate(() => document.getElementById('lazy-1')!.scrollIntoView());
    await page.waitForSelector('#lazy-1[data-saccade]');
  });

  it('describes pictures that come later, in shadow roots too', async () => {
    await page.evaluate(() => window.start());
    await settle();
    await page.evaluate(() => {
      document
        .getElementById('none')!
        .insertAdjacentHTML('afterbegin', '<p><img id="later" src="/photos/cat.jpg?later"></p>');
      const host = document.getElementById('host')!.shadowRoot!;
      host.innerHTML += '<img id="later-shadow" src="/photos/officer.jpg?later" width="60" height="45">';
      customElements.define(
        'late-element',
        class extends HTMLElement {
          constructor() {
            super();
            this.attachShadow({ mode: 'open' }).innerHTML =
              '<img id="late" src="/photos/cat.jpg" width="60" height="45">';
          }
        },
      );
    });
    await page.waitForSelector('#later[data-saccade]');
    await page.waitForSelector('#later-shadow[data-saccade]');
    await page.waitForSelector('#late[data-saccade]');
  });

  it('says in which language it wrote where the page is in another', async () => {
    await page.evaluate(() => window.start());
    await settle();
    const langs = await page.evaluate(() =>
      ['none-1', 'none-4', 'none-6', 'alt-1'].map((id) => document.getElementById(id)!.getAttribute('lang')),
    );
    expect(langs).toEqual(['en', 'en', null, null]);
  });

  it('gives way to an author who speaks later, and keeps their text after stop', async () => {
    await page.evaluate(() => window.start());
    await settle();
    await page.evaluate(() => document.getElementById('none-1')!.setAttribute('alt', 'Meine Hunde'));
    await page.waitForSelector('#none-1:not([data-saccade])');
    await page.evaluate(() => window.observer.stop());
    expect(await page.getAttribute('#none-1', 'alt')).toBe('Meine Hunde');
  });

  it('describes anew when the picture changes', async () => {
    await page.evaluate(() => window.start());
    await settle();
    await page.evaluate(() => document.getElementById('none-1')!.setAttribute('src', '/photos/cat.jpg?new'));
    await page.waitForFunction(() => document.getElementById('none-1')!.getAttribute('alt')?.startsWith('See cat'));
    await page.evaluate(() => document.getElementById('none-2')!.setAttribute('src', '/photos/koala.jpg?new'));
    await page.waitForSelector('#none-2:not([alt])');
  });

  it('describes a background picture on request, with role and name', async () => {
    await page.evaluate(() => window.start({ backgrounds: true, disclose: false }));
    await settle();
    const background = await page.evaluate(() => {
      const element = document.getElementById('background')!;
      return [element.getAttribute('role'), element.getAttribute('aria-label')];
    });
    expect(background).toEqual(['img', 'See officer.']);
    expect(await page.$$('.background[role]')).toHaveLength(1);
  });

  it('keeps to its budget', async () => {
    await page.evaluate(() => window.start({ budget: { images: 3 } }));
    await settle();
    expect(await page.evaluate(() => window.calls.length)).toBe(3);
  });

  it('goes on after a picture that fails', async () => {
    await page.evaluate(() => {
      document.getElementById('none-1')!.setAttribute('src', '/photos/cat.jpg?failing');
    });
    await page.waitForFunction(() => (document.getElementById('none-1') as HTMLImageElement).complete);
    await page.evaluate(() => window.start());
    await settle();
    expect(await page.evaluate(() => window.observer.images.get(document.getElementById('none-1')!)?.skipped)).toBe(
      'failed',
    );
    expect(await page.getAttribute('#none-2', 'alt')).toBe(says('shepherd-dog'));
  });

  it('writes nothing any more once stopped in the middle', async () => {
    const before = await page.evaluate(() => window.markup());
    await page.evaluate(async () => {
      window.start();
      while (window.calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      window.observer.stop();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    expect(await page.evaluate(() => window.markup())).toBe(before);
  });

  it('makes the captioner for the first picture that needs it, and once', async () => {
    const atOnce = await page.evaluate(() => {
      window.start();
      return window.created;
    });
    expect(atOnce).toBe(0);
    await settle();
    expect(await page.evaluate(() => window.created)).toBe(1);
  });

  it('does nothing where the visitor saves data, unless told to', async () => {
    await page.close();
    page = await open(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    await page.evaluate(() => window.start());
    await settle();
    expect(await page.evaluate(() => [window.observer.active, window.created])).toEqual([false, 0]);
    await page.evaluate(() => window.start({ ignoreSaveData: true }));
    await settle();
    expect(await written()).toEqual(DESCRIBED);
  });
});
