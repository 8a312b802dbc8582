// Posts of visitors come without alt text: the observer describes their pictures, and takes it all back on request.
import { Captioner, observeImages } from 'saccade';

const $ = (id) => document.getElementById(id);
const POSTS = [
  '<img src="../demo/photos/two-dogs.jpg" width="320">',
  '<img src="../demo/photos/cat.jpg" width="320" alt="A cat, as its author described it">',
  '<img src="../demo/photos/shepherd-dog.jpg" width="320">',
  '<img src="../demo/photos/espresso.jpg" width="320">',
  '<img src="../demo/photos/mountain-path.jpg" width="320" alt="">',
];
let captioner = null;
let observer = null;

function report({ element, outcome, skipped, decision }) {
  const line = document.createElement('li');
  const name = element.currentSrc.split('/').at(-1);
  const draft = decision?.kind === 'unsure' ? `: the draft was “${decision.draft}”` : '';
  line.textContent =
    outcome === 'skipped' ? `${name}: left alone (${skipped}${draft})` : `${name}: ${element.alt || outcome}`;
  $('log').append(line);
  // What nobody dares to describe still is a picture, and its file name says nothing.
  if (outcome === 'skipped') element.alt = 'A picture without description';
}

$('toggle').addEventListener('click', async () => {
  const on = observer === null;
  $('toggle').setAttribute('aria-pressed', String(on));
  if (on) {
    $('gallery').innerHTML = POSTS.join('');
    // The model is downloaded when the first picture needs it.
    const create = () => (captioner ??= Captioner.create());
    const current = (observer = observeImages($('gallery'), create, { budget: { images: 20 }, onImage: report }));
    $('status').textContent = observer.active ? 'Describing …' : 'Your browser is set to save data.';
    await current.settled();
    if (current.active) $('status').textContent = 'Everything in view is described.';
  } else {
    observer.stop();
    observer = null;
    $('gallery').replaceChildren();
    $('log').replaceChildren();
    $('status').textContent = 'Taken back.';
  }
});
