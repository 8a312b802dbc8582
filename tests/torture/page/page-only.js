/* A site's own service worker: keeps the page and its scripts, and leaves model and runtime to the package. */
const KEPT = 'the-site-itself';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || /\.(onnx|wasm)$|manifest\.json$/.test(pathname)) return;
  event.respondWith(fromNetworkOrKept(event.request));
});

async function fromNetworkOrKept(request) {
  const cache = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    await cache.put(request, response.clone());
    return response;
  } catch {
    return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
  }
}
