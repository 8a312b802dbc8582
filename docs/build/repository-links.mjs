import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** Pages whose text is included from a file elsewhere, and that file's folder: their links count from there. */
const INCLUDED = { 'model-card.md': 'models/flickr8k-lite2', 'changelog.md': '.' };

const slashes = (path) => path.split(sep).join('/');

/**
 * markdown-it plugin: links from a page of the site to a file of the repository outside `docs/`.
 *
 * They work on a code host, where the page lies beside the file; on the site they lead to the repository named in
 * package.json or, where it names none, become plain text. A link to a file that does not exist fails the build.
 *
 * @param {import('markdown-it')} markdown
 * @param {{ docs: string, root: string }} folders - Absolute, `docs` being the folder of the site's pages.
 */
export function repositoryLinks(markdown, { docs, root }) {
  const { repository } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
  const home = (typeof repository === 'string' ? repository : repository?.url)?.replace(/^git\+|\.git$/g, '');
  const site = resolve(docs);

  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const page = env.realPath ?? env.path;
    if (!page) return;
    const included = INCLUDED[slashes(relative(site, page))];
    const from = included === undefined ? dirname(page) : resolve(root, included);
    for (const { type, children } of tokens) if (type === 'inline') rewriteAll(children ?? [], page, from);
  });

  function rewriteAll(children, page, from) {
    const open = [];
    for (const token of children) {
      if (token.type === 'link_open') open.push(rewriteLink(token, page, from));
      else if (token.type === 'link_close') token.tag = open.pop();
      else if (token.type === 'image' && from !== dirname(page)) {
        const file = localPath(token.attrGet('src'), from);
        if (file) token.attrSet('src', `./${slashes(relative(dirname(page), file))}`.replace('./../', '../'));
      }
    }
  }

  /** Changes the link and gives back the tag that it shall have. */
  function rewriteLink(link, page, from) {
    const href = link.attrGet('href') ?? '';
    const file = localPath(href, from);
    if (!file) return 'a';
    if (file === site || file.startsWith(site + sep)) {
      const anchor = /[?#].*$/.exec(href)?.[0] ?? '';
      if (from !== dirname(page)) link.attrSet('href', `./${slashes(relative(dirname(page), file))}${anchor}`);
      return 'a';
    }
    if (!existsSync(file)) throw new Error(`${relative(root, page)}: dead link to ${relative(root, file)}`);
    if (home) link.attrSet('href', `${home}/blob/main/${slashes(relative(root, file))}`);
    else Object.assign(link, { tag: 'span', attrs: [] });
    return link.tag;
  }
}

/** The file that a relative link leads to; null for anchors, absolute paths and other origins. */
function localPath(href, from) {
  if (!href || /^(?:[a-z][a-z+.-]*:|[#/])/i.test(href)) return null;
  return resolve(from, decodeURIComponent(href.replace(/[?#].*$/, '')));
}
