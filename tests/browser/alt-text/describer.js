// The page's part of the observer test: a describer that knows the pictures by their names, so that what is written
// depends on the page alone.
import { disclosureFor, observeImages } from 'saccade';

let atOnce = 0;
Object.assign(window, { calls: [], mostAtOnce: 0, created: 0 });

const describer = {
  async altText(image, context) {
    const name = image.currentSrc.includes('failing')
      ? 'failing'
      : image.currentSrc.match(/([\w-]+)\.\w+(?:\?.*)?$/)?.[1];
    window.calls.push(image.id || name);
    window.mostAtOnce = Math.max(window.mostAtOnce, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 5));
    atOnce--;
    const draft = { confidence: 0.9, disclosure: disclosureFor(0.9), language: 'en' };
    if (name === 'failing') throw new Error('as asked');
    if (name === 'pixel' || context.role === 'presentation' || context.purpose?.name) return { kind: 'decorative' };
    if (name === 'bullet' && context.occurrences === 3) return { kind: 'decorative' };
    if (name === 'koala') return { kind: 'unsure', draft: 'A koala.', reasons: ['low-confidence'], ...draft };
    return { kind: 'alt', text: `See ${name}.`, ...draft };
  },
};

window.start = (options) => {
  const create = async () => {
    window.created++;
    return describer;
  };
  window.observer = observeImages(document, create, options);
};

window.markup = () =>
  document.documentElement.outerHTML +
  [...document.querySelectorAll('*')].map((element) => element.shadowRoot?.innerHTML ?? '').join('');
