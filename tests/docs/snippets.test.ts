import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openHarness, type Harness } from '../browser/harness.ts';
import type * as Saccade from '../../src/index.ts';
import { compileErrors, toJavaScript } from './compile.ts';
import { pages, snippetsOf, type Snippet } from './snippets.ts';

const snippets = pages().flatMap(snippetsOf);
const runnable = snippets.filter((snippet) => snippet.runnable);

describe('snippets of README and documentation', () => {
  it('compile against the published types', () => {
    expect(snippets.length).toBeGreaterThan(20);
    expect(compileErrors(snippets)).toEqual([]);
  });

  it('are checked indeed: a wrong option in one is found, with its line', () => {
    const page = 'docs/start.md';
    const code = "import { Captioner } from 'saccade';\n\nawait Captioner.create({ thread: 2 });\n";
    const errors = compileErrors([{ page, line: 10, language: 'ts', runnable: false, code }]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^docs\/start\.md:12: .*'?thread/);
  });
});

describe('runnable snippets', () => {
  let harness: Harness;
  let page: Page;

  beforeAll(async () => {
    harness = await openHarness();
    page = await harness.newPage();
  });
  afterAll(() => harness?.close());

  it.each(runnable.map((snippet) => [`${snippet.page}:${snippet.line}`, snippet] as const))(
    '%s runs as it stands',
    async (_where, snippet) => {
      const printed = await run(page, snippet);
      if (snippet.code.includes('console.log(')) expect(printed.length).toBeGreaterThan(0);
      expect(printed.join('\n')).not.toContain('undefined');
    },
  );
});

/** Runs a snippet as a module, with the names of ambient.d.ts as globals, and gives back what it printed. */
async function run(page: Page, snippet: Snippet): Promise<string[]> {
  return page.evaluate(
    async ({ code, usesCaptioner }) => {
      const world = globalThis as unknown as Record<string, unknown>;
      const blob = await (await fetch('/examples/demo/photos/two-dogs.jpg')).blob();
      const img = new Image();
      img.src = URL.createObjectURL(blob);
      await img.decode();
      const { Captioner } = (await import('saccade' as string)) as typeof Saccade;
      const captioner = usesCaptioner ? await Captioner.create({ backend: 'wasm' }) : null;
      Object.assign(world, {
        photo: new File([blob], 'two-dogs.jpg', { type: blob.type }),
        img,
        canvas: document.createElement('canvas'),
        captioner,
      });
      const printed: string[] = [];
      const { log } = console;
      console.log = (...values: unknown[]) => printed.push(values.map(String).join(' '));
      const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      try {
        await import(url);
      } finally {
        console.log = log;
        captioner?.destroy();
      }
      return printed;
    },
    { code: toJavaScript(snippet), usesCaptioner: /(?<!const )\bcaptioner\b/.test(snippet.code) },
  );
}
