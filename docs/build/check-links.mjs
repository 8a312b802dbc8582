import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const decode = (text) => decodeURIComponent(text.replaceAll('&amp;', '&'));
const pagesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.html'));

function fileOf(site, path) {
  const tries = [path, `${path}.html`, join(path, 'index.html')].map((name) => join(site, name));
  return tries.find((name) => existsSync(name) && (name.endsWith('.html') || !existsSync(join(name, 'index.html'))));
}

/**
 * Finds links, pictures and scripts of a finished site that lead nowhere, anchors included. Other origins are not
 * asked: a build must not depend on them.
 *
 * @param {string} site - Folder of the finished pages.
 * @param {string} base - Path under which the site is served, with slashes at both ends.
 * @returns {{ links: number, dead: string[] }} How many links were looked at, and a line for each dead one.
 */
export function checkLinks(site, base = '/') {
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) {
      const ids = readFileSync(file, 'utf8').matchAll(/\s(?:id|name)="([^"]*)"/g);
      anchors.set(file, new Set([...ids].map((match) => decode(match[1]))));
    }
    return anchors.get(file);
  };
  let links = 0;
  const dead = new Set();
  for (const page of pagesIn(site)) {
    const html = readFileSync(join(site, page), 'utf8').replace(/<pre[\s\S]*?<\/pre>/g, '');
    for (const [, href] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(href)) continue;
      links += 1;
      const url = new URL(href.replaceAll('&amp;', '&'), `https://site.invalid${base}${page}`);
      const file = url.pathname.startsWith(base) ? fileOf(site, decode(url.pathname.slice(base.length))) : undefined;
      const anchor = decode(url.hash.slice(1));
      if (!file) dead.add(`${page}: ${href} does not exist`);
      else if (anchor && file.endsWith('.html') && !anchorsOf(file).has(anchor)) {
        dead.add(`${page}: ${href}: the page has no such section`);
      }
    }
  }
  return { links, dead: [...dead] };
}
