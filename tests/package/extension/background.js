// A service worker cannot start workers of its own, so the captioner lives in an offscreen document.
chrome.runtime.onMessage.addListener((message, _sender, reply) => {
  if (message.to !== 'background') return false;
  forward(message.photo).then(reply);
  return true;
});

async function forward(photo) {
  if (!(await chrome.offscreen.hasDocument())) {
    await chrome.offscreen.createDocument({
      url: 'offscreen.html',
      reasons: ['WORKERS'],
      justification: 'Captions photos in a worker.',
    });
  }
  return chrome.runtime.sendMessage({ to: 'offscreen', photo });
}
