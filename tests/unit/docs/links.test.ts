import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Made by builds and tools, or not of this repository. */
const LEFT_OUT = /^(?:\.|node_modules$|dist$|coverage$|test-results$)/;
/** Pages of the site that are made from docstrings; `npm run docs` checks links to them. */
const MADE = join(ROOT, 'docs', 'api');

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (LEFT_OUT.test(entry.name) || path === MADE) return [];
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');

/** A heading's anchor, as code hosts make it. */
const anchorOf = (heading: string) =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsOf = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1]!));

/** A page of the site is linked to with or without its extension, and from the site's root with a slash. */
function fileOf(page: string, path: string): string | undefined {
  const from = path.startsWith('/') ? join(ROOT, 'docs', path) : resolve(dirname(page), decodeURIComponent(path));
  return [from, `${from}.md`, join(from, 'index.md')].find(
    (file) => existsSync(file) && (statSync(file).isFile() || file === from),
  );
}

function deadLinks(page: string): string[] {
  const links = withoutCode(readFileSync(page, 'utf8')).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g);
  return [...links].flatMap(([, href]) => {
    if (/^[a-z][a-z+.-]*:/i.test(href!)) return [];
    const [path, anchor] = href!.split('#') as [string, string?];
    if (resolve(dirname(page), path).startsWith(MADE)) return [];
    const file = path === '' ? page : fileOf(page, path);
    if (file === undefined) return [`${href}: there is no such file`];
    const isKnown = !anchor || !file.endsWith('.md') || anchorsOf(file).includes(anchor);
    return isKnown ? [] : [`${href}: the page has no such section`];
  });
}

const pages = markdownFiles(ROOT).map((path) => relative(ROOT, path));

describe('links between the documents', () => {
  it.each(pages)('lead somewhere, sections included, in %s', (page) => {
    expect(deadLinks(join(ROOT, page))).toEqual([]);
  });

  it('are looked at in the README, the site and the set-ups', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/index.md', 'tests/package/README.md']));
  });
});
