import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A piece of code in a page of the documentation. */
export interface Snippet {
  /** Page, relative to the repository. */
  page: string;
  /** Line of the page on which the code begins, from 1. */
  line: number;
  language: 'ts' | 'js';
  /** Marked `run`: works as it stands, given the names of ambient.d.ts. */
  runnable: boolean;
  code: string;
}

/** README and every page of the site that a person wrote. */
export function pages(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  const written = docs.filter((name) => name.endsWith('.md') && !/^(?:api|\.vitepress|benchmarks)\b/.test(name));
  return ['README.md', ...written.map((name) => `docs/${name.replaceAll('\\', '/')}`).sort()];
}

/** The TypeScript and JavaScript blocks of a page, in order. */
export function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(ts|js)\b([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length + 1,
    language: match[1] as 'ts' | 'js',
    runnable: /\brun\b/.test(match[2]!),
    code: match[3]!,
  }));
}
