import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '../../../scripts/serve/static-server.mjs';

const PHOTOS = fileURLToPath(new URL('../../../examples/demo/photos', import.meta.url));
const PAGE = fileURLToPath(new URL('./forty-images.html', import.meta.url));
/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Folders of the page, for the harness. */
export const MOUNTS = {
  '/photos/': PHOTOS,
  '/describer.js': fileURLToPath(new URL('./describer.js', import.meta.url)),
};

/** Another origin with the same photos, readable with CORS only where the address ends in `?cors`. */
export async function openForeign(): Promise<{ origin: string; close(): Promise<void> }> {
  return serve(MOUNTS, {
    intercept: (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.endsWith('?cors')) response.setHeader('Access-Control-Allow-Origin', '*');
      return false;
    },
  });
}

/** Serves the page, told where the foreign photos are, and the small pictures of it. */
export function answerPage(foreign: () => string) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = request.url?.split('?')[0];
    if (path === '/forty-images.html') {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(readFileSync(PAGE, 'utf8').replaceAll('http://foreign.test', foreign()));
    } else if (path === '/pixel.gif') {
      response.setHeader('Content-Type', 'image/gif');
      response.end(PIXEL);
    } else if (path === '/bullet.gif') {
      response.setHeader('Content-Type', 'image/svg+xml');
      response.end(
        '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12"><circle cx="6" cy="6" r="4"/></svg>',
      );
    } else if (path === '/not-an-image.txt') {
      response.setHeader('Content-Type', 'text/plain');
      response.end('text');
    } else {
      return false;
    }
    return true;
  };
}
