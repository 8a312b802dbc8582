import { Captioner } from 'saccade-code';

const captioner = await Captioner.create({ model: 'my-model/' });
const { text, tokens, grid } = await captioner.caption('photo.jpg');
document.querySelector('#caption').textContent = text;
for (const { text: word, attention } of tokens) {
  const most = attention.indexOf(Math.max(...attention));
  const item = document.createElement('li');
  item.textContent = `${word}: row ${Math.floor(most / grid.columns)}, column ${most % grid.columns}`;
  document.querySelector('#words').append(item);
}
await captioner.destroy();
