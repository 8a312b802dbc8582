await navigator.serviceWorker.register('service-worker.js');
// From here on the service worker sees every request, the package's scripts included.
if (!navigator.serviceWorker.controller) {
  await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
}

const { Captioner } = await import('saccade');
const captioner = await Captioner.create();
const { text, tokens, grid } = await captioner.caption('photo.jpg');
document.querySelector('#caption').textContent = text;
for (const { text: word, attention } of tokens) {
  const most = attention.indexOf(Math.max(...attention));
  const item = document.createElement('li');
  item.textContent = `${word}: row ${Math.floor(most / grid.columns)}, column ${most % grid.columns}`;
  document.querySelector('#words').append(item);
}
await captioner.destroy();
