/** Photos that may be published; photos/README.md names maker and licence of each. */
export const SAMPLES = [
  { file: 'two-dogs.jpg', name: 'Two dogs looking out of a wooden house' },
  { file: 'shepherd-dog.jpg', name: 'German shepherd on grass' },
  { file: 'astronaut.jpg', name: 'Astronaut Eileen Collins' },
  { file: 'cameraman.jpg', name: 'Man with a camera on a tripod' },
  { file: 'mountain-path.jpg', name: 'Path below snowy mountains' },
  { file: 'koala.jpg', name: 'Koala in a tree' },
  { file: 'cat.jpg', name: 'Chelsea the cat' },
  { file: 'officer.jpg', name: 'Rear Admiral Grace Hopper' },
  { file: 'espresso.jpg', name: 'Cup of coffee' },
];

/**
 * Fills the list of sample photos.
 *
 * @param {HTMLUListElement} list
 * @param {(photo: Blob, name: string) => void} onChoice
 */
export function offerSamples(list, onChoice) {
  for (const { file, name } of SAMPLES) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.dataset.file = file;
    button.title = name;
    const picture = document.createElement('img');
    picture.src = `photos/${file}`;
    picture.alt = name;
    picture.loading = 'lazy';
    button.append(picture);
    button.addEventListener('click', async () => {
      const reply = await fetch(picture.src);
      onChoice(await reply.blob(), file);
    });
    const item = document.createElement('li');
    item.append(button);
    list.append(item);
  }
}

/** Marks the sample that is shown; none for a photo of the visitor's own. */
export function markSample(list, file) {
  for (const button of list.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.dataset.file === file));
  }
}
