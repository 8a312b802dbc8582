const CACHE = 'page-v1';
const DIST = 'node_modules/saccade/dist';
// The scripts of page and package. Model and runtime are kept by the package itself, verified.
const SHELL = ['./', 'main.js', 'photo.jpg', `${DIST}/index.js`, `${DIST}/worker.js`];

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
  self.skipWaiting();
});
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
addEventListener('fetch', (event) => {
  event.respondWith(caches.match(event.request).then((cached) => cached ?? fetch(event.request)));
});
