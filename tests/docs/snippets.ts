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

/** Names, not types, that the main entry exports. */
function exportedNames(): string {
  const entry = readFileSync(join(ROOT, 'src/index.ts'), 'utf8');
  const lists = [...entry.matchAll(/^export \{([^}]*)\}/gm)].flatMap((match) => match[1]!.split(','));
  return lists.filter((name) => name.trim() && !name.includes('type ')).join(',');
}

/** The examples in the docstrings, which the API pages show; what they use of the package is imported for them. */
export function docstringExamples(): Snippet[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.sort().flatMap((name) => {
    const text = readFileSync(join(ROOT, 'src', name), 'utf8');
    return [...text.matchAll(/^ +\* @example\n((?: +\*(?!\/)(?! @).*\n)+)/gm)].map((match) => ({
      page: `src/${name}`,
      line: text.slice(0, match.index).split('\n').length,
      language: 'ts' as const,
      runnable: false,
      code: `import {${exportedNames().replaceAll('\n', ' ')}} from 'saccade';\n${match[1]!.replace(/^ +\* ?/gm, '')}`,
    }));
  });
}
