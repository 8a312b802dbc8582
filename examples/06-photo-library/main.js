import { Library } from './library.js';

const library = new Library();
const part = (id) => document.getElementById(id);

function show() {
  part('progress').max = Math.max(1, library.total);
  part('progress').value = library.done;
  part('toggle').disabled = library.done === library.total;
  part('toggle').textContent = library.running ? 'Pause' : 'Resume';
  part('state').textContent = `${library.done} of ${library.total}`;
}

library.addEventListener('state', show);
library.addEventListener('captioned', ({ detail: { file, caption, error } }) => {
  const item = document.createElement('li');
  const image = document.createElement('img');
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  image.loading = 'lazy';
  image.alt = ''; // the caption stands beside it
  item.append(image, caption ? caption.text : `${file.name}: ${error.message}`);
  part('list').append(item);
  show();
});
part('photos').addEventListener('change', ({ target }) => library.add(target.files));
part('toggle').addEventListener('click', () => (library.running ? library.pause() : library.resume()));
