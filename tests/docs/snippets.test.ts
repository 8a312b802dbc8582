import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../browser/harness.ts';
import { compileErrors, toJavaScript } from './compile.ts';
import { docstringExamples, pages, ROOT, snippetsOf, type Snippet } from './snippets.ts';

const snippets = pages().flatMap(snippetsOf);
const runnable = snippets.filter((snippet) => snippet.runnable);

describe('snippets of README and documentation', () => {
  it('compile against the published types', () => {
    expect(snippets.length).toBeGreaterThan(20);
    expect(compileErrors(snippets)).toEqual([]);
  });

  it('in docstrings, shown by the API pages, compile as well', () => {
    const examples = docstringExamples();
    expect(examples.length).toBeGreaterThan(10);
    expect(compileErrors(examples, false)).toEqual([]);
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
    harness = await openHarness({ mounts: { '/docs-tests/': join(ROOT, 'tests/docs') } });
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

/** Runs a snippet in the page and gives back what it printed. */
async function run(page: Page, snippet: Snippet): Promise<string[]> {
  const usesCaptioner = /(?<!const )\bcaptioner\b/.test(snippet.code);
  const request = JSON.stringify({ code: toJavaScript(snippet), usesCaptioner });
  // As text: vitest rewrites `import()` in code that it transforms, and the page does not know what it makes of it.
  return page.evaluate(`import('/docs-tests/run-in-page.js').then(({ run }) => run(${request}))`);
}
