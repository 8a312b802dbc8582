/**
 * The places with the largest shares, with the piece of the photo each stands for.
 *
 * @param {(id: string) => HTMLElement} part
 * @param {ImageBitmap} photo
 * @param {{ rows: number, columns: number }} grid
 * @param {import('saccade').CaptionToken} token
 */
export function showIngredients(part, photo, { rows, columns }, { attention }) {
  const order = Array.from(attention.keys()).sort((a, b) => attention[b] - attention[a]);
  const largest = order.slice(0, 8);
  part('ingredients').replaceChildren(
    ...largest.map((place) => {
      const item = document.createElement('li');
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 96;
      const [width, height] = [photo.width / columns, photo.height / rows];
      const [x, y] = [(place % columns) * width, Math.floor(place / columns) * height];
      canvas.getContext('2d').drawImage(photo, x, y, width, height, 0, 0, 96, 96);
      const share = document.createElement('span');
      share.textContent = `${(100 * attention[place]).toFixed(1)} %`;
      item.append(canvas, share);
      return item;
    }),
  );
  const sum = largest.reduce((total, place) => total + attention[place], 0);
  let half = 0;
  for (let mass = 0; mass < 0.5; half++) mass += attention[order[half]];
  part('blend').textContent =
    `These eight make up ${Math.round(100 * sum)} % of the blend, the other ${attention.length - 8} places the rest. ` +
    `Half of it comes from ${half} ${half === 1 ? 'place' : 'places'}. ` +
    'What is blended are the lists of numbers, not the pixels: the pieces of the photo only show what each list is about.';
}
