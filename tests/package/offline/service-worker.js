const CACHE = 'page-v1';
const PAGE = ['./', 'main.js', 'photo.jpg'];

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PAGE)));
  self.skipWaiting();
});
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request) {
  const cached = await caches.match(request);
  if (cached) return cached;
  const reply = await fetch(request);
  // The package's scripts. Its model and runtime it keeps itself, verified.
  if (['script', 'worker'].includes(request.destination)) {
    const cache = await caches.open(CACHE);
    await cache.put(request, reply.clone());
  }
  return reply;
}
