import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { repositoryLinks } from '../build/repository-links.mjs';

const docs = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };

type Items = DefaultTheme.SidebarItem[];

/** Pages that other parts of the project write; listed once they are there. */
const present = (items: Items): Items =>
  items.filter(({ link }) => existsSync(`${docs}${link!.replace(/\/$/, '/index').slice(1)}.md`));

/** The pages that TypeDoc wrote, grouped as it groups them. */
function apiItems(): Items {
  const kinds = {
    'classes': 'Classes',
    'functions': 'Functions',
    'interfaces': 'Results and options',
    'type-aliases': 'Types',
  };
  return Object.entries(kinds).flatMap(([folder, text]) => {
    const pages = existsSync(`${docs}api/${folder}`) ? readdirSync(`${docs}api/${folder}`) : [];
    const items = pages.sort().map((page) => {
      const name = page.replace(/\.md$/, '');
      return { text: name, link: `/api/${folder}/${name}` };
    });
    return items.length > 0 ? [{ text, collapsed: folder !== 'classes', items }] : [];
  });
}

export default defineConfig({
  title: 'saccade',
  description: 'Captions a photo on the visitor’s own device, and says with every word where the model looked.',
  lang: 'en',
  base: process.env.SACCADE_DOCS_BASE ?? '/',
  srcExclude: ['build/**', 'figures/**', 'benchmarks/latest.md'],
  lastUpdated: false,
  // docs/build/check-links.mjs checks the finished pages instead, anchors and pictures included.
  ignoreDeadLinks: true,
  markdown: {
    config: (markdown) => {
      markdown.use(repositoryLinks, { docs, root });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/frameworks' },
      { text: 'API', link: '/api/' },
      { text: `${version}`, link: '/changelog' },
    ],
    sidebar: [
      {
        text: 'saccade',
        items: present([
          { text: 'Start in five minutes', link: '/start' },
          { text: 'How it works', link: '/how-it-works' },
          { text: 'Reading attention maps honestly', link: '/guides/reading-attention-maps' },
        ]),
      },
      {
        text: 'Guides',
        items: present([
          { text: 'React, Vue, Svelte, plain', link: '/guides/frameworks' },
          { text: 'Bundlers', link: '/guides/bundlers' },
          { text: 'Alt text in an app', link: '/guides/alt-text-in-an-app' },
          { text: 'Browser extension', link: '/guides/extension' },
          { text: 'Offline', link: '/guides/offline' },
          { text: 'Self-hosting and CSP', link: '/guides/self-hosting' },
          { text: 'Threads, COOP and COEP', link: '/guides/threads' },
          { text: 'Browsers and backends', link: '/guides/browsers' },
          { text: 'Your own model pack', link: '/guides/model-packs' },
          { text: 'Train your own', link: '/train-your-own' },
        ]),
      },
      {
        text: 'Reference',
        items: present([
          { text: 'API', link: '/api/' },
          { text: 'Errors', link: '/errors' },
          { text: 'Alt text: figures and rules', link: '/alt-text' },
          { text: 'Robustness', link: '/robustness' },
          { text: 'Performance', link: '/performance' },
          { text: 'Benchmarks', link: '/benchmarks/' },
          { text: 'Model card', link: '/model-card' },
          { text: 'Changelog', link: '/changelog' },
        ]),
      },
      { text: 'API', collapsed: true, items: apiItems() },
    ],
  },
});
