// Runs in the page: finds what is undescribed, hands the pixels to the extension, writes what comes back.
import { observeImages } from 'saccade';

const LONGEST_SIDE = 640;

/** Messages are JSON, so a picture travels as a data address. Throws for pictures that the page may not read. */
function toDataUrl(image) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return scale < 1 ? canvas.toDataURL('image/jpeg', 0.92) : canvas.toDataURL();
}

const describer = {
  async altText(image, { signal, ...context }) {
    const { decision, error } = await chrome.runtime.sendMessage({ to: 'captioner', photo: toDataUrl(image), context });
    signal?.throwIfAborted();
    if (error) throw new Error(error);
    return decision;
  },
};

/** A small notice; it is gone with the descriptions. */
function notice() {
  const host = document.createElement('saccade-notice');
  const root = host.attachShadow({ mode: 'closed' });
  root.innerHTML = `<style>
    p { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483647; margin: 0; padding: .75rem 1rem; border-radius: .5rem;
        max-width: 22rem; background: #1b1b1f; color: #fff; font: 1rem/1.5 system-ui, sans-serif }
  </style><p role="status"></p>`;
  document.body.append(host);
  return { say: (text) => (root.querySelector('p').textContent = text), remove: () => host.remove() };
}

if (globalThis.saccadeOnThisPage) {
  globalThis.saccadeOnThisPage();
  globalThis.saccadeOnThisPage = undefined;
} else {
  const { say, remove } = notice();
  const counts = { described: 0, decorative: 0, skipped: 0 };
  const observer = observeImages(document, describer, {
    ignoreSaveData: true, // Nothing is downloaded.
    onImage: ({ outcome }) => {
      counts[outcome]++;
      say(`Pictures described: ${counts.described}, left alone: ${counts.skipped}.`);
    },
  });
  say('Looking for pictures without description …');
  globalThis.saccadeOnThisPage = () => {
    observer.stop();
    remove();
  };
}
